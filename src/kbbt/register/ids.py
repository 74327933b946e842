"""Ids of cases: opaque, short to type, the same for the same case, never changed and never used again."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator

_LETTERS = "bcdfghjkmnpqrtvwxy"  # no vowels: an id never reads as a word; no l, s, z beside 1, 5, 2
_CHARACTERS = _LETTERS + "23456789"
LENGTH = 4
"""Characters of an id as long as there are few cases; an id that is taken makes way for a longer one."""


def candidates(key: str) -> Iterator[str]:
    """The ids that the case founded under ``key`` may have, the first choice first."""
    attempt = 0
    while True:
        number = int.from_bytes(hashlib.sha256(f"{key}#{attempt}".encode()).digest(), "big")
        number, first = divmod(number, len(_LETTERS))
        out = _LETTERS[first]
        for _ in range(LENGTH - 1 + attempt // 4):
            number, digit = divmod(number, len(_CHARACTERS))
            out += _CHARACTERS[digit]
        yield out
        attempt += 1


def new_id(key: str, taken: Container[str]) -> str:
    """The first of the :func:`candidates` that is not taken."""
    return next(one for one in candidates(key) if one not in taken)
