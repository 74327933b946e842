"""The officer overrules everything, and can take it back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.errors import UsageError
from kbbt.records import Case, Decision, Source
from kbbt.register import Register, build, name_key
from kbbt.register.decisions import decide_join, decide_separate, merge, note, rename, split, undo
from tests.register.build import WORDS, item, meeting, source

BUS, RAIL, CARE = "跨縣市公車轉乘優惠", "淡水河跨河工程", "長照人力培訓"
SOURCES: list[Source] = [
    source(meeting("113-03-01", BUS, RAIL, CARE)), source(meeting("113-06-01", BUS, RAIL + "案", CARE))
]  # fmt: skip


def key(name: str) -> str:
    return name_key("交通組", name)


def built(*decisions: Decision, previous: Register | None = None) -> Register:
    return build(SOURCES, decisions, previous, words=WORDS)


def case(register: Register, name: str) -> Case:
    (found,) = [case for case in register.cases if any(alias.name == name for alias in case.aliases)]
    return found


def test_join_overrules_that_two_names_of_one_source_are_two_cases() -> None:
    register = built(decide_join(key(BUS), key(RAIL)))
    assert case(register, BUS).id == case(register, RAIL).id


def test_separate_overrules_a_literal_name() -> None:
    register = built(decide_separate(key(RAIL), key(RAIL + "案")))
    assert case(register, RAIL).id != case(register, RAIL + "案").id


def test_separate_overrules_what_a_document_says() -> None:
    sources = [source(meeting("113-03-01", item(RAIL, was=[(BUS, "renamed")])))]
    assert len(build(sources, words=WORDS).cases) == 1
    register = build(sources, [decide_separate(key(BUS), key(RAIL))], words=WORDS)
    assert len(register.cases) == 2


def test_the_later_of_two_contradicting_decisions_holds() -> None:
    yes, no = decide_join(key(BUS), key(RAIL)), decide_separate(key(BUS), key(RAIL))
    assert len(built(yes, no).cases) == 3
    assert len(built(no, yes).cases) == 2


def test_merge_and_split_and_undo() -> None:
    first = built()
    decision = merge([case(first, BUS), case(first, RAIL)])
    second = built(decision, previous=first)
    together = case(second, BUS)
    assert together.id == case(first, BUS).id
    assert set(second.retired) == {case(first, RAIL).id}
    again = split(together, [RAIL, RAIL + "案"])
    third = built(decision, again, previous=second)
    assert case(third, RAIL).id == case(third, RAIL + "案").id
    assert case(third, BUS).id == together.id
    assert case(third, RAIL).id == case(first, RAIL).id, "it is that case again"
    assert undo([decision, again], again.id) == (decision,)
    assert {one.id for one in built(previous=second).cases} == {one.id for one in first.cases}


def test_rename_and_note() -> None:
    register = built()
    renaming = rename(case(register, BUS), "公車票價整合")
    register = built(renaming, note(case(register, CARE), "已與社會局確認", made_at="2024-07-01T09:00"))
    assert case(register, BUS).name == "公車票價整合"
    (remark,) = [event for event in case(register, CARE).events if event.kind == "noted"]
    assert (str(remark.date), remark.text, remark.source) == ("2024-07-01", "已與社會局確認", None)


def test_decisions_hold_whatever_the_spelling_of_the_key() -> None:
    register = built(decide_join("交通組|跨縣市公車轉乘優惠 ", key(RAIL)))
    assert case(register, BUS).id == case(register, RAIL).id


def test_a_decision_on_names_that_no_source_holds_waits() -> None:
    assert built(decide_join(key("從未出現"), key(BUS))) == built()


def test_wrong_decisions_are_refused() -> None:
    register = built()
    with pytest.raises(UsageError, match="two different cases"):
        merge([case(register, BUS), case(register, BUS)])
    with pytest.raises(UsageError, match="has no name"):
        split(case(register, RAIL), ["別的名稱"])
    with pytest.raises(UsageError, match="some must stay"):
        split(case(register, BUS), [BUS])
    with pytest.raises(UsageError, match="empty"):
        rename(case(register, BUS), " ")
    with pytest.raises(UsageError, match="empty"):
        note(case(register, BUS), "")
    with pytest.raises(UsageError, match="no decision"):
        undo([], "d123456")


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from([BUS, RAIL, CARE]), st.sampled_from([BUS, RAIL, CARE])), max_size=6
    )
)
def test_the_last_word_on_a_pair_always_holds(words: list[tuple[bool, str, str]]) -> None:
    decisions = [(decide_join if yes else decide_separate)(key(a), key(b)) for yes, a, b in words if a != b]
    register = built(*decisions)
    last = decisions[-1:]
    for decision in last:
        a, b = (case(register, one.partition("|")[2]).id for one in decision.names)
        assert (a == b) == (decision.kind == "join")
