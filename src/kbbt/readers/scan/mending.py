"""What OCR gets wrong in ways that the page itself can set right: dashes, labels, marks.

Nothing here knows words: a dash is told from 一 by how long it is drawn, a label that could not be read by the labels
before and after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from PIL import Image, ImageOps

from kbbt import numerals
from kbbt.labels import Label, split_label
from kbbt.readers.scan.cleaning import profile, threshold
from kbbt.readers.scan.strips import Strip, bands
from kbbt.text import is_han, is_wide

SPOKEN = ("formal", "formal-paren", "han", "han-paren", "decimal-paren")
"""Kinds of labels that are enclosed or followed by a mark OCR reads well."""

_FORMS: dict[str, Callable[[int], str]] = {"formal": numerals.to_formal, "han": numerals.to_han, "decimal": str}
_BARS = "一-—―─–"
_SHORT, _LONG = 0.72, 1.08
"""Lengths in heights of a line: what is shorter is a hyphen, what is longer a dash, between them 一 is as OCR says."""
_SMALL_MARKS = ",，.．。、‧·・"
_COMMA = 0.75
"""A comma is less wide than this part of its height; 。 and 、 are about as wide as high."""
_SPECKS = "\"'“”‘’`^~*.,·‧•_|｜¨´"
_UNREAD = 0.5
"""A label one of whose characters is less sure than this was not read."""
_QUOTED_LINES = 3
"""Lines over which a quotation may run."""
_HEAD = re.compile(r"(?P<open>[(（]?)(?P<n>[^\s()（）、.。，：]{1,2})(?P<close>[)）]|、)")
_FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")
_COMMA_LABEL = re.compile(r"(?<=^[0-9])[,，](?=[\u3400-\u9fff])|(?<=^[0-9]{2})[,，](?=[\u3400-\u9fff])")
_PAGE_NUMBER = re.compile(r"[一—–-]\s*([0-9]{1,4})\s*[一—–-]")


@dataclass(frozen=True, slots=True)
class Character:
    """One character that was read, how sure that is (0 to 1), and whether a blank stands before it.

    ``span`` is where the word of digits it belongs to begins and ends, in heights of the line from its left end. ``votes``
    are the characters that several readings saw here, each with the sum of their confidences; empty after one reading.
    """

    text: str
    confidence: float
    blank_before: bool = False
    span: tuple[float, float] | None = None
    votes: tuple[tuple[str, float], ...] = field(default=(), compare=False)


def text_of(line: Sequence[Character]) -> str:
    """The characters as a string."""
    return "".join((" " if c.blank_before and i else "") + c.text for i, c in enumerate(line))


def confidence(line: Sequence[Character]) -> float:
    """The mean of the characters' confidence, 0 for none."""
    return sum(c.confidence for c in line) / len(line) if line else 0.0


def tidy(text: str) -> str:
    """What tesseract writes, as it is printed: its half-width marks beside Han characters are full-width ones.

    A lone ] is the 1 of a Kai face, and a comma after a number that heads a line is the point of its label.
    """
    text = _COMMA_LABEL.sub(".", text)
    out = []
    opened = 0
    for i, c in enumerate(text):
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        opened += (c == "[") - (c == "]")
        if c == "]" and opened < 0:
            out.append("1")
            opened = 0
        elif c in ",;:!?" and (_is_full(before) or (after and is_han(after))):
            out.append(c.translate(_FULL_WIDTH))
        else:
            out.append(c)
    plain = "".join(out).strip()
    number = _PAGE_NUMBER.fullmatch(plain)
    return f"- {number.group(1)} -" if number else plain


def _is_full(before: str) -> bool:
    """Whether a mark after ``before`` is a full-width one."""
    return bool(before) and (is_han(before) or (is_wide(before) and before not in "，；：！？、。"))


def without_dirt(line: Sequence[Character]) -> Sequence[Character]:
    """``line`` without the small marks at its ends that are specks on the paper: unsure, or set off by a blank."""
    first, last = 0, len(line)
    while (
        first < last
        and line[first].text in _SPECKS
        and (line[first].confidence < _UNREAD or (first + 1 < last and line[first + 1].blank_before))
    ):
        first += 1
    while (
        last > first
        and line[last - 1].text in _SPECKS
        and (line[last - 1].confidence < _UNREAD or line[last - 1].blank_before)
    ):
        last -= 1
    return line[first:last]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of ink that stands alone in a line; ``width``, ``height`` and ``middle`` are in heights of the line."""

    width: float
    height: float
    middle: float


def pieces(clean: Image.Image, strip: Strip) -> list[Piece]:
    """All ink of a strip, cut where there is none in a column, from left to right."""
    ink = ImageOps.invert(clean.crop(strip.box)).point(threshold(100))
    height = ink.height
    found = []
    for start, end in bands(profile(ink.transpose(Image.Transpose.TRANSPOSE))):
        box = ink.crop((start, 0, end, height)).getbbox()
        if box is not None:
            found.append(Piece((end - start) / height, (box[3] - box[1]) / height, (box[1] + box[3]) / 2 / height))
    return found


def mend_commas(line: Sequence[Character], ink: Sequence[Piece]) -> list[Character]:
    """``line`` with a 。 that is drawn high and narrow made a comma; unchanged when ink and marks are not as many."""
    drawn = [piece for piece in ink if 0.1 < piece.width < 0.34 and 0.1 < piece.height < 0.38]
    places = [i for i, c in enumerate(line) if c.text in _SMALL_MARKS]
    mended = list(line)
    if len(places) == len(drawn):
        for i, piece in zip(places, drawn, strict=True):
            if line[i].text == "。" and piece.width < _COMMA * piece.height:
                mended[i] = replace(line[i], text="，")
    return mended


def mend_dashes(line: Sequence[Character], ink: Sequence[Piece]) -> list[Character]:
    """``line`` with each 一 or dash as it is drawn; unchanged when there are not as many bars as such characters.

    A bar alone in parentheses is the 一 of a label, narrow as it may be.
    """
    lengths = [p.width for p in ink if p.height <= 0.3 and p.width >= 0.33 and 0.3 < p.middle < 0.7]
    places = [i for i, c in enumerate(line) if c.text in _BARS]
    mended = list(line)
    if len(places) == len(lengths):
        for i, length in zip(places, lengths, strict=True):
            if i and line[i - 1].text in "(（" and i + 1 < len(line) and line[i + 1].text in ")）":
                mended[i] = replace(line[i], text="一")
            elif length < _SHORT:
                mended[i] = replace(line[i], text="-")
            elif length > _LONG:
                mended[i] = replace(line[i], text="—")
    return mended


def mend_quotes(lines: Sequence[list[Character]]) -> list[list[Character]]:
    """``lines`` with each ！ that a 」 without beginning closes made 「: tesseract takes one for the other.

    The last ！ before such a 」 is meant, on its line or on one of the few before it.
    """
    mended = [list(line) for line in lines]
    opened = 0
    candidate: tuple[int, int] | None = None
    for i, line in enumerate(lines):
        if candidate is not None and i - candidate[0] > _QUOTED_LINES:
            candidate = None
        for k, character in enumerate(line):
            if character.text == "「":
                opened += 1
            elif character.text in "!！" and not opened:
                candidate = i, k
            elif character.text == "」":
                if not opened and candidate is not None:
                    at, place = candidate
                    mended[at][place] = replace(lines[at][place], text="「")
                opened, candidate = max(opened - 1, 0), None
    return mended


def mend_labels(lines: Sequence[list[Character]], lefts: Sequence[int], height: float) -> list[list[Character]]:
    """``lines`` with labels that OCR could not read set from their order.

    A head that looks like a label, was not read with confidence, and stands exactly under labels of one kind, is the
    number after the last of them, unless the next of them says otherwise. Its confidence becomes 0. ``lefts`` is where
    each line begins and ``height`` the height of a line, in pixels.
    """
    labels = [split_label(text_of(line), SPOKEN) for line in lines]
    mended = [list(line) for line in lines]
    for i, line in enumerate(lines):
        head = _unread_head(line) if labels[i] is None else None
        if head is None:
            continue
        beside = [k for k in range(len(lines)) if labels[k] is not None and abs(lefts[k] - lefts[i]) < 0.5 * height]
        above = [label for k in beside if k < i and (label := labels[k]) is not None and _alike(label, head)]
        below = [label for k in beside if k > i and (label := labels[k]) is not None and _alike(label, head)]
        if not above or above[-1].number is None:
            continue
        number = above[-1].number + 1
        if below and below[0].kind == above[-1].kind and below[0].number not in (number + 1, 1):
            continue
        numeral = _numeral(above[-1], number)
        start, end = head.span("n")
        mended[i] = [*line[:start], *(Character(c, 0.0) for c in numeral), *line[end:]]
        labels[i] = split_label(text_of(mended[i]), SPOKEN)
    return mended


def _unread_head(line: Sequence[Character]) -> re.Match[str] | None:
    head = _HEAD.match("".join(c.text for c in line[:5]))
    if head is None or bool(head["open"]) != (head["close"] != "、"):
        return None
    return head if min(c.confidence for c in line[: head.end()]) < _UNREAD else None


def _alike(label: Label, head: re.Match[str]) -> bool:
    return label.kind.endswith("-paren") == bool(head["open"])


def _numeral(label: Label, number: int) -> str:
    text = _FORMS[label.kind.removesuffix("-paren")](number)
    # what is counted 壹拾 by the dictionary is written 拾 in a label
    return text.removeprefix("壹") if text.startswith("壹拾") else text
