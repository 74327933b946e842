"""Words of a scan that OCR was not sure of, told of the item they stand in: a person compares them with the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbbt.document import Document, Note
from kbbt.i18n import said
from kbbt.parsing.reading import quote, record_places
from kbbt.records import Meeting, Place, Problem, StatusReport

CODE = "ocr.unsure"
"""Of the readers' notes, each with the place of its line, and of the problems made of them."""


def noted(document: Document, reports: Sequence[StatusReport], meetings: Sequence[Meeting]) -> list[Problem]:
    """The reader's notes as problems. Of the unsure words of one item there is one problem, at the item's places."""
    problems = [_problem(note, note.text) for note in document.notes if note.code != CODE]
    open_notes = [note for note in document.notes if note.code == CODE]
    for name, places in _items(reports, meetings) if open_notes else ():
        mine = [note for note in open_notes if _stands_in(note, places)]
        if mine:
            words = " / ".join(note.text for note in mine)
            told = said("{name}: OCR is not sure of what stands in brackets: {words}", name=quote(name), words=words)
            problems.append(Problem(code=CODE, text=told, places=places))
            open_notes = [note for note in open_notes if note not in mine]
    return problems + [
        _problem(note, said("OCR is not sure of what stands in brackets: {words}", words=note.text))
        for note in open_notes
    ]


def _problem(note: Note, text: str) -> Problem:
    return Problem(code=note.code, text=text, places=record_places(note.places))


def _items(reports: Sequence[StatusReport], meetings: Sequence[Meeting]) -> Iterator[tuple[str, list[Place]]]:
    """What each item is called, and where it stands."""
    for report in reports:
        for group in report.groups:
            for entry in group.entries:
                yield entry.name, entry.places
    for meeting in meetings:
        for section in meeting.sections:
            for item in section.resolutions:
                yield " ".join([section.label + item.label, *(m.name for m in item.mentions[:1])]).strip(), item.places


def _stands_in(note: Note, places: Sequence[Place]) -> bool:
    return any(
        here.page == place.page
        and here.box is not None
        and place.box is not None
        and place.box[0] <= (here.box[0] + here.box[2]) / 2 <= place.box[2]
        and place.box[1] <= (here.box[1] + here.box[3]) / 2 <= place.box[3]
        for here in note.places
        for place in places
    )
