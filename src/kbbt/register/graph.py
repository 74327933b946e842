"""The names of the sources as numbers, and who names what where: what matching and the cases are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kbbt.register.clusters import Clusters
from kbbt.register.keys import fold_key, name_key, split_key
from kbbt.register.mentions import Occurrence, Unit
from kbbt.register.names import NameForm, series_of, take_apart
from kbbt.register.words import Words
from kbbt.text import fold

SAME_CASE = ("renamed", "widened", None)
"""Relations by which one predecessor and one subject are the same case under two names."""


@dataclass(slots=True)
class Name:
    """One name in one group. ``occurrences`` are in the order of the units, ``positions`` their places in the order of all
    occurrences; ``key`` is as first printed.
    """

    number: int
    key: str
    group: str
    form: NameForm
    occurrences: list[Occurrence] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Succession:
    """A document says that ``before`` became ``after`` (numbers of names), in one item."""

    before: int
    after: int
    relation: str
    item: str


class Graph:
    """Names, units and what the documents say of names; :attr:`clusters` is where cases take shape."""

    def __init__(self, units: Sequence[Unit], words: Words) -> None:
        self.units = units
        self.words = words
        self.names: list[Name] = []
        self.number_of: dict[str, int] = {}
        self.present: list[list[tuple[int, Occurrence]]] = []
        self._read(units)
        self.successions, self.unclear = self._successions()
        self.former = dict(self._former())
        """Name → the former name that stands in brackets behind it: B（原名：A）."""
        self.successions += [
            Succession(before, number, "renamed", self.names[number].occurrences[0].item)
            for number, before in self.former.items()
        ]
        renamed = {s.before for s in self.successions if s.relation == "renamed"}
        occupied: list[set[int]] = [set() for _ in self.names]
        for unit in units:
            for number, one in self.present[unit.number]:
                if one.role == "subject" or number not in renamed:
                    occupied[number].add(unit.number)
        self.clusters = Clusters(occupied)

    def _read(self, units: Sequence[Unit]) -> None:
        by_group: dict[str, dict[str, None]] = defaultdict(dict)
        for unit in units:
            for one in unit.occurrences:
                by_group[fold(unit.group or "")].setdefault(one.name)
        series = {group: series_of(names) for group, names in by_group.items()}
        known: dict[tuple[str | None, str], int] = {}
        position = 0
        for unit in units:
            group = fold(unit.group or "")
            found: list[tuple[int, Occurrence]] = []
            for one in unit.occurrences:
                number = known.get((unit.group, one.name), -1)
                if number < 0:
                    key = name_key(unit.group, one.name)
                    number = known[unit.group, one.name] = self.number_of.setdefault(fold_key(key), len(self.names))
                if number == len(self.names):
                    self.names.append(Name(number, key, group, take_apart(one.name, self.words, series[group])))
                self.names[number].occurrences.append(one)
                self.names[number].positions.append(position)
                position += 1
                found.append((number, one))
            self.present.append(found)

    def _successions(self) -> tuple[list[Succession], list[Succession]]:
        """What the documents state of former names: what is clear, and what is not (several olds for several news)."""
        clear: list[Succession] = []
        unclear: list[Succession] = []
        for item in self._items():
            before = list(dict.fromkeys((n, one.relation) for n, one in item if one.role == "predecessor"))
            after = list(dict.fromkeys(n for n, one in item if one.role == "subject"))
            before = [(n, relation) for n, relation in before if n not in after]
            if not before or not after:
                continue
            ref = item[0][1].item
            plain = [n for n, relation in before if relation in SAME_CASE]
            moved = [(n, relation) for n, relation in before if relation not in SAME_CASE]
            if len(plain) == len(after) == 1 and not moved:
                clear.append(Succession(plain[0], after[0], "renamed", ref))
            elif len(after) == 1:
                clear += [Succession(n, after[0], "merged", ref) for n, _relation in before]
            elif len(before) == 1:
                clear += [Succession(before[0][0], n, "split", ref) for n in after]
            else:
                unclear += [Succession(n, m, "unclear", ref) for (n, _), m in zip(before, after, strict=False)]
        return clear, unclear

    def _former(self) -> Iterable[tuple[int, int]]:
        known = {(name.group, name.form.core): name.number for name in reversed(self.names)}
        for name in self.names:
            before = known.get((name.group, name.form.former)) if name.form.former else None
            if before is not None and before != name.number:
                yield name.number, before

    def _items(self) -> Iterable[list[tuple[int, Occurrence]]]:
        for found in self.present:
            items: dict[str, list[tuple[int, Occurrence]]] = defaultdict(list)
            for number, one in found:
                items[one.item].append((number, one))
            yield from (item for item in items.values() if any(one.role == "predecessor" for _n, one in item))

    def numbers(self, key: str) -> list[int]:
        """The names a ``group|name`` key speaks of; without its own group, those of a meeting of all groups."""
        number = self.number_of.get(fold_key(key))
        if number is None:
            number = self.number_of.get(fold_key(name_key(None, split_key(key)[1])))
        return [] if number is None else [number]
