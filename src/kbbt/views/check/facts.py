"""What the checks look at: the knowledge, put in order once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kbbt.records import Case, Meeting, Place, Resolution, Section, Source
from kbbt.register.mentions import Occurrence, Unit, units
from kbbt.register.names import SHORTEST
from kbbt.register.words import Words
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something was found; ``case`` is an id."""

    source: str | None = None
    date: dt.date | None = None
    group: str | None = None
    case: str | None = None
    title: str = ""
    label: str = ""
    places: tuple[Place, ...] = ()


class Facts:
    """Everything the checks may ask for. ``on`` is the day on which the checks are made."""

    def __init__(self, knowledge: Knowledge, on: dt.date | None, cities: Sequence[str] = ()) -> None:
        self.knowledge = knowledge
        self.cities = frozenset(fold(one) for one in cities)
        self.on = on or max((unit.date for unit in self.units if unit.date), default=None)

    @cached_property
    def units(self) -> list[Unit]:
        """Meetings and groups' tables in order of time."""
        return units(self.knowledge.sources)

    @cached_property
    def unit_of(self) -> dict[str, Unit]:
        """The unit of each reference."""
        return {one.ref: unit for unit in self.units for one in unit.occurrences}

    @cached_property
    def cases(self) -> dict[str, Case]:
        """The cases by id."""
        return self.knowledge.register.by_id()

    @cached_property
    def _names(self) -> list[str]:
        names = {fold(alias.name) for case in self.knowledge.register.cases for alias in case.aliases}
        return sorted(name for name in names if len(name) >= SHORTEST)

    def names_a_case(self, text: str) -> bool:
        """Whether the name of some case stands in ``text``."""
        key = fold(text)
        return any(name in key for name in self._names)

    @cached_property
    def words(self) -> Words:
        """The declared words of names."""
        return Words.load()

    @cached_property
    def namings(self) -> dict[str, list[Occurrence]]:
        """By case id all namings in order of time; predecessors' too."""
        found: dict[str, list[Occurrence]] = defaultdict(list)
        for unit in self.units:
            for one in unit.occurrences:
                id_ = self.knowledge.register.assignment.get(one.ref)
                if id_ is not None:
                    found[id_].append(one)
        return found

    def subjects(self, case: str) -> list[Occurrence]:
        """The namings of a case under its own name of the time."""
        return [one for one in self.namings.get(case, []) if one.role == "subject"]

    @cached_property
    def maybe(self) -> dict[str, str]:
        """By case id the name of another case that an open question takes it for."""
        found: dict[str, str] = {}
        for question in self.knowledge.register.questions:
            refs = [refs[0] for refs in (question.left_refs, question.right_refs) if refs]
            ids = [self.knowledge.register.assignment[ref] for ref in refs if ref in self.knowledge.register.assignment]
            if len(ids) == 2:
                found.setdefault(ids[0], self.cases[ids[1]].name)
                found.setdefault(ids[1], self.cases[ids[0]].name)
        return found

    @cached_property
    def coverage(self) -> dict[str, list[Unit]]:
        """By folded group the units that are expected to name all its cases: its own meetings and its tables."""
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.units:
            if unit.group and unit.date and unit.covers_group:
                found[fold(unit.group)].append(unit)
        return found

    def next_unit(self, group: str | None, date: dt.date | None) -> Unit | None:
        """The first unit after ``date`` that is expected to name all cases of the group."""
        if date is None:
            return None
        return next((u for u in self.coverage.get(fold(group or ""), []) if u.date and u.date > date), None)

    def meetings(self) -> Iterator[tuple[Source, Meeting]]:
        """All meetings with their sources."""
        for source in self.knowledge.sources:
            for meeting in source.meetings:
                yield source, meeting

    @staticmethod
    def at_meeting(
        source: Source, meeting: Meeting, section: Section | None = None, item: Resolution | None = None
    ) -> Spot:
        """A meeting, a section or an item of it as a spot."""
        label = (section.label if section else "") + (item.label if item else "")
        places = item.places if item else meeting.places
        return Spot(source.id, meeting.date, meeting.group, None, meeting.title, label, tuple(places))

    def at(self, one: Occurrence) -> Spot:
        """A naming as a spot."""
        case = self.knowledge.register.assignment.get(one.ref)
        return Spot(one.source, one.date, one.group, case, one.title, one.label, one.places)
