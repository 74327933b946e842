"""Parsers by declaration: a Document becomes records as a file of ``parsers/*.toml`` says.

``load_declarations`` reads the families at hand, ``explain`` says which of them claim a document and why, ``parse``
reads it. Nothing in this package knows a heading, a phrase, a group or a city: those are in the declarations.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kbbt.document import Document
from kbbt.errors import NoParserError
from kbbt.i18n import _
from kbbt.parsing.family import Declarations, build, paths_in
from kbbt.parsing.loading import read_file
from kbbt.parsing.minutes import read_minutes
from kbbt.parsing.reading import Reading
from kbbt.parsing.recognise import Claim, choose, explain
from kbbt.parsing.report import ReportReader
from kbbt.parsing.title import edition_of
from kbbt.parsing.unsure import noted
from kbbt.records import Source
from kbbt.resources import search_path

__all__ = ["Claim", "Declarations", "explain", "load_declarations", "parse"]


def load_declarations(folders: Sequence[Path] | None = None) -> Declarations:
    """The declarations in ``folders``; a folder named earlier replaces those of the same name in later ones.

    By default those of the working folder's ``parsers/`` and those that come with the program. Raises
    DeclarationError with file, key, line and a near match for the first one that is wrong.
    """
    paths = paths_in(search_path("parsers") if folders is None else folders)
    return build({name: read_file(path) for name, path in paths.items()})


def parse(
    document: Document, declarations: Declarations, *, source: str, name: str, parser: str | None = None
) -> Source:
    """The records in a repaired ``document``: one Source, without case ids.

    ``source`` is the file's SHA-256, ``name`` its name; ``parser`` decides for a family by name. Raises NoParserError,
    with the marks that were found and those that were not, when no family claims the document or several do equally,
    and when the family that claims it finds no record in it. What was not understood is in the Source's problems.
    """
    family = choose(document, declarations, name=name, parser=parser)
    reading = Reading(family, edition_of(name, family), any(note.code == "ocr.page" for note in document.notes))
    meetings = read_minutes(document, reading) if family.rule.kind == "minutes" else []
    reports = ReportReader(reading).read(document) if family.rule.kind == "table" else []
    if (
        parser is None
        and not any(m.title or m.starts_at or m.sections for m in meetings)
        and not any(r.groups for r in reports)
    ):
        raise NoParserError(
            _("it has the marks of {family}, but nothing in it is a record of that family", family=family.name),
            where=name,
            remedy=_("See what was read with kbbt inspect FILE; say what it is with --parser NAME."),
        )
    return Source(
        id=source,
        name=name,
        media_type=document.media_type,
        family=family.name,
        pages=len(document.pages) or None,
        problems=[*noted(document, reports, meetings), *reading.problems],
        reports=[r.model_copy(update={"source": source}) for r in reports],
        meetings=[m.model_copy(update={"source": source}) for m in meetings],
    )
