"""What holds for any sources: order does not matter, ids stay, two names in one unit are two cases."""

from __future__ import annotations

import random
from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from kbbt.records import Disposition, Source
from kbbt.register import Register, build, status_at
from kbbt.register.mentions import units
from kbbt.text import fold
from tests.register.build import WORDS, item, meeting, report, row, source

NAMES = (
    "山區捕獸鋏宣導清除交流", "山區捕獸鉗宣導清除交流", "山區捕獸鉗宣導清除交流案", "青創合作交流", "青創交流合作",
    "跨河橋梁第1期工程", "跨河橋梁第2期工程", "雙北食農教育合作交流", "食農/漁教育合作交流", "基北北桃食農教育論壇案",
    "關稅應變方案-共享監測資訊", "關稅應變方案-擴大市場採購", "共享監測資訊", "113年度聯合行銷", "114年度聯合行銷",
)  # fmt: skip
DISPOSITIONS: tuple[Disposition | None, ...] = (
    None,
    None,
    "continue",
    "add",
    "propose-add",
    "delist",
    "propose-delist",
    "withdraw",
)
ITEMS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(DISPOSITIONS)),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one[0],
)
RENAMES = st.one_of(st.none(), st.tuples(st.sampled_from(NAMES), st.sampled_from(["renamed", "merged", "widened"])))


@st.composite
def source_lists(draw: st.DrawFn) -> list[Source]:
    made = []
    for month in range(1, draw(st.integers(2, 6)) + 1):
        items = draw(ITEMS)
        date = f"113-{month:02}-01"
        if draw(st.booleans()):
            made.append(source(report(date, {"交通組": [row(name, to=to) for name, to in items]})))
            continue
        was = draw(RENAMES)
        first, *rest = items
        former = [was] if was and was[0] not in {name for name, _to in items} else []
        made.append(source(meeting(date, item(first[0], to=first[1], was=former), *(item(n, to=to) for n, to in rest))))  # type: ignore[arg-type]  # drawn literals
    return made


def groups_of(register: Register) -> set[frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for ref, case in register.assignment.items():
        found[case].add(ref)
    return {frozenset(refs) for refs in found.values()}


@settings(max_examples=120)
@given(source_lists(), st.randoms(use_true_random=False))
def test_the_order_of_ingestion_does_not_matter(sources: list[Source], chance: random.Random) -> None:
    once = build(sources, words=WORDS)
    order = chance.sample(sources, len(sources))
    assert build(order, words=WORDS) == once
    register = Register()
    for n in range(len(order)):
        before, register = register, build(order[: n + 1], previous=register, words=WORDS)
        assert set(before.retired) <= {*register.retired, *(case.id for case in register.cases)}
        assert not {case.id for case in register.cases} & set(register.retired)
        kept = {case.id for case in before.cases} - {case.id for case in register.cases}
        assert kept <= set(register.retired)
    assert groups_of(register) == groups_of(once)
    assert {q.id for q in register.questions} == {q.id for q in once.questions}


@given(source_lists())
def test_within_a_unit_two_names_are_two_cases(sources: list[Source]) -> None:
    register = build(sources, words=WORDS)
    for unit in units(sources):
        names: dict[str, set[str]] = defaultdict(set)
        for one in unit.occurrences:
            if one.role == "subject":
                names[register.assignment[one.ref]].add(fold(one.name).removesuffix("案"))
        assert all(len(spellings) == 1 for spellings in names.values())


@given(source_lists())
def test_a_register_is_whole(sources: list[Source]) -> None:
    register = build(sources, words=WORDS)
    ids = [case.id for case in register.cases]
    assert len(set(ids)) == len(ids)
    assert set(register.assignment.values()) == set(ids)
    assert set(register.assignment) == {one.ref for unit in units(sources) for one in unit.occurrences}
    for case in register.cases:
        assert (case.status, case.basis) == status_at(case)
        assert set(case.predecessors) | set(case.successors) <= set(ids) - {case.id}
        assert case.aliases
        dates = [event.date for event in case.events if event.date]
        assert dates == sorted(dates)
    assert Register.model_validate_json(register.model_dump_json()) == register
