"""The register as a list, and which case a person means."""

from __future__ import annotations

import pytest

from kbbt.errors import AmbiguousNameError, ExitCode
from kbbt.register.decisions import merge, rename
from kbbt.store.knowledge import Knowledge
from kbbt.views.cases import group_order, list_cases, resolve
from tests.register.build import day, golden_sources, item, meeting, report, row
from tests.views.knowing import knowledge

BUS, RAIL, CARE = "跨縣市公車轉乘優惠", "淡水河跨河工程", "長照人力培訓"


def known() -> Knowledge:
    return knowledge(
        meeting("113-03-01", item(CARE, to="add"), group="衛生社福組"),
        report("113-07-11", {"交通組": [row(RAIL), row(BUS, to="delist")], "衛生社福組": [row(CARE + "計畫延續")]}),
        meeting("113-09-01", item("淡水河橋梁工程", to="continue", was=[(RAIL, "renamed")])),
    )


class TestList:
    def test_groups_come_in_the_platforms_order_and_cases_as_they_appeared(self) -> None:
        assert group_order(known()) == ["交通組", "衛生社福組"]
        assert [one.name for one in list_cases(known())] == ["淡水河橋梁工程", BUS, CARE, CARE + "計畫延續"]

    def test_a_case_is_found_by_any_of_its_names_in_any_spelling(self) -> None:
        assert [one.name for one in list_cases(known(), "跨河")] == ["淡水河橋梁工程"]
        assert [one.aliases for one in list_cases(known(), "跨河")] == [[RAIL]]
        assert [one.name for one in list_cases(known(), "公 車")] == [BUS]
        assert list_cases(known(), "捷運") == []

    def test_filters(self) -> None:
        assert [one.name for one in list_cases(known(), group="衛生社福組")] == [CARE, CARE + "計畫延續"]
        assert [one.name for one in list_cases(known(), status="delisted")] == [BUS]
        assert len(list_cases(known(), status=("delisted", "tracked"))) == 4

    def test_as_of_a_date(self) -> None:
        assert [one.name for one in list_cases(known(), as_of=day("113-03-01"))] == [CARE]
        line = list_cases(known(), "跨河", as_of=day("113-07-11"))[0]
        assert (line.name, line.status, line.last_seen) == (RAIL, "tracked", day("113-07-11"))
        assert list_cases(known(), as_of=day("113-02-01")) == []

    def test_since_is_the_step_that_brought_the_case_where_it_stands(self) -> None:
        line = next(one for one in list_cases(known()) if one.name == BUS)
        assert (line.status, line.since) == ("delisted", day("113-07-11"))

    def test_open_questions_are_marked(self) -> None:
        assert {one.name for one in list_cases(known()) if one.asked} == {CARE, CARE + "計畫延續"}


class TestResolve:
    def test_by_id_by_name_and_by_any_part_that_fits_one_alone(self) -> None:
        store = known()
        case = resolve(store, "橋梁")
        assert resolve(store, case.id.upper()) == case
        assert resolve(store, f"#{case.id}") == case
        assert resolve(store, RAIL) == case
        assert resolve(store, "淡水河").id == case.id

    def test_a_whole_name_wins_over_longer_names_that_contain_it(self) -> None:
        assert resolve(known(), CARE).name == CARE

    def test_none_and_many_are_told_apart(self) -> None:
        with pytest.raises(AmbiguousNameError, match="fits 2 cases") as many:
            resolve(known(), "長照人力")
        assert many.value.exit_code == ExitCode.AMBIGUOUS
        for line in list_cases(known(), "長照人力"):
            assert line.id in many.value.remedy
            assert line.name in many.value.remedy
        with pytest.raises(AmbiguousNameError, match="no case is called '長照人力培育'") as none:
            resolve(known(), "長照人力培育")
        assert none.value.exit_code == ExitCode.AMBIGUOUS
        assert CARE in none.value.remedy
        with pytest.raises(AmbiguousNameError, match="no case is called"):
            resolve(known(), "zzz")
        with pytest.raises(AmbiguousNameError, match="no case was named"):
            resolve(known(), "  ")

    def test_an_id_that_was_given_up_is_told(self) -> None:
        store = known()
        one, two = resolve(store, RAIL), resolve(store, BUS)
        from kbbt.register import build
        from tests.register.build import WORDS

        register = build(store.sources, [merge([one, two])], store.register, words=WORDS)
        gone = next(iter(register.retired))
        with pytest.raises(AmbiguousNameError, match="is no more"):
            resolve(Knowledge(store.sources, register), gone)

    def test_the_name_an_officer_gave(self) -> None:
        store = known()
        decided = knowledge(*store.sources, decisions=[rename(resolve(store, BUS), "票價整合")])
        assert resolve(decided, "票價").aliases[0].name == BUS
        assert [one.name for one in list_cases(decided, as_of=day("113-07-11")) if one.group == "交通組"] == [
            RAIL,
            "票價整合",
        ]

    def test_the_sample(self) -> None:
        sources, _truth = golden_sources()
        store = knowledge(*sources)
        assert resolve(store, "瑞芳").name == "瑞芳工業區事業廢棄物清運案"
        assert resolve(store, "碳健檢").name == "基北北桃淨零轉型聯合行動"
        with pytest.raises(AmbiguousNameError, match="fits 3 cases"):
            resolve(store, "食農")
