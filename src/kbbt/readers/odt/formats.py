"""Number formats of OpenDocument: ``1``, ``a``, ``I`` and samples of a series such as ``壹, 貳, 參, ...``."""

from __future__ import annotations

from collections.abc import Callable

from kbbt import numerals


def _alphabetic(n: int) -> str:
    """1 → A … 26 → Z, 27 → AA, 28 → AB: the way without ``style:num-letter-sync``."""
    letters = ""
    while n > 0:
        n, index = divmod(n - 1, 26)
        letters = chr(ord("A") + index) + letters
    return letters


# A series is told by its first two items; the second tells traditional from simplified characters.
_SERIES: dict[tuple[str, str], Callable[[int], str]] = {
    ("一", "二"): numerals.to_han,
    ("壹", "貳"): numerals.to_formal,
    ("壹", "贰"): numerals.to_formal_simplified,
    ("甲", "乙"): numerals.to_stem,
    ("子", "丑"): numerals.to_branch,
    ("甲子", "乙丑"): numerals.to_sexagenary,
    ("①", "②"): numerals.to_circled,
    ("⑴", "⑵"): numerals.to_parenthesised,
    ("⒈", "⒉"): numerals.to_full_stop,
    ("㈠", "㈡"): numerals.to_parenthesised_han,
    ("１", "２"): numerals.to_full_width,
    ("1st", "2nd"): numerals.to_ordinal,
}
_SINGLE: dict[str, Callable[[int], str]] = {
    "1": str,
    "i": lambda n: numerals.to_roman(n).lower(),
    "I": numerals.to_roman,
    "a": lambda n: _alphabetic(n).lower(),
    "A": _alphabetic,
    "": lambda _: "",
}
_SYNCHRONOUS: dict[str, Callable[[int], str]] = {
    "a": lambda n: numerals.to_letter(n).lower(),
    "A": numerals.to_letter,
}


def _items(sample: str) -> list[str]:
    return [item.strip() for item in sample.split(",")]


def _printer(sample: str, *, synchronous: bool) -> Callable[[int], str] | None:
    if synchronous and sample in _SYNCHRONOUS:
        return _SYNCHRONOUS[sample]
    if sample in _SINGLE:
        return _SINGLE[sample]
    items = _items(sample)
    if len(items) < 2:
        # a lone first item, as some producers write it
        return next((printer for (first, _), printer in _SERIES.items() if first == sample), None)
    if items[0].isascii() and items[0].isdecimal() and items[0].startswith("0"):
        width = len(items[0])
        return lambda n: f"{n:0{width}d}"
    return _SERIES.get((items[0], items[1]))


def known(sample: str) -> bool:
    """True when the format ``sample`` is one that is written as it should be."""
    return _printer(sample, synchronous=False) is not None


def print_number(n: int, sample: str, *, synchronous: bool = False) -> str:
    """``n`` in the format ``sample``; in digits where the series ends (甲 to 癸) or is not known.

    ``synchronous`` letters go on AA, BB (not AA, AB) after Z.
    """
    printer = _printer(sample, synchronous=synchronous)
    try:
        return printer(n) if printer is not None else str(n)
    except ValueError:
        return str(n)
