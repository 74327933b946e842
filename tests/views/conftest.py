"""What the views' tests share: the two sample sources, read as the program reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kbbt import readers
from kbbt.parsing import load_declarations, parse
from kbbt.register import build
from kbbt.repair import repair
from kbbt.store.knowledge import Knowledge


@pytest.fixture(scope="session")
def sample_knowledge(samples: Path) -> Knowledge:
    """The status report of 113-07-11 and the twelve minutes of 產業民生組, from their text form."""
    declarations = load_declarations()
    sources = []
    for name in ("status_113-07-11.txt", "minutes_industry_112-115.txt"):
        data = (samples / name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        sources.append(parse(repair(readers.read(data, name)), declarations, source=digest, name=name))
    sources.sort(key=lambda one: one.id)
    return Knowledge(tuple(sources), build(sources))
