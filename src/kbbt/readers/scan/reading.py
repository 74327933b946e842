"""Strips of a page → lines of text, each with its confidence.

tesseract reads the same strip a little differently at another height, and is often sure of what it reads wrongly at one.
So each line is read at two heights, and at further ones where it is not sure or the two differ. Where readings agree the
text is trusted, where they differ the character of which they are surer together is taken and its confidence halved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_FIRST, _SECOND, _FURTHER = 26, 34, (44, 38, 28)
"""Pixels that the ink of a line is scaled to: for the two readings of every line, and those of an unsure one."""
_SURE_EACH = 0.5
"""A character that is less sure than this is told, and its line is read further times."""
_SELDOM = frozenset("$|_^\\*#=<>{}?")
"""What is hardly ever printed in such documents, and what tesseract, sure of it, makes of a 3, of a stroke or of a rule."""
_BESIDE = 4
"""Characters shown on either side of one that is not sure."""
_LONE, _LONE_MARK = 0.5, 0.85
"""A character, or a mark or digit, that only one of the readings sees is kept when it is this sure, and half as sure."""
_DIRT = 0.5
"""A line without any letter, number or ideograph that is less sure than this is dirt on the page."""
_LOW = 0.5
"""What is lower than this part of the other lines, and can hardly be read, is dirt whatever OCR makes of it."""
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


Lines = list[list[Character]]
"""What was read in a strip: one line, or several of a block."""


def read_strips(clean: Image.Image, strips: Sequence[Strip], looked: Mapping[int, Lines]) -> list[list[Line]]:
    """The lines of each strip of the page ``clean``: one, several of a block, none where there is only dirt.

    ``looked`` is what :func:`quick_look` has read of them.
    """
    left = [i for i in range(len(strips)) if i not in looked]
    read = {**looked, **dict(zip(left, _read(clean, [(strips[i], _FIRST) for i in left]), strict=True))}
    # where tesseract finds no line at all (- 3 -) it reads what it is told is a word
    missed = [i for i, lines in read.items() if not lines]
    for i, words in zip(missed, recognise([_picture(clean, strips[i], _FIRST) for i in missed], WORD), strict=True):
        read[i] = [_characters(words, _FIRST)] if words else []
    alone = [i for i, strip in enumerate(strips) if not strip.block]
    _read_again(clean, strips, read, alone, (_SECOND,))
    _read_again(clean, strips, read, [i for i in alone if _is_unsure(read[i])], _FURTHER)
    heads = [(i, strip.box[0]) for i, strip in enumerate(strips) if not strip.block and read[i]]
    single = [read[i][0] for i, _ in heads]
    single = mend_digits(clean, [strips[i] for i, _ in heads], single)
    for k, (i, _) in enumerate(heads):
        ink = pieces(clean, strips[i])
        single[k] = mend_commas(mend_dashes(single[k], ink), ink)
    single = mend_labels(mend_quotes(single), [left for _, left in heads], usual_height(strips))
    for (i, _), line in zip(heads, single, strict=True):
        read[i] = [line]
    low = _LOW * usual_height(strips)
    kept = [read[i] if strip.height > low or _legible(read[i]) else [] for i, strip in enumerate(strips)]
    return [[found for line in lines if (found := _line(line)) is not None] for lines in kept]


def _legible(lines: Lines) -> bool:
    return confidence(_flat(lines)) >= _DIRT / 2


def _read_again(
    clean: Image.Image, strips: Sequence[Strip], read: dict[int, Lines], chosen: Sequence[int], heights: Sequence[int]
) -> None:
    """Merge into ``read`` what is read of the ``chosen`` strips at each of ``heights``."""
    shown = [(i, height) for height in heights for i in chosen]
    for (i, _), again in zip(shown, _read(clean, [(strips[i], height) for i, height in shown]), strict=True):
        read[i] = [merge(_flat(read[i]), _flat(again))]


def _is_unsure(lines: Lines) -> bool:
    return min((c.confidence for c in _flat(lines)), default=0.0) < _SURE_EACH


def _line(characters: Sequence[Character]) -> Line | None:
    characters = [replace(c, confidence=c.confidence / 2) if c.text in _SELDOM else c for c in without_dirt(characters)]
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


def quick_look(clean: Image.Image, strips: Sequence[Strip]) -> tuple[float, dict[int, Lines]]:
    """How sure tesseract is of the longest of ``strips``, near 0 when the page is upside down or on its side; and their lines."""
    longest = sorted(range(len(strips)), key=lambda i: strips[i].box[0] - strips[i].box[2])[:6]
    read = dict(zip(longest, _read(clean, [(strips[i], _FIRST) for i in longest]), strict=True))
    return confidence([c for lines in read.values() for line in lines for c in line]), read


def _read(clean: Image.Image, shown: Sequence[tuple[Strip, int]]) -> list[Lines]:
    """The characters of each line of each strip, read with its ink scaled to the height given with it."""
    found: list[Lines] = [[] for _ in shown]
    for mode in (LINE, BLOCK):
        chosen = [i for i, (strip, _) in enumerate(shown) if strip.block == (mode == BLOCK)]
        pictures = [_picture(clean, *shown[i]) for i in chosen]
        for i, words in zip(chosen, recognise(pictures, mode), strict=True):
            for number in sorted({word.line for word in words}):
                found[i].append(_characters([word for word in words if word.line == number], shown[i][1]))
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


def _flat(lines: Lines) -> list[Character]:
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
            lone = (c for c in (*mine, *other) if c.confidence >= (_LONE if c.text.isalpha() else _LONE_MARK))
            found += [replace(c, confidence=c.confidence / 2) for c in lone]
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
