"""Strips of a page → lines of text, each with its confidence.

tesseract reads a strip best when its characters have the height it was trained on, and it reads the same strip a
little differently at another height. What it is not sure of at the first is read at a second, and where the two differ
at further ones; where readings agree the text is trusted, where they differ the character of which they are surer together
is taken and its confidence halved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageOps
from rapidfuzz.distance import Levenshtein

from kbbt.labels import split_label
from kbbt.readers.scan.digits import mend_digits
from kbbt.readers.scan.mending import (
    SPOKEN,
    Character,
    confidence,
    mend_commas,
    mend_dashes,
    mend_labels,
    mend_quotes,
    pieces,
    text_of,
    tidy,
    without_dirt,
)
from kbbt.readers.scan.strips import Strip, usual_height
from kbbt.readers.scan.tesseract import BLOCK, LINE, WORD, Word, recognise

_HEIGHT = 26
"""Pixels that the ink of a line is scaled to for the first reading."""
_AGAIN = ((44, 0.9), (34, 0.0), (38, 0.0), (28, 0.0))
"""Heights for the next readings, and the confidence of a line from which on it is not read again."""
_SURE_EACH = 0.5
"""A line with a character less sure than this is read again whatever its confidence."""
_BESIDE = 4
"""Characters shown on either side of one that is not sure."""
_LONE, _LONE_MARK = 0.5, 0.85
"""A character, or a mark or digit, that only one of the readings sees is kept when it is this sure."""
_DIRT = 0.5
"""A line without any letter, number or ideograph that is less sure than this is dirt on the page."""
_BORDER = 10

_LATIN_GAP, _HAN_GAP = 0.25, 1.2
"""Gaps between words, in line heights, from which on there is a blank between them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was read: its ``text`` and its mean ``confidence`` (0 to 1).

    ``doubt`` is what in it is not sure, in brackets, with what stands beside it: 於113年[3]月15日; empty where all is.
    """

    text: str
    confidence: float
    doubt: str = ""


def read_strips(clean: Image.Image, strips: Sequence[Strip]) -> list[list[Line]]:
    """The lines of each strip of the page ``clean``: one, several of a block, none where there is only dirt."""
    read = _read(clean, strips, _HEIGHT)
    # where tesseract finds no line at all (- 3 -) it reads what it is told is a word
    missed = [i for i, lines in enumerate(read) if not lines]
    for i, words in zip(missed, recognise([_picture(clean, strips[i], _HEIGHT) for i in missed], WORD), strict=True):
        read[i] = [_characters(words, _HEIGHT)] if words else []
    for height, sure in _AGAIN:
        unsure = [i for i, lines in enumerate(read) if not strips[i].block and _is_unsure(_flat(lines), sure)]
        for i, again in zip(unsure, _read(clean, [strips[i] for i in unsure], height), strict=True):
            read[i] = [merge(_flat(read[i]), _flat(again))]
    heads = [(i, strip.box[0]) for i, strip in enumerate(strips) if not strip.block and read[i]]
    single = [read[i][0] for i, _ in heads]
    single = mend_digits(clean, [strips[i] for i, _ in heads], single)
    for k, (i, _) in enumerate(heads):
        ink = pieces(clean, strips[i])
        single[k] = mend_commas(mend_dashes(single[k], ink), ink)
    single = mend_labels(mend_quotes(single), [left for _, left in heads], usual_height(strips))
    for (i, _), line in zip(heads, single, strict=True):
        read[i] = [line]
    return [[found for line in lines if (found := _line(line)) is not None] for lines in read]


def _is_unsure(line: Sequence[Character], sure: float) -> bool:
    return not line or confidence(line) < sure or min(c.confidence for c in line) < _SURE_EACH


def _line(characters: Sequence[Character]) -> Line | None:
    characters = without_dirt(characters)
    text, sure = tidy(text_of(characters)), confidence(characters)
    if not text or (sure < _DIRT and not any(c.isalnum() for c in text)):
        return None
    return Line(text, round(sure, 3), _doubt(characters))


def _doubt(line: Sequence[Character]) -> str:
    unsure = [c.confidence < _SURE_EACH for c in line]
    shown = [any(unsure[max(0, k - _BESIDE) : k + _BESIDE + 1]) for k in range(len(line))]
    out = []
    for k, character in enumerate(line):
        if shown[k]:
            before, after = k > 0 and unsure[k - 1], k + 1 < len(line) and unsure[k + 1]
            opened, closed = unsure[k] and not before, unsure[k] and not after
            out.append("[" * opened + character.text + "]" * closed)
        elif k and shown[k - 1]:
            out.append(" … ")
    return "".join(out).removesuffix(" … ")


def quick_look(clean: Image.Image, strips: Sequence[Strip]) -> float:
    """How sure tesseract is of the longest of ``strips``: near 0 when the page is upside down or on its side."""
    longest = sorted(strips, key=lambda s: s.box[0] - s.box[2])[:6]
    return confidence([c for lines in _read(clean, longest, _HEIGHT) for line in lines for c in line])


def _read(clean: Image.Image, strips: Sequence[Strip], height: int) -> list[list[list[Character]]]:
    """The characters of each line of each strip, read with the ink scaled to ``height``."""
    found: list[list[list[Character]]] = [[] for _ in strips]
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


def _characters(words: Sequence[Word], height: int) -> list[Character]:
    found: list[Character] = []
    end = 0
    for word in words:
        pieces = "".join(word.text.split())
        number = all(c in "0123456789]" for c in pieces)
        span = ((word.x0 - _BORDER) / height, (word.x1 - _BORDER) / height) if number else None
        for k, character in enumerate(pieces):
            blank = k == 0 and bool(found) and _is_blank(found[-1].text, character, (word.x0 - end) / height)
            found.append(Character(character, word.confidence, blank, span))
        end = word.x1
    return found


def _is_blank(before: str, after: str, gap: float) -> bool:
    """tesseract sets words apart as it likes; a blank is where a person sees one."""
    latin = before.isascii() and after.isascii()
    return gap >= (_LATIN_GAP if latin else _HAN_GAP)


def _flat(lines: Sequence[list[Character]]) -> list[Character]:
    return [character for line in lines for character in line]


def merge(first: Sequence[Character], second: Sequence[Character]) -> list[Character]:
    """Two readings of one line put together, character by character."""
    if not first or not second:
        return list(first or second)
    found: list[Character] = []
    first, second = _same_head(first, second)
    codes = Levenshtein.opcodes("".join(c.text for c in first), "".join(c.text for c in second))
    for code in codes:
        mine = first[code.src_start : code.src_end]
        other = second[code.dest_start : code.dest_end]
        if len(mine) == len(other):
            found += [_voted(a, b) for a, b in zip(mine, other, strict=True)]
        elif code.tag == "replace":
            surer = mine if min(c.confidence for c in mine) >= min(c.confidence for c in other) else other
            found += [replace(c, confidence=c.confidence / 2) for c in surer]
        else:
            found += [c for c in (*mine, *other) if c.confidence >= (_LONE if c.text.isalpha() else _LONE_MARK)]
    return found


def _voted(one: Character, other: Character) -> Character:
    """The character of which all readings together are surest; half as sure where any of them says another."""
    tally = dict(one.votes or ((one.text, one.confidence),))
    tally[other.text] = tally.get(other.text, 0.0) + other.confidence
    votes = tuple(tally.items())
    if one.text == other.text:
        again = other.confidence if len(votes) == 1 else other.confidence / 2
        return replace(one, confidence=max(one.confidence, again), span=one.span or other.span, votes=votes)
    chosen = max((one, other), key=lambda c: tally[c.text])
    return replace(chosen, confidence=chosen.confidence / 2, blank_before=one.blank_before, votes=votes)


def _same_head(
    first: Sequence[Character], second: Sequence[Character]
) -> tuple[Sequence[Character], Sequence[Character]]:
    """Where only one reading makes a label of the head of the line, it is a label: few other lines begin so."""
    heads = [split_label(text_of(reading)[:12]) for reading in (first, second)]
    for mine, other, reading, against in ((0, 1, first, second), (1, 0, second, first)):
        label = heads[mine]
        if label is None or heads[other] is not None or label.kind not in SPOKEN:
            continue
        length = len("".join(label.text.split()))
        rest = "".join(c.text for c in against)
        mark = rest.find(label.text[-1], 0, length + 2)
        if mark >= 0:
            changed = [*reading[:length], *against[mark + 1 :]]
            return (first, changed) if mine == 0 else (changed, second)
    return first, second
