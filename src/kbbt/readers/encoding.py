"""Bytes → text: which encoding a file of characters is in.

Offices send UTF-8, UTF-16 (Notepad's 「Unicode」) and Big5 in Microsoft's form, cp950, with characters of their own
making (造字) in the ranges Windows keeps for them. Python's cp950 does not know these ranges; here they become the
private-use characters that Windows shows.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MARKS = frozenset("\n 0123456789、。，：；（）()「」")
"""What every text has many of, and hardly any with its bytes turned round."""

# Lead bytes of the user-defined ranges of code page 950 and the private-use character of their first code.
_USER_DEFINED = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8), (0xC6, 0xC8, 0xF672))


@dataclass(frozen=True, slots=True)
class Decoded:
    """``text`` and the ``encoding`` it was in; ``guessed`` when nothing in the file says so; ``damaged`` when a
    character was cut in two at the end of the file and stands as U+FFFD.
    """

    text: str
    encoding: str
    guessed: bool = False
    damaged: bool = False


def _eudc(error: UnicodeError) -> tuple[str, int]:
    """Error handler for cp950: a user-defined character becomes the private-use character Windows gives it."""
    if isinstance(error, UnicodeDecodeError) and error.start + 1 < len(error.object):
        lead, trail = error.object[error.start], error.object[error.start + 1]
        for first, last, start in _USER_DEFINED:
            offset = trail - 0x40 if 0x40 <= trail <= 0x7E else trail - 0x62
            if first <= lead <= last and (0x40 <= trail <= 0x7E or 0xA1 <= trail <= 0xFE):
                return chr(start + (lead - first) * 157 + offset), error.start + 2
    raise error


codecs.register_error("kbbt-eudc", _eudc)


def _try(data: bytes, encoding: str, errors: str = "strict") -> str | None:
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError:
        return None


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        at_the_end = error.start >= len(data) - 3 and error.reason == "unexpected end of data"
        if at_the_end and error.start > 0 and not data[: error.start].isascii():
            return Decoded(data[: error.start].decode("utf-8") + "\ufffd", "utf-8", damaged=True)
        return None


def _utf16_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 whose byte order mark was lost: in the right order it is Chinese and ASCII, in the wrong one a jumble."""
    if len(data) < 4 or len(data) % 2 or b"\0" not in data[:4096]:
        return None
    best: tuple[int, Decoded] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text is None or not _is_text(text):
            continue
        sample = text[:4096]
        usual = sum(1 for c in sample if c <= "~" or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef")
        marks = sum(1 for c in sample if c in _MARKS)
        if usual >= 0.9 * len(sample) and marks and (best is None or marks > best[0]):
            best = marks, Decoded(text, encoding, guessed=True)
    return best[1] if best else None


def _is_text(text: str) -> bool:
    """False for what decodes but nobody wrote: control and unassigned characters."""
    controls = sum(1 for c in text[:20_000] if (c < " " and c not in "\t\n\r\x0b\x0c\x1a") or c in "\x7f\ufffe\uffff")
    return controls * 200 <= min(len(text), 20_000)


def _share(data: bytes, leads: range, good: range) -> float:
    """Of the double bytes whose first byte is in ``leads`` (the ideographs), the share whose first byte is in ``good``."""
    among = total = i = 0
    while i < min(len(data), 20_000):
        if data[i] < 0x80:
            i += 1
            continue
        if data[i] in leads:
            total += 1
            among += data[i] in good
        i += 2
    return among / total if total else 0.0


def _legacy(data: bytes) -> Decoded | None:
    """Double-byte text. Nearly any bytes decode as one or the other; people write with the common characters."""
    for encoding, errors, leads, good in (
        ("cp950", "kbbt-eudc", range(0xA4, 0xFF), range(0xA4, 0xC7)),
        ("gb18030", "strict", range(0xB0, 0xFF), range(0xB0, 0xD8)),
        ("big5hkscs", "strict", range(0x87, 0xFF), range(0xA4, 0xC7)),
    ):
        text = _try(data, encoding, errors)
        if text is not None and _is_text(text) and _share(data, leads, good) >= 0.85:
            return Decoded(text, encoding, guessed=True)
    return None


def decode(data: bytes) -> Decoded | None:
    """The characters in ``data``, or None when it is no text in any encoding an office uses."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            damaged = text.endswith("\ufffd")
            legible = _is_text(text) and text.count("\ufffd") <= len(text) // 100 + damaged < len(text)
            return Decoded(text, encoding, damaged=damaged) if legible else None
    decoded = _utf8(data)
    if decoded is not None and _is_text(decoded.text):
        return decoded
    return _utf16_without_mark(data) or (_legacy(data) if b"\0" not in data else None)
