"""KB4: something is missing among the sources, or there twice. KB5: something in a source was not understood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kbbt.i18n import _, retold
from kbbt.records import Meeting, Source
from kbbt.text import fold
from kbbt.views.check.facts import Facts, Spot
from kbbt.views.check.model import Found, Severity, check
from kbbt.views.lead import split_lead

_ELSEWHERE = ("parser.unknown-group", "parser.no-text")
_SLIGHT = ("parser.no-case",)
_GRAVE = ("parser.", "ocr.unsure")
"""What is more than a remark: what the parsers did not understand, and words of a scan that are not sure."""


@check(
    "KB401",
    "missing-meeting",
    "warning",
    summary=_("A meeting is missing between two others."),
    explanation=_(
        "The meetings of a group are numbered within the year. A number between two that are there is not there."
    ),
    remedy=_("Get the minutes of that meeting and ingest them; what it decided is not known."),
)
def missing_meeting(facts: Facts) -> Iterator[Found]:
    """KB401."""
    series: dict[tuple[object, ...], dict[int, tuple[Source, Meeting]]] = defaultdict(dict)
    for source, meeting in facts.meetings():
        if meeting.year is not None and meeting.ordinal is not None:
            key = (fold(meeting.platform or ""), fold(meeting.group or ""), meeting.level or "", meeting.year)
            series[key][meeting.ordinal] = (source, meeting)
    for (_platform, _group, _level, year), held in series.items():
        for number in range(min(held) + 1, max(held)):
            if number not in held:
                source, after = held[min(n for n in held if n > number)]
                words = _("meeting {number} of {year} is missing", number=number, year=year)
                yield Found(words, facts.at_meeting(source, after))


@check(
    "KB402",
    "two-versions",
    "warning",
    summary=_("Two files hold the same meeting or table and do not say the same."),
    explanation=_(
        "One of the two counts, the other is set aside; which one is the same on every run. Files that say the same are no "
        "finding."
    ),
    remedy=_("Compare the files and keep the right one; the one that counts can be chosen: kbbt store prefer."),
)
def two_versions(facts: Facts) -> Iterator[Found]:
    """KB402."""
    names = facts.knowledge.source_names()
    for one in facts.knowledge.overlaps:
        if not one.identical:
            words = _(
                "{used} counts, {aside} is set aside: {changed} item(s) differ, {only_used} stand only in the first and "
                "{only_aside} only in the second",
                used=names.get(one.used, one.used[:8]),
                aside=names.get(one.aside, one.aside[:8]),
                changed=one.changed,
                only_used=one.only_used,
                only_aside=one.only_aside,
            )
            yield Found(words, Spot(one.used, one.date, one.group))


@check(
    "KB501",
    "no-text",
    "error",
    summary=_("Nothing is said of a case that is listed."),
    explanation=_("The row or item has a name and no text: it was left empty, or the text was lost in reading."),
    remedy=_("Look at the document: kbbt inspect FILE; if the text is there, report it."),
)
def no_text(facts: Facts) -> Iterator[Found]:
    """KB501."""
    for unit in facts.units:
        for one in unit.occurrences:
            if one.role != "subject" or one.disposition is not None:
                continue  # under 解除列管案 a bare name says all
            rest = one.text if one.kind == "report" else split_lead(one.text, one.name, one.label)[1]
            bare = fold(rest).strip(":;,.、。") in ("", fold(one.name))
            if bare:
                yield Found(_("{name}: nothing is said of it", name=one.name), facts.at(one))


@check(
    "KB502",
    "not-understood",
    "warning",
    summary=_("Something in a source was not understood when it was read."),
    explanation=_(
        "A heading or column nobody declares, text that belongs nowhere, a total row that does not add up, words of a scan "
        "that OCR was not sure of (in brackets), or what the reader of the file had to decide. An item in which no case is "
        "found is a remark only, unless it holds the name of one."
    ),
    remedy=_(
        "Look at the document: kbbt inspect FILE --explain. What the parsers lack can be declared; where the document itself "
        "says two things, ask who wrote it."
    ),
)
def not_understood(facts: Facts) -> Iterator[Found]:
    """KB502."""
    for source in facts.knowledge.sources:
        for problem in source.problems:
            if problem.code not in _ELSEWHERE:
                slight = problem.code in _SLIGHT and not facts.names_a_case(problem.text)
                slight = slight or not problem.code.startswith(_GRAVE)
                severity: Severity = "info" if slight else "warning"
                spot = Spot(source.id, places=tuple(problem.places))
                yield Found(f"{problem.code}: {retold(problem.text)}", spot, severity)


CHECKS = (missing_meeting, two_versions, no_text, not_understood)
