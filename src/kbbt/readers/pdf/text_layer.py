"""Is the text of a page the text a person sees on it?

A font whose table of characters is missing or wrong gives text that looks like text and is nonsense. It shows in
what it is made of: characters the font itself does not vouch for, controls, private-use characters by the dozen,
scripts that no document here mixes, ideographs that nobody writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kbbt.text import is_han

_ENOUGH = 12
"""Fewer characters than this say nothing about a page."""
_NONSENSE = 0.3
_DOUBTFUL = 0.03
_PLAUSIBLE = (
    (0x20, 0x7E), (0xA0, 0xFF), (0x2C6, 0x2DD), (0x391, 0x3C9), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20BF),
    (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x23FF), (0x2460, 0x27BF), (0x2E80, 0x2FDF), (0x3000, 0x312F),
    (0x31A0, 0x31EF), (0x3200, 0x33FF), (0xFE10, 0xFE6F), (0xFF01, 0xFFEF), (0x1F100, 0x1F2FF),
)  # fmt: skip
"""Characters that stand in Chinese documents besides ideographs: Latin, Greek, punctuation, symbols, kana, bopomofo."""


@dataclass(frozen=True, slots=True)
class TextQuality:
    """``count`` visible characters of which ``bad`` cannot be what the page shows."""

    count: int
    bad: int

    @property
    def nonsense(self) -> bool:
        """Too much is wrong to use any of it."""
        return self.count >= _ENOUGH and self.bad > _NONSENSE * self.count

    @property
    def doubtful(self) -> bool:
        """Some is wrong."""
        return not self.nonsense and self.bad > max(2, _DOUBTFUL * self.count)


def quality(chars: Sequence[str], unmapped: Callable[[], Sequence[int]]) -> TextQuality:
    """What the characters of a page are worth.

    ``unmapped`` tells for each character whether its font fails to name it; it is asked only when something looks
    wrong, for it costs a call a character.
    """
    counts = Counter(chars)
    kinds: Counter[str] = Counter()
    for char, times in counts.items():
        kinds[_kind(char)] += times
    visible = len(chars) - kinds["blank"]
    han = kinds["written"] + kinds["rare"]
    strange = han >= _ENOUGH and kinds["rare"] > 0.4 * han
    bad = kinds["improbable"] + (kinds["rare"] if strange else 0)
    if bad > _DOUBTFUL * len(chars):
        wrong = sum(
            bool(flag) or _kind(char) == "improbable" or (strange and _kind(char) == "rare")
            for char, flag in zip(chars, unmapped(), strict=True)
        )
        bad = max(bad, wrong)
    return TextQuality(visible, bad)


@lru_cache(maxsize=16384)
def _kind(char: str) -> str:
    """blank, written and rare ideographs, plausible and improbable other characters."""
    if char in " \u00a0\u3000":
        return "blank"
    if is_han(char):
        # A private-use character is a rare name's; a page of them is counted by what its font says of them.
        return "written" if _is_written(char) else "rare"
    return "plausible" if any(low <= ord(char) <= high for low, high in _PLAUSIBLE) else "improbable"


def _is_written(char: str) -> bool:
    """Is it one of the ideographs of everyday writing: the first level of Big5 or of GB 2312?"""
    for codec, first, last in (("big5", 0xA4, 0xC6), ("gb2312", 0xB0, 0xD7)):
        try:
            if first <= char.encode(codec)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False
