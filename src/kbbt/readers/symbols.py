"""Symbol fonts: what a character of Symbol, Wingdings or Webdings looks like, as a Unicode character.

Word keeps such characters in the private-use area (U+F000 + code) or as plain Latin letters with the font beside them.
The tables hold what office documents use (bullets, ticks, boxes, arrows, circled numbers, Greek and mathematics).
"""

from __future__ import annotations

import re

BULLET = "•"


def _run(first: int, characters: str) -> dict[int, str]:
    return {first + i: c for i, c in enumerate(characters) if c != " "}


_SYMBOL = (
    _run(0x21, "!∀#∃%&∍()∗+,−./0123456789:;<=>?")
    | _run(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_")
    | _run(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼")
    | _run(0xA1, "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵")
    | _run(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓")
    | _run(0xE0, "◊〈®©™∑")
    | _run(0xF1, "〉∫")
)
_WINGDINGS = (
    _run(0x21, "✏✂✁")
    | _run(0x28, "☎✆✉")
    | {0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4C: "☹"}
    | {0x51: "✈", 0x52: "☼", 0x54: "❄", 0x58: "✠", 0x59: "✡", 0x5B: "☯", 0x5D: "☸"}
    | _run(0x5E, "♈♉♊♋♌♍♎♏♐♑♒♓")
    | _run(0x6C, "●❍■□❐❑❒⬧⧫◆❖⬥⌧⍓⌘")
    | _run(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | _run(0x9E, "·•▪○⭘⭘◉◎")
    | _run(0xA7, "▪□")
    | {0xAB: "★", 0xB1: "⌖", 0xB5: "✪", 0xB6: "✰"}
    | _run(0xD5, "⌫⌦⮘➢⮙⮛")
    | _run(0xDF, "←→↑↓↖↗↙↘")
    | _run(0xE7, "⬅➔⬆⬇")
    | _run(0xEF, "⇦⇨⇧⇩⬄⇳")
    | _run(0xFB, "✗✓☒☑")
)
_WINGDINGS_2 = (
    _run(0x4F, "✗✓☒☑☒☒")
    | _run(0x6A, "①②③④⑤⑥⑦⑧⑨⑩")
    | _run(0x75, "❶❷❸❹❺❻❼❽❾❿")
    | _run(0x95, "⋅·•●○")
    | _run(0xA1, "◾■□")
    | {0xA8: "▣", 0xAE: "◆", 0xAF: "◇", 0xB1: "◈", 0xF3: "✯", 0xF8: "※", 0xF9: "⁂"}
)
_WINGDINGS_3 = _run(0x70, "▲▼△▽◀▶◁▷")
_WEBDINGS = {0x34: "▶", 0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✖", 0x73: "❓"}

_FONTS: dict[str, dict[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
# LibreOffice's own symbol fonts keep private-use codes for a few bullets.
_OPEN_SYMBOL = {0xE00A: "■", 0xE00C: "◆", 0xE006: "➔", 0xE00B: "➢", 0xE008: "●", 0xE009: "○", 0xE00D: "✗", 0xE00E: "✓"}

_PRIVATE = re.compile("[\ue000-\uf8ff]")


def is_symbol_font(font: str | None) -> bool:
    """True for a font whose letters are pictures, so that its text must go through :func:`real_characters`."""
    return (font or "").strip("'\"").lower() in _FONTS


def real_characters(text: str, font: str | None) -> str:
    """``text`` set in ``font`` as the characters a person sees; what the tables do not know stays as it is."""
    name = (font or "").strip("'\"").lower()
    table = _FONTS.get(name)
    if table is None:
        if name in ("opensymbol", "starsymbol"):
            return "".join(_OPEN_SYMBOL.get(ord(c), c) for c in text)
        return text
    return "".join(_seen(c, table) for c in text)


def _seen(c: str, table: dict[int, str]) -> str:
    code = ord(c)
    if 0xF020 <= code <= 0xF0FF:
        return table.get(code - 0xF000, c)
    return table.get(code, c) if 0x20 < code <= 0xFF else c


def bullet(text: str, font: str | None) -> str:
    """The bullet drawn for ``text`` in ``font``: a private-use character of an unknown font is still a bullet."""
    # Producers often leave the font out; the two codes that occur are then those of Symbol and Wingdings.
    for name in (font, "Wingdings", "Symbol"):
        text = real_characters(text, name) if name == font or _PRIVATE.search(text) else text
    return _PRIVATE.sub(BULLET, text)
