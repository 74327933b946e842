"""Which mention is which case: the samples' golden partition, in any order."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from kbbt.records import Source
from kbbt.register import Register, build
from tests.register.build import WORDS, golden, golden_sources


def partition(register: Register) -> set[frozenset[str]]:
    cases: dict[str, set[str]] = defaultdict(set)
    for ref, case in register.assignment.items():
        cases[case].add(ref)
    return {frozenset(refs) for refs in cases.values()}


def truth() -> tuple[list[Source], set[frozenset[str]]]:
    sources, cases = golden_sources()
    by_case: dict[str, set[str]] = defaultdict(set)
    for ref, case in cases.items():
        by_case[case].add(ref)
    return sources, {frozenset(refs) for refs in by_case.values()}


def test_every_mention_of_the_samples_has_the_right_case() -> None:
    sources, expected = truth()
    assert sum(len(refs) for refs in expected) == 96 + 12 + 8
    assert partition(build(sources, words=WORDS)) == expected


def test_what_cannot_be_known_is_asked_and_nothing_else() -> None:
    sources, cases = golden_sources()
    register = build(sources, words=WORDS)
    asked = [{cases[q.left_refs[0]], cases[q.right_refs[0]]} for q in register.questions]
    assert asked == [set(one["pair"]) for one in golden()["asked"]]


@pytest.mark.parametrize("seed", range(8))
def test_any_order_gives_the_same_register(seed: int) -> None:
    sources, _expected = truth()
    once = build(sources, words=WORDS)
    shuffled = random.Random(seed).sample(sources, len(sources))
    assert build(shuffled, words=WORDS) == once


@pytest.mark.parametrize("seed", range(8))
def test_one_source_after_the_other_gives_the_same_partition_and_never_changes_an_id(seed: int) -> None:
    sources, expected = truth()
    order = random.Random(seed).sample(sources, len(sources))
    register = Register()
    for n in range(len(order)):
        before, register = register, build(order[: n + 1], previous=register, words=WORDS)
        for ref, case in before.assignment.items():
            assert register.assignment[ref] == case or case in register.retired
        assert not {case.id for case in register.cases} & set(register.retired)
        assert set(before.retired) <= {*register.retired, *(case.id for case in register.cases)}
    assert partition(register) == expected
