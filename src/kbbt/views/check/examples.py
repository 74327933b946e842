"""What each check finds and does not find, on documents as an office might write them: ``parsers/examples/checks.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kbbt.resources import builtin

_FILE = Path("examples") / "checks.toml"


class Example(NamedTuple):
    """Documents in which the check finds something, and documents in which it does not."""

    fails: tuple[str, ...]
    passes: tuple[str, ...]


@lru_cache(maxsize=1)
def _all() -> dict[str, Example]:
    table = tomllib.loads((builtin("parsers") / _FILE).read_text(encoding="utf-8"))
    return {code: Example(tuple(one["fails"]), tuple(one["passes"])) for code, one in table.items()}


def example(code: str) -> Example:
    """The example of a check. Raises KeyError for a code that has none; the tests see to it that each has one."""
    return _all()[code]
