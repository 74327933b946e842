"""From sources and decisions to the register.

The whole register is derived anew each time, from all sources in an order of their own; so the order of ingestion does
not matter. The register before gives only the ids, which are never changed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from kbbt.i18n import said
from kbbt.records import Alias, Case, Decision, Source
from kbbt.register.decisions import apply, notes_and_names
from kbbt.register.graph import Graph, Succession
from kbbt.register.ids import new_id
from kbbt.register.keys import fold_key, name_key, question_id
from kbbt.register.life import Naming, Timeline, events, status_at
from kbbt.register.matching import Ask, Matcher
from kbbt.register.mentions import Occurrence, units
from kbbt.register.model import Question, Register
from kbbt.register.names import compare
from kbbt.register.words import Words


def build(
    sources: Sequence[Source],
    decisions: Sequence[Decision] = (),
    previous: Register | None = None,
    *,
    words: Words | None = None,
) -> Register:
    """Which mention is which case, the life of each case, and what has to be asked.

    ``decisions`` win over everything the documents say. ``previous`` is the register before: its ids are kept for the
    cases they stand for. ``words`` are those declared, unless given. Raises DeclarationError when the declared ones are
    wrong.
    """
    graph = Graph(units(sources), Words.load() if words is None else words)
    apply(decisions, graph)
    _literal(graph)
    _stated(graph)
    matcher = Matcher(graph)
    matcher.run()
    asks = [*matcher.asks, *_unclear(graph)]
    return _Register(graph, decisions, previous or Register()).register(asks)


def _stated(graph: Graph) -> None:
    """What documents call a former name is the same case, unless both are named as cases side by side."""
    for number, one in enumerate(graph.successions):
        if one.relation == "renamed" and not graph.clusters.join(one.before, one.after):
            graph.successions[number] = Succession(one.before, one.after, "merged", one.item)


def _literal(graph: Graph) -> None:
    """Names of one group that differ in nothing but spelling of no consequence are one case, whatever was decided."""
    buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for name in graph.names:
        buckets[name.group, name.form.core].append(name.number)
    for numbers in buckets.values():
        for index, number in enumerate(numbers[1:], 1):
            for other in numbers[:index]:
                form, before = graph.names[number].form, graph.names[other].form
                if compare(form, before, graph.words).same:
                    graph.clusters.join(number, other, forced=form.remark == before.remark)


def _unclear(graph: Graph) -> list[Ask]:
    reason = said("a document names several former names for several cases")
    return [
        Ask(one.before, one.after, 0, reason)
        for one in graph.unclear
        if graph.clusters.find(one.before) != graph.clusters.find(one.after)
        and not graph.clusters.separated(one.before, one.after)
    ]


class _Register:
    """Turns the clusters of a graph into cases with ids."""

    def __init__(self, graph: Graph, decisions: Sequence[Decision], previous: Register) -> None:
        self.graph = graph
        self.previous = previous
        self.notes, self.renames = notes_and_names(decisions, graph)
        self.sets = graph.clusters.sets(range(len(graph.names)))
        self.index = {number: index for index, numbers in enumerate(self.sets) for number in numbers}
        self.groups = [self._group(numbers) for numbers in self.sets]
        self.ids = self._ids()
        self.before, self.after = self._relations()
        dates: dict[str, list[dt.date]] = defaultdict(list)
        for unit in graph.units:
            if unit.date and unit.covers_group:
                dates[graph.names[graph.present[unit.number][0][0]].group].append(unit.date)
        self.timeline = Timeline(dates)
        self.became = {
            (one.item, one.before): (one.relation, one.after) for one in reversed(graph.successions)
        }  # the first of several successors names the step

    def register(self, asks: Iterable[Ask]) -> Register:
        cases = [self._case(index) for index in range(len(self.sets))]
        assignment = {
            one.ref: self.ids[self.index[name.number]] for name in self.graph.names for one in name.occurrences
        }
        founders = {case.id: _alias_keys(case)[0] for case in self.previous.cases} | self.previous.retired
        return Register(
            cases=sorted(cases, key=lambda case: case.id),
            assignment=dict(sorted(assignment.items())),
            questions=self._questions(asks),
            retired={id_: key for id_, key in sorted(founders.items()) if id_ not in set(self.ids)},
        )

    def _occurrences(self, index: int) -> list[tuple[int, Occurrence]]:
        """The namings of a case in the order of the units."""
        found = [
            (position, number, one)
            for number in self.sets[index]
            for position, one in zip(
                self.graph.names[number].positions, self.graph.names[number].occurrences, strict=True
            )
        ]
        return [(number, one) for _position, number, one in sorted(found, key=lambda each: each[0])]

    def _group(self, numbers: list[int]) -> str | None:
        groups = [one.group for n in numbers for one in self.graph.names[n].occurrences if one.group]
        return groups[-1] if groups else None

    def _ids(self) -> list[str]:
        """The id of each set: that of the case it was before, else one derived from its founding name."""
        before: dict[str, str] = {}
        founding: set[str] = set()
        for case in self.previous.cases:
            keys = _alias_keys(case)
            founding |= set(keys[:1])
            for key in keys:
                before.setdefault(key, case.id)
        claims: dict[str, Counter[int]] = defaultdict(Counter)
        for index, numbers in enumerate(self.sets):
            for number in numbers:
                key = fold_key(self._key(index, number))
                if key in before:
                    # the founding name weighs more than all others: a case keeps its id when a name is split off
                    claims[before[key]][index] += 1 + (1000 if key in founding else 0)
        ids: dict[int, str] = {}
        for old in sorted(claims, key=lambda one: min(claims[one])):
            index = min(claims[old], key=lambda one: (-claims[old][one], one))
            ids.setdefault(index, old)
        given = {case.id for case in self.previous.cases} | set(self.previous.retired)
        apart = {key: id_ for id_, key in self.previous.retired.items()}
        for index, numbers in enumerate(self.sets):
            if index not in ids:
                keys = [fold_key(self._key(index, number)) for number in numbers]
                own = next((apart.pop(key) for key in keys if key in apart), None)
                ids[index] = own or new_id(keys[0], given)
                given.add(ids[index])
        return [ids[index] for index in range(len(self.sets))]

    def _key(self, index: int, number: int) -> str:
        return name_key(self.groups[index], self.graph.names[number].occurrences[0].name)

    def _case(self, index: int) -> Case:
        occurrences = self._occurrences(index)
        namings = [naming for number, one in occurrences for naming in self._namings(number, one)]
        group = self.groups[index]
        steps = events(namings, partial(self.timeline.later, self._group_key(index)))
        steps += [event for number in self.sets[index] for event in self.notes.get(number, [])]
        steps.sort(key=lambda event: event.date or dt.date.max)
        subjects = [one for _n, one in occurrences if one.role == "subject"] or [one for _n, one in occurrences]
        renamed = [self.renames[number] for number in self.sets[index] if number in self.renames]
        case = Case(
            id=self.ids[index],
            name=max(renamed)[1] if renamed else subjects[-1].name,
            group=group,
            aliases=_aliases(one for _n, one in occurrences),
            predecessors=self.before.get(index, []),
            successors=self.after.get(index, []),
            events=steps,
        )
        status, basis = status_at(case)
        return case.model_copy(update={"status": status, "basis": basis})

    def _group_key(self, index: int) -> str:
        return next((g for n in self.sets[index] if (g := self.graph.names[n].group)), "")

    def _namings(self, number: int, one: Occurrence) -> Iterable[Naming]:
        relation, after = self.became.get((one.item, number), (None, None))
        if one.role == "predecessor" and relation is not None and after is not None:
            yield Naming(one, relation, self.graph.names[after].occurrences[0].name)
            return
        before = self.graph.former.get(number)
        if before is not None and one is self.graph.names[number].occurrences[0]:
            former = self.graph.names[before].occurrences[0].name
            yield Naming(replace(one, name=former, role="predecessor"), "renamed", one.name)
        yield Naming(one)

    def _relations(self) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
        """Of each case the ids of its predecessors and of its successors."""
        before: dict[int, dict[str, None]] = defaultdict(dict)
        after: dict[int, dict[str, None]] = defaultdict(dict)
        for one in self.graph.successions:
            old, new = self.index[one.before], self.index[one.after]
            if old != new:
                after[old][self.ids[new]] = None
                before[new][self.ids[old]] = None
        return {i: list(ids) for i, ids in before.items()}, {i: list(ids) for i, ids in after.items()}

    def _questions(self, asks: Iterable[Ask]) -> list[Question]:
        found: dict[str, Question] = {}
        for ask in asks:
            left, right = self.graph.names[ask.left], self.graph.names[ask.right]
            if self.index[ask.left] == self.index[ask.right]:
                continue
            question = Question(
                id=question_id(left.key, right.key),
                left=left.key,
                right=right.key,
                left_refs=[one.ref for one in left.occurrences],
                right_refs=[one.ref for one in right.occurrences],
                score=ask.score,
                reason=ask.reason,
                kind=ask.kind,
            )
            found.setdefault(question.id, question)
        return list(found.values())


def _alias_keys(case: Case) -> list[str]:
    """The keys of a case's names, that of the name that founded it first."""
    return [fold_key(name_key(case.group, alias.name)) for alias in case.aliases]


def _aliases(occurrences: Iterable[Occurrence]) -> list[Alias]:
    """Every name the case was called by, in the order first seen; variant spellings of no consequence are one name."""
    found: dict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        found[fold_key(one.name)].append(one)
    aliases = []
    for ones in found.values():
        dates = [one.date for one in ones if one.date]
        aliases.append(
            Alias(name=ones[-1].name, first_seen=min(dates, default=None), last_seen=max(dates, default=None))
        )
    return aliases
