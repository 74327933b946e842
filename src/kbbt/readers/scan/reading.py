"""Strips of a page → lines of text, each with its confidence.

tesseract reads a strip best when its characters have the height it was trained on, and it reads the same strip a
little differently at another height. What it is not sure of at the first is read at the second; where the two agree
the text is trusted, where they differ the surer one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageOps
from rapidfuzz.distance import Levenshtein

from kbbt.readers.scan.strips import Strip
from kbbt.readers.scan.tesseract import BLOCK, LINE, Word, recognise
from kbbt.text import is_han, is_wide

_HEIGHT, _SECOND_HEIGHT = 26, 38
"""Pixels that the ink of a line is scaled to for the first and the second reading."""
_SURE = 0.9
"""A line of this confidence is not read again."""
_LONE = 0.85
"""A character that only one of the readings sees is kept when it is this sure."""
_DIRT = 0.5
"""A line without any letter, number or ideograph that is less sure than this is dirt on the page."""
_BORDER = 10

_FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
_LATIN_GAP, _HAN_GAP = 0.25, 1.2
"""Gaps between words, in line heights, from which on there is a blank between them."""


@dataclass(frozen=True, slots=True)
class _Character:
    text: str
    confidence: float
    blank_before: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: its ``text`` and its mean ``confidence`` (0 to 1)."""

    text: str
    confidence: float


def read_strips(clean: Image.Image, strips: Sequence[Strip]) -> list[list[Line]]:
    """The lines of each strip of the page ``clean``: one, several of a block, none where there is only dirt."""
    characters = _read(clean, strips, _HEIGHT)
    unsure = [i for i, lines in enumerate(characters) if not strips[i].block and _confidence(_flat(lines)) < _SURE]
    second = _read(clean, [strips[i] for i in unsure], _SECOND_HEIGHT)
    for i, again in zip(unsure, second, strict=True):
        characters[i] = [merge(_flat(characters[i]), _flat(again))]
    return [[read for line in lines if (read := _line(line)) is not None] for lines in characters]


def _line(characters: Sequence[_Character]) -> Line | None:
    text, confidence = tidy(_text(characters)), _confidence(characters)
    if not text or (confidence < _DIRT and not any(c.isalnum() for c in text)):
        return None
    return Line(text, round(confidence, 3))


def quick_look(clean: Image.Image, strips: Sequence[Strip]) -> float:
    """How sure tesseract is of the longest of ``strips``: near 0 when the page is upside down or on its side."""
    longest = sorted(strips, key=lambda s: s.box[0] - s.box[2])[:6]
    return _confidence([c for lines in _read(clean, longest, _HEIGHT) for line in lines for c in line])


def _read(clean: Image.Image, strips: Sequence[Strip], height: int) -> list[list[list[_Character]]]:
    """The characters of each line of each strip, read with the ink scaled to ``height``."""
    found: list[list[list[_Character]]] = [[] for _ in strips]
    for mode in (LINE, BLOCK):
        chosen = [i for i, strip in enumerate(strips) if strip.block == (mode == BLOCK)]
        pictures = [_picture(clean, strips[i], height) for i in chosen]
        for i, words in zip(chosen, recognise(pictures, mode), strict=True):
            for number in sorted({word.line for word in words}):
                found[i].append(_characters([word for word in words if word.line == number], height))
    return found


def _picture(clean: Image.Image, strip: Strip, height: int) -> Image.Image:
    cut = clean.crop(strip.box)
    scale = 1.0 if strip.block else height / max(8, cut.height)
    size = max(1, round(cut.width * scale)), max(1, round(cut.height * scale))
    return ImageOps.expand(cut.resize(size, Image.Resampling.BICUBIC), _BORDER, 255)


def _characters(words: Sequence[Word], height: int) -> list[_Character]:
    found: list[_Character] = []
    end = 0
    for word in words:
        pieces = "".join(word.text.split())
        for k, character in enumerate(pieces):
            blank = k == 0 and bool(found) and _is_blank(found[-1].text, character, (word.x0 - end) / height)
            found.append(_Character(character, word.confidence, blank))
        end = word.x1
    return found


def _is_blank(before: str, after: str, gap: float) -> bool:
    """tesseract sets words apart as it likes; a blank is where a person sees one."""
    latin = before.isascii() and after.isascii()
    return gap >= (_LATIN_GAP if latin else _HAN_GAP)


def _flat(lines: Sequence[list[_Character]]) -> list[_Character]:
    return [character for line in lines for character in line]


def _text(line: Sequence[_Character]) -> str:
    return "".join((" " if c.blank_before and i else "") + c.text for i, c in enumerate(line))


def _confidence(line: Sequence[_Character]) -> float:
    return sum(c.confidence for c in line) / len(line) if line else 0.0


def merge(first: Sequence[_Character], second: Sequence[_Character]) -> list[_Character]:
    """Two readings of one line put together, character by character."""
    found: list[_Character] = []
    codes = Levenshtein.opcodes("".join(c.text for c in first), "".join(c.text for c in second))
    for code in codes:
        mine = first[code.src_start : code.src_end]
        other = second[code.dest_start : code.dest_end]
        if code.tag == "equal":
            pairs = zip(mine, other, strict=True)
            found += [_Character(a.text, max(a.confidence, b.confidence), a.blank_before) for a, b in pairs]
        elif code.tag == "replace":
            found += mine if min(c.confidence for c in mine) >= min(c.confidence for c in other) else other
        else:
            found += [c for c in (*mine, *other) if c.confidence >= _LONE]
    return found


def tidy(text: str) -> str:
    """What tesseract writes, as it is printed: its half-width marks beside Han characters are full-width ones.

    A lone ] is the 1 of a Kai face.
    """
    out = []
    opened = 0
    for i, c in enumerate(text):
        before = text[i - 1] if i else ""
        opened += (c == "[") - (c == "]")
        if c == "]" and opened < 0:
            out.append("1")
            opened = 0
        elif c in ",;:!?" and before and (is_han(before) or (is_wide(before) and before not in "，；：！？、。")):
            out.append(c.translate(_FULL_WIDTH))
        else:
            out.append(c)
    return re.sub(r"[|｜_~]+$|^[|｜_~]+", "", "".join(out)).strip()
