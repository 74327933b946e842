"""Word's number formats (ST_NumberFormat): a number of an automatic list as Word prints it."""

from __future__ import annotations

from collections.abc import Callable

from kbbt import numerals


def _circled(n: int) -> str:
    # Unicode goes on to ㊿, Word does not.
    return numerals.to_circled(n) if n <= 20 else str(n)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": numerals.to_full_width,
    "decimalFullWidth2": numerals.to_full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": numerals.to_parenthesised,
    "decimalEnclosedFullstop": numerals.to_full_stop,
    "numberInDash": lambda n: f"- {n} -",
    "ordinal": numerals.to_ordinal,
    "hex": lambda n: f"{n:X}",
    "upperRoman": numerals.to_roman,
    "lowerRoman": lambda n: numerals.to_roman(n).lower(),
    "upperLetter": numerals.to_letter,
    "lowerLetter": lambda n: numerals.to_letter(n).lower(),
    "taiwaneseCounting": numerals.to_counting,
    "taiwaneseCountingThousand": numerals.to_han,
    "taiwaneseDigital": lambda n: numerals.to_digits(n).replace("〇", "○"),
    "chineseCounting": numerals.to_counting,
    "chineseCountingThousand": lambda n: numerals.to_han(n).replace("零", "〇"),
    "chineseLegalSimplified": numerals.to_formal_simplified,
    "ideographDigital": numerals.to_digits,
    "ideographTraditional": numerals.to_stem,
    "ideographZodiac": numerals.to_branch,
    "ideographZodiacTraditional": numerals.to_sexagenary,
    "ideographEnclosedCircle": numerals.to_parenthesised_han,
    "ideographLegalTraditional": numerals.to_formal,
    "japaneseCounting": numerals.to_han,
    "japaneseDigitalTenThousand": numerals.to_digits,
    "koreanDigital2": lambda n: numerals.to_digits(n).replace("〇", "零"),
    "none": lambda _: "",
}


def known(name: str) -> bool:
    """True when numbers of the format ``name`` are printed as Word prints them."""
    return name in _FORMATS


def print_number(n: int, name: str, custom: str = "") -> str:
    """``n`` in the format ``name``; in digits where the format ends (甲 to 癸, ① to ⑳) or is not known, as Word does.

    ``custom`` is the sample of a format of the user's own: ``001, 002, 003, ...`` counts with leading noughts.
    """
    if name == "custom":
        first = custom.split(",")[0].strip()
        return f"{n:0{len(first)}d}" if first.isdecimal() and len(first) <= 9 else str(n)
    try:
        return _FORMATS.get(name, str)(n)
    except ValueError:
        return str(n)
