"""Five groups over three years, made up in other hands' words, through every stage (``world.txt``).

A document begins with ``=== name``. ``{name|case}`` is a naming of the case, ``{name|<case}`` one by a former name, and
`` #disposition`` at the end of a line what becomes of it there; ``@112-03-10`` is written out with its weekday.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kbbt.records import Source
from kbbt.register import Register, build
from kbbt.register.mentions import Occurrence, units
from kbbt.store.editions import settle
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold
from kbbt.views.as_of import as_of
from kbbt.views.diff import diff
from tests.views.reading import source_of

NAMING = re.compile(r"\{([^|{}]+)\|(<?)([\w-]+)\}")
Naming = tuple[str, str, str | None]
"""Folded name, case (after ``<`` where it is a former name), disposition."""

ASKED = {
    frozenset({"智慧號誌示範路廊", "智慧號誌示範路廊（第二波）"}),
    frozenset({"北海岸藝術季", "2024北海岸藝術季"}),
    frozenset({"八里端聯外道路改善"}),
}
"""What the documents leave open: a second wave, a year before the name, a case that another group takes up."""


def _date(match: re.Match[str]) -> str:
    year, month, day = map(int, match[1].split("-"))
    weekday = "一二三四五六日"[dt.date(year + 1911, month, day).weekday()]
    return f"{year}年{month}月{day}日(星期{weekday})"


@cache
def world() -> tuple[dict[str, Source], dict[str, Counter[Naming]]]:
    """The sources by name, and what each of them says of which case."""
    sources, truth = {}, {}
    for part in Path(__file__).with_name("world.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        head, body = part.split("\n", 1)
        name = head.split()[0]
        said: Counter[Naming] = Counter()
        lines = []
        for line in body.split("\n"):
            plain, _mark, disposition = line.partition(" #")
            for called, former, case in NAMING.findall(plain):
                said[fold(called), former + case, None if former else disposition or None] += 1
            lines.append(re.sub(r"@([\d-]+)", _date, NAMING.sub(r"\1", plain)))
        sources[name] = source_of("\n".join(lines).encode(), f"{name}.txt")
        truth[name] = said
    return sources, truth


@cache
def known() -> Knowledge:
    sources, overlaps = settle(list(world()[0].values()), ())
    return Knowledge(sources, build(sources), (), overlaps)


def _case_keys(known: Knowledge) -> Iterator[tuple[Occurrence, set[str]]]:
    """Each naming with the cases it can be by the truth (two groups may have one name)."""
    sources, truth = world()
    name_of = {source.id: name for name, source in sources.items()}
    for unit in units(known.sources):
        for one in unit.occurrences:
            former = one.role == "predecessor"
            yield (
                one,
                {
                    case.removeprefix("<")
                    for name, case, _disposition in truth[name_of[one.source]]
                    if name == fold(one.name) and case.startswith("<") == former
                },
            )


def test_every_naming_is_read_with_what_becomes_of_it() -> None:
    sources, truth = world()
    for name, source in sources.items():
        found = Counter(
            (fold(one.name), one.role, None if one.role == "predecessor" else one.disposition)
            for unit in units([source])
            for one in unit.occurrences
        )
        expected: Counter[tuple[str, str, str | None]] = Counter()
        for (called, case, disposition), count in truth[name].items():
            expected[called, "predecessor" if case.startswith("<") else "subject", disposition] += count
        assert found == expected, name


def test_no_case_is_joined_wrongly_and_what_is_open_is_asked() -> None:
    knowledge = known()
    cases: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, set[str]] = defaultdict(set)
    for one, keys in _case_keys(knowledge):
        assert keys, one.name
        if len(keys) == 1:
            (key,) = keys
            cases[knowledge.register.assignment[one.ref]].add(key)
            ids[key].add(knowledge.register.assignment[one.ref])
    assert {id_: keys for id_, keys in cases.items() if len(keys) > 1} == {}
    assert {key for key, several in ids.items() if len(several) > 1} == {"signal", "coast", "tam-road"}
    asked = {frozenset(key.partition("|")[2] for key in (q.left, q.right)) for q in knowledge.register.questions}
    assert asked == ASKED


def test_any_order_of_ingestion_gives_the_same_cases_and_no_id_moves() -> None:
    def parts(register: Register) -> set[frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for ref, id_ in register.assignment.items():
            found[id_].add(ref)
        return {frozenset(refs) for refs in found.values()}

    order = random.Random(7).sample(list(world()[0].values()), len(world()[0]))
    register = Register()
    for number in range(5, len(order) + 5, 5):
        before, register = register, build(settle(order[:number], ())[0], previous=register)
        still = {case.id for case in register.cases}
        for ref, id_ in before.assignment.items():
            assert register.assignment.get(ref, id_) == id_ or id_ not in still
    assert parts(register) == parts(known().register)


@pytest.mark.parametrize("name", ["r1", "r2", "r3"])
def test_on_the_date_of_a_published_table_the_table_is_that_one(name: str) -> None:
    report = world()[0][name].reports[0]
    assert report.date is not None
    shown = as_of(known(), report.date)
    assert [(g.name, [(e.name, e.text) for e in g.entries]) for g in shown.groups] == [
        (g.name, [(e.name, e.text) for e in g.entries]) for g in report.groups
    ]


def test_every_case_alive_on_the_second_date_is_told_once() -> None:
    knowledge = known()
    dates = sorted({unit.date for unit in units(knowledge.sources) if unit.date})
    for first, second in zip(dates[::3], dates[3::3], strict=False):
        told = diff(knowledge, first, second)
        everything = diff(knowledge, first, second, only=list(told.counts))
        assert sum(told.counts.values()) == len(everything.changes) == len({c.case for c in everything.changes})
        shown = {e.case for g in as_of(knowledge, second).groups for e in g.entries if e.status == "tracked"}
        assert shown <= {change.case for change in everything.changes}
