"""Repair: Document → Document. What the page did to the text is undone; nothing is known here of what the text is about.

In this order: conversion noise goes, running heads and page numbers go, tables and cut rows are joined, lines become
paragraphs, flattened list items stand on lines of their own, typed labels are marked. Each step is a function of its
own module; all of them together are repeated until nothing changes, so that a repaired document is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kbbt.document import Document, Note
from kbbt.repair.furniture import Dropped, remove_furniture
from kbbt.repair.items import split_items
from kbbt.repair.labelling import set_labels
from kbbt.repair.lines import join_paragraphs
from kbbt.repair.noise import strip_noise
from kbbt.repair.tables import join_tables

__all__ = ["Dropped", "Repaired", "repair", "repair_with_trace"]

_ROUNDS = 6
"""Rounds after which repair stops whatever happens; real documents need two, the second to see that nothing changes."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired ``document``, what was ``dropped`` on the way (running heads, page numbers, repeated headers; with
    their places), and ``notes`` on what was joined and why. What is doubtful stands in the document's own notes too.
    """

    document: Document
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[Note, ...] = ()


def repair(document: Document) -> Document:
    """The document as its author meant it: whole paragraphs, whole tables, whole rows, no running heads.

    No text is lost or doubled but running heads, page numbers, repeated headers and conversion noise. Repairing a
    repaired document changes nothing. Raises nothing.
    """
    return repair_with_trace(document).document


def repair_with_trace(document: Document) -> Repaired:
    """:func:`repair`, with what was dropped and joined on the way."""
    dropped: list[Dropped] = []
    notes: list[Note] = []
    for _ in range(_ROUNDS):
        before = document
        document = _once(document, dropped, notes)
        if document == before:
            break
    return Repaired(document, tuple(dropped), tuple(notes))


def _once(document: Document, dropped: list[Dropped], notes: list[Note]) -> Document:
    document, furniture = remove_furniture(strip_noise(document))
    joined = join_tables(document)
    dropped += [*furniture, *joined.dropped]
    known = set(document.notes)
    new = [note for note in joined.doubts if note not in known]
    notes += [*joined.joined, *new]
    document = replace(joined.document, notes=(*document.notes, *new))
    return set_labels(split_items(strip_noise(join_paragraphs(document))))
