"""Knowledge read from documents, through every stage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

from kbbt.parsing import Declarations, load_declarations, parse
from kbbt.readers import read
from kbbt.records import Source
from kbbt.register import build
from kbbt.repair import repair
from kbbt.resources import builtin
from kbbt.store.editions import settle
from kbbt.store.knowledge import Knowledge


@lru_cache(maxsize=1)
def declarations() -> Declarations:
    """Those that come with the program."""
    return load_declarations([builtin("parsers")])


def source_of(data: bytes, name: str) -> Source:
    """The records of one file."""
    return parse(repair(read(data, name)), declarations(), source=hashlib.sha256(data).hexdigest(), name=name)


def known_from(documents: Sequence[str | tuple[str, bytes]]) -> Knowledge:
    """What a store would give that has these documents: texts, or files as (name, bytes)."""
    files = [one if isinstance(one, tuple) else (f"{n}.txt", one.encode()) for n, one in enumerate(documents)]
    sources, overlaps = settle([source_of(data, name) for name, data in files], ())
    return Knowledge(sources, build(sources), (), overlaps)
