"""Text that does not run like the rest of its page: turned labels in table cells, stamps, watermarks."""

from __future__ import annotations

from dataclasses import dataclass

from kbbt.document import Box, Paragraph, Place
from kbbt.readers.pdf.characters import RawCharacters, glyphs, quarter, runs
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.lines import lines
from kbbt.text import clean, replace_radicals


@dataclass(frozen=True, slots=True)
class TurnedLine:
    """A line that runs in another direction, in the frame of the page it stands on."""

    text: str
    box: Box
    aslant: bool = False

    def paragraph(self, page: int) -> Paragraph:
        """The line as a value of the document model."""
        x0, top, x1, bottom = self.box
        box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
        return Paragraph(self.text, places=(Place(page=page, box=box),), is_line=True)


def parted(raw: RawCharacters, frame: Frame) -> tuple[RawCharacters, dict[float, RawCharacters]]:
    """The characters that run like the page, and the others by their angle."""
    if len(set(raw.angle)) == 1 and quarter(raw.angle[0]) == frame.turn:
        return raw, {}
    main: list[int] = []
    others: dict[float, list[int]] = {}
    for k, angle in enumerate(raw.angle):
        if quarter(angle) == frame.turn:
            main.append(k)
        else:
            others.setdefault(round(angle, 2), []).append(k)
    if not others:
        return raw, {}
    return raw.pick(main), {angle: raw.pick(chosen) for angle, chosen in others.items()}


def turned_lines(others: dict[float, RawCharacters], frame: Frame, text_page: int) -> list[TurnedLine]:
    """The lines of the characters that do not run like the page."""
    found: list[TurnedLine] = []
    for angle, raw in others.items():
        turn = quarter(angle)
        if turn is None:
            found += _aslant(raw, frame)
            continue
        own = frame.turned(turn)
        for line in lines(runs(glyphs(raw, own, text_page))):
            found.append(TurnedLine(line.text, frame.from_frame(own, line.box)))
    return found


def _aslant(raw: RawCharacters, frame: Frame) -> list[TurnedLine]:
    """Characters at one slanting angle, joined as they come; a watermark has few enough to need no more."""
    text = clean(replace_radicals("".join(map(chr, raw.codes)))).replace("\n", " ")
    if not text:
        return []
    page = (min(raw.left), min(raw.bottom), max(raw.right), max(raw.top))
    return [TurnedLine(text, frame.box(*page), aslant=True)]
