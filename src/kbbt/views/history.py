"""One case through time, as a story with sources."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Literal

from kbbt.records import Alias, Basis, Case, Event, EventKind, Place, Record, Status
from kbbt.register.life import after
from kbbt.register.mentions import Occurrence, Unit, of_refs, units
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold


class Related(Record):
    """Another case, by id and the name it is shown by."""

    id: str
    name: str


class Step(Record):
    """One step in the life of a case.

    ``name`` is what the source calls the case there, ``words`` those a decision rests on (None where nothing was decided)
    and ``text`` the whole item (empty where the next step is of the same item). ``title`` and ``label`` say where it
    stands: the report or meeting, and the item's label.
    For ``renamed``, ``merged`` and ``split`` the words are "old → new"; ``direction`` is ``into`` when this case went over
    into the ``related`` ones, ``from`` when it came of them. A step that is inferred has no source; its ``title`` names
    the source in which the case is missing. ``status`` is where the case stands afterwards.
    """

    date: dt.date | None
    kind: EventKind
    basis: Basis
    status: Status | None = None
    name: str = ""
    words: str | None = None
    text: str = ""
    title: str = ""
    label: str = ""
    source: str | None = None
    source_name: str = ""
    places: list[Place] = []
    related: list[Related] = []
    direction: Literal["from", "into"] | None = None
    fields: dict[str, str] = {}
    """Further columns of the source (an office in charge, a date), by title."""


class History(Record):
    """A case through time: what it is and was called, where it stands, its steps in order of time.

    ``questions`` are other cases that may be this one; the officer has been asked about them.
    """

    id: str
    name: str
    group: str | None = None
    status: Status | None = None
    basis: Basis | None = None
    aliases: list[Alias] = []
    predecessors: list[Related] = []
    successors: list[Related] = []
    steps: list[Step] = []
    questions: list[Related] = []


def history(knowledge: Knowledge, case_id: str) -> History:
    """The story of the case with this id. Raises KeyError when there is no such case (:mod:`kbbt.views.cases` finds ids)."""
    cases = knowledge.register.by_id()
    case = cases[case_id]
    refs = [ref for ref, id_ in knowledge.register.assignment.items() if id_ == case_id]
    story = _Story(knowledge, case, of_refs(knowledge.sources, refs))
    return History(
        id=case.id,
        name=case.name,
        group=case.group,
        status=case.status,
        basis=case.basis,
        aliases=case.aliases,
        predecessors=[_related(cases[id_]) for id_ in case.predecessors],
        successors=[_related(cases[id_]) for id_ in case.successors],
        steps=story.steps(),
        questions=_questions(knowledge, case_id),
    )


def _related(case: Case) -> Related:
    return Related(id=case.id, name=case.name)


def _questions(knowledge: Knowledge, case_id: str) -> list[Related]:
    cases = knowledge.register.by_id()
    found: dict[str, Related] = {}
    for question in knowledge.register.questions:
        ids = [
            knowledge.register.assignment.get(refs[0]) if refs else None
            for refs in (question.left_refs, question.right_refs)
        ]
        for mine, other in (ids, ids[::-1]):
            if mine == case_id and other in cases:
                found[other] = _related(cases[other])
    return list(found.values())


class _Story:
    def __init__(self, knowledge: Knowledge, case: Case, occurrences: list[Occurrence]) -> None:
        self.knowledge = knowledge
        self.case = case
        self.cases = knowledge.register.by_id()
        self.source_names = knowledge.source_names()
        self.at: dict[tuple[str | None, dt.date | None], list[Occurrence]] = defaultdict(list)
        for one in occurrences:
            self.at[one.source, one.date].append(one)

    def steps(self) -> list[Step]:
        steps: list[Step] = []
        status: Status | None = None
        for event in self.case.events:
            status = after(status, event.kind)
            steps.append(self._step(event).model_copy(update={"status": status}))
        origins = _put_together(step for id_ in self.case.predecessors for step in self._origin(self.cases[id_]))
        for step in origins:
            later = (n for n, one in enumerate(steps) if one.date and step.date and one.date >= step.date)
            index = next((n for n in later if steps[n].direction != "from"), len(steps))
            steps.insert(index, step)
        return _told_once(steps)

    def _step(self, event: Event) -> Step:
        one = self._occurrence(event)
        into = event.kind in ("merged", "split")
        step = Step(
            date=event.date,
            kind=event.kind,
            basis=event.basis,
            words=event.text if one is None or one.evidence or event.kind in ("renamed", "merged", "split") else None,
            source=event.source,
            source_name=self.source_names.get(event.source or "", ""),
            places=event.places,
            related=[_related(self.cases[id_]) for id_ in self.case.successors] if into else [],
            direction="into" if into else None,
        )
        if one is not None:
            said = {
                "name": one.name,
                "text": one.text,
                "title": one.title,
                "label": one.label,
                "fields": dict(one.fields),
            }
            return step.model_copy(update=said)
        if event.basis == "inferred":
            unit = self._missing_in(event.date)
            return step.model_copy(update={"words": None, "title": unit.title if unit else ""})
        return step

    def _origin(self, predecessor: Case) -> list[Step]:
        """How a predecessor went over into this case, told from here."""
        refs = [ref for ref, id_ in self.knowledge.register.assignment.items() if id_ == predecessor.id]
        story = _Story(self.knowledge, predecessor, of_refs(self.knowledge.sources, refs))
        told = [story._step(event) for event in predecessor.events if event.kind in ("merged", "split")]
        return [step.model_copy(update={"related": [_related(predecessor)], "direction": "from"}) for step in told]

    def _occurrence(self, event: Event) -> Occurrence | None:
        """The naming an event was made from."""
        for one in self.at.get((event.source, event.date), []):
            if event.kind in ("renamed", "merged", "split"):
                if one.role == "predecessor" and event.text.startswith(f"{one.name} → "):
                    return one
            elif one.role == "subject" and event.text == (one.evidence or one.text):
                return one
        return None

    def _missing_in(self, date: dt.date | None) -> Unit | None:
        """The source of the case's group on a date: the one that does not name the case."""
        narrow = [
            source
            for source in self.knowledge.sources
            if any(meeting.date == date for meeting in source.meetings) or any(r.date == date for r in source.reports)
        ]
        group = fold(self.case.group or "")
        return next((unit for unit in units(narrow) if unit.date == date and fold(unit.group or "") == group), None)


def _item(step: Step) -> tuple[object, ...]:
    return (step.source, step.date, step.label, step.text)


def _put_together(origins: Iterable[Step]) -> list[Step]:
    """Several predecessors in one item are one step."""
    together: dict[tuple[object, ...], Step] = {}
    for step in origins:
        first = together.setdefault((_item(step), step.kind), step)
        if first is not step:
            words = f"{first.words}; {step.words}"
            together[_item(step), step.kind] = first.model_copy(
                update={"words": words, "name": "", "related": [*first.related, *step.related]}
            )
    return list(together.values())


def _told_once(steps: Sequence[Step]) -> list[Step]:
    """Of neighbouring steps from one item only the last has its text; one that merely reports is left out beside others."""
    told: list[Step] = []
    for _key, neighbours in groupby(steps, key=_item):
        all_ = list(neighbours)
        if not all_[0].text:
            told += all_
            continue
        kept = [one for one in all_ if one.kind != "reported"] or all_[:1]
        status = next((one.status for one in reversed(all_) if one.status), None)
        told += [one.model_copy(update={"text": ""}) for one in kept[:-1]]
        told.append(kept[-1].model_copy(update={"status": status}))
    return told
