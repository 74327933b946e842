"""Characters that are mistaken for one another because they are written alike: 鉗, 鋏 and 銹 share a radical.

The first block of CJK ideographs (U+4E00–9FA5) is ordered by the 214 Kangxi radicals, and each radical's own character
opens its section; so the radical of a character is found by bisection.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

_SECTIONS = [ord(unicodedata.normalize("NFKC", chr(c))) for c in range(0x2F00, 0x2FD6)]
_FIRST, _LAST = 0x4E00, 0x9FA5


def radical(character: str) -> int | None:
    """The number (1 to 214) of the Kangxi radical of an ideograph of the first block, None for everything else."""
    code = ord(character)
    return bisect_right(_SECTIONS, code) if _FIRST <= code <= _LAST else None


def written_alike(a: str, b: str) -> bool:
    """Whether two characters are the same or ideographs with one radical."""
    return a == b or (radical(a) is not None and radical(a) == radical(b))
