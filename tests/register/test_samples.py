"""The golden partition on the real documents, through every stage."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from kbbt.records import Source
from kbbt.register import Register, build
from kbbt.register.mentions import Occurrence, units
from kbbt.text import fold
from tests.register.build import golden
from tests.views.reading import source_of

FILES = ("minutes_industry_112-115", "status_113-07-11")
Truth = dict[str, str]


@pytest.fixture(scope="module")
def sources(samples: Path) -> list[Source]:
    return [source_of((samples / f"{name}.txt").read_bytes(), f"{name}.txt") for name in FILES]


@pytest.fixture(scope="module")
def truth(sources: list[Source]) -> Truth:
    """Reference → case key, for every naming in the units of the golden file."""
    found = {str(unit.date): unit for unit in units(sources) if unit.group == "產業民生組"}
    cases: Truth = {}
    for unit in golden()["unit"]:
        here = found[unit["date"]].occurrences
        for one, case in zip(here, _cases_of(here, unit["items"]), strict=True):
            cases[one.ref] = case
    return cases


def _cases_of(occurrences: list[Occurrence], items: list[Any]) -> list[str]:
    by_item: dict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        by_item[one.item].append(one)
    cases = []
    for (_ref, ones), item in zip(by_item.items(), items, strict=True):
        names = {fold(name): case for name, case, *_rest in item["subjects"] + item.get("was", [])}
        assert sorted(names) == sorted(fold(one.name) for one in ones)
        cases += [names[fold(one.name)] for one in ones]
    return cases


def partition(pairs: dict[str, str]) -> set[frozenset[str]]:
    cases: dict[str, set[str]] = defaultdict(set)
    for ref, case in pairs.items():
        cases[case].add(ref)
    return {frozenset(refs) for refs in cases.values()}


@pytest.mark.parametrize("order", [1, -1])
def test_every_mention_has_the_right_case_and_what_is_unsure_is_asked(
    sources: list[Source], truth: Truth, order: int
) -> None:
    register = Register()
    for n in range(1, len(sources) + 1):
        register = build(sources[::order][:n], previous=register)
    assert partition({ref: case for ref, case in register.assignment.items() if ref in truth}) == partition(truth)
    asked = [{truth[q.left_refs[0]], truth[q.right_refs[0]]} for q in register.questions]
    assert asked == [set(one["pair"]) for one in golden()["asked"]]


def test_the_cases_of_the_other_groups_are_each_their_own(sources: list[Source], truth: Truth) -> None:
    register = build(sources)
    others = [case for ref, case in register.assignment.items() if ref not in truth]
    assert len(others) == len(set(others)) == 75
    assert (
        sum(
            1 for unit in units(sources) for one in unit.occurrences if one.role == "subject" and unit.kind == "meeting"
        )
        == 96
    )
