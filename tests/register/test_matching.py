"""When a name that is not written as before is the same case, when it is another, and when it is asked."""

from __future__ import annotations

import pytest

from kbbt.records import Case, Meeting, Source, StatusReport
from kbbt.register import Register, build
from kbbt.register.decisions import answer
from tests.register.build import WORDS, item, meeting, report, row, section, source


def built(*records: Meeting | StatusReport) -> Register:
    return build([source(one) for one in records], words=WORDS)


def names(register: Register) -> set[frozenset[str]]:
    return {frozenset(alias.name for alias in case.aliases) for case in register.cases}


def asked(register: Register) -> set[frozenset[str]]:
    return {frozenset(key.partition("|")[2] for key in (q.left, q.right)) for q in register.questions}


TRAPS, TRAPS_2 = "山區捕獸鋏宣導及清除交流", "山區捕獸鉗宣導及清除交流"


def test_a_spelling_is_joined_where_the_case_would_otherwise_be_missing() -> None:
    register = built(meeting("113-03-01", TRAPS, "公車轉乘優惠"), meeting("113-06-01", TRAPS_2, "公車轉乘優惠"))
    assert frozenset({TRAPS, TRAPS_2}) in names(register)
    assert not register.questions


def test_two_names_in_one_meeting_are_two_cases_and_nearly_the_same_ones_are_asked() -> None:
    register = built(meeting("113-03-01", TRAPS, TRAPS_2))
    assert names(register) == {frozenset({TRAPS}), frozenset({TRAPS_2})}
    assert asked(register) == {frozenset({TRAPS, TRAPS_2})}


def test_two_names_that_later_stand_side_by_side_are_two_cases_from_the_beginning() -> None:
    register = built(meeting("113-03-01", TRAPS), meeting("113-06-01", TRAPS_2), meeting("113-09-01", TRAPS, TRAPS_2))
    assert names(register) == {frozenset({TRAPS}), frozenset({TRAPS_2})}


def test_a_delisted_case_does_not_come_back_by_likeness() -> None:
    register = built(
        meeting("113-03-01", item(TRAPS, to="delist"), "公車轉乘優惠"),
        meeting("114-03-01", item(TRAPS_2, to="add"), "公車轉乘優惠"),
    )
    assert frozenset({TRAPS}) in names(register)
    assert asked(register) == {frozenset({TRAPS, TRAPS_2})}


def test_a_case_that_was_not_named_again_after_its_delisting_was_proposed_is_closed_too() -> None:
    register = built(
        meeting("113-03-01", item(TRAPS, to="propose-delist"), "公車轉乘優惠"),
        meeting("113-06-01", "公車轉乘優惠"),
        meeting("114-03-01", TRAPS_2, "公車轉乘優惠"),
    )
    assert frozenset({TRAPS}) in names(register)
    assert asked(register) == {frozenset({TRAPS, TRAPS_2})}


def test_a_delisting_in_a_table_finds_its_case_under_another_spelling() -> None:
    register = built(
        meeting("113-03-01", item(TRAPS, to="delist")), report("113-07-11", {"交通組": [row(TRAPS_2, to="delist")]})
    )
    assert names(register) == {frozenset({TRAPS, TRAPS_2})}


def test_the_same_name_after_a_delisting_is_the_same_case() -> None:
    register = built(meeting("113-03-01", item(TRAPS, to="delist")), meeting("114-03-01", item(TRAPS, to="add")))
    (case,) = register.cases
    assert [event.kind for event in case.events] == ["delisted", "reinstated"]


def test_a_new_proposal_is_not_joined_to_a_tracked_case_of_a_like_name() -> None:
    register = built(meeting("113-03-01", item(TRAPS, to="continue")), meeting("113-06-01", item(TRAPS_2, to="add")))
    assert len(register.cases) == 2
    assert asked(register) == {frozenset({TRAPS, TRAPS_2})}


def test_one_other_word_is_asked_and_not_joined() -> None:
    bus, train = "跨縣市公車轉乘優惠合作", "跨縣市火車轉乘優惠合作"
    register = built(meeting("113-03-01", bus), meeting("113-06-01", train))
    assert len(register.cases) == 2
    assert asked(register) == {frozenset({bus, train})}


def test_a_place_may_be_left_out_but_not_put_in() -> None:
    wide, narrow = "長照人力培訓合作", "桃園市長照人力培訓合作"
    assert len(built(meeting("113-03-01", narrow), meeting("113-06-01", wide)).cases) == 1
    register = built(meeting("113-03-01", wide), meeting("113-06-01", narrow))
    assert asked(register) == {frozenset({wide, narrow})}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("基隆河整治交流", "基隆江整治交流"),  # short, and one character written alike
        ("跨縣市長照人力培訓交流計畫", "跨縣市長照人力培訓交流計畫成果發表"),  # more than a word is added
        ("跨縣市長照人力培訓", "跨縣市社工人力培訓"),
        ("自行車道鋪面改善", "第二期自行車道鋪面改善"),
    ],
)
def test_what_may_be_another_case_is_asked(before: str, after: str) -> None:
    register = built(meeting("113-03-01", before), meeting("113-06-01", after))
    assert asked(register) == {frozenset({before, after})}


def test_a_withdrawal_presupposes_its_proposal() -> None:
    before, after = "望海港灣智慧海洋機器人示範訓練場域", "望海巷灣智慧海洋機器人示範場域"
    register = built(meeting("114-02-27", item(before, to="add")), meeting("114-05-14", item(after, to="withdraw")))
    assert names(register) == {frozenset({before, after})}


@pytest.mark.parametrize(
    ("before", "after"),
    [("捷運延伸線第1期工程", "捷運延伸線第2期工程"), ("臺北市轉運站興建", "桃園市轉運站興建")],
)
def test_another_ordinal_or_place_is_another_case_and_no_question(before: str, after: str) -> None:
    register = built(meeting("113-03-01", before), meeting("113-06-01", after))
    assert len(register.cases) == 2
    assert not register.questions


def test_another_year_is_asked() -> None:
    register = built(
        report("113-07-11", {"交通組": ["113年度四市聯合行銷案"]}),
        report("114-07-11", {"交通組": ["114年度四市聯合行銷案"]}),
    )
    assert len(register.cases) == 2
    assert len(register.questions) == 1
    assert "year" in register.questions[0].reason


def test_next_years_case_is_another_once_this_years_is_delisted() -> None:
    register = built(
        meeting("113-11-01", item("113年度四市聯合行銷案", to="delist"), "公車轉乘優惠"),
        meeting("114-03-01", item("114年度四市聯合行銷案", to="add"), "公車轉乘優惠"),
    )
    assert len(register.cases) == 3
    assert not register.questions


def test_a_year_put_before_a_name_is_asked() -> None:
    register = built(meeting("113-03-01", "北海岸藝術季"), meeting("113-06-01", "2024北海岸藝術季"))
    assert asked(register) == {frozenset({"北海岸藝術季", "2024北海岸藝術季"})}
    assert "year" in register.questions[0].reason


def test_the_words_of_a_name_with_numerals_in_another_order() -> None:
    one, two = "捷運汐止東湖線第1期工程", "捷運汐止東湖線第2期工程"
    other_one, other_two = "汐止東湖線捷運第1期工程", "汐止東湖線捷運第2期工程"
    register = built(meeting("113-03-01", one, two), meeting("113-06-01", other_one, other_two))
    assert names(register) == {frozenset({one, other_one}), frozenset({two, other_two})}


@pytest.mark.parametrize("pair", [("道路工程第1期2標", "道路工程第2期1標"), ("道路工程一期二標", "道路工程二期一標")])
def test_numerals_in_another_order_are_another_case(pair: tuple[str, str]) -> None:
    register = built(meeting("113-03-01", pair[0]), meeting("113-06-01", pair[1]))
    assert len(register.cases) == 2


def test_a_former_name_in_brackets_is_said_by_the_document() -> None:
    register = built(
        meeting("113-03-01", "跨縣市碳健檢服務", "公車轉乘優惠"),
        report("113-07-11", {"交通組": ["淨零轉型聯合行動（原名：跨縣市碳健檢服務案）", "公車轉乘優惠"]}),
        meeting("113-09-01", "淨零轉型聯合行動", "公車轉乘優惠"),
    )
    assert len(register.cases) == 2
    (case,) = [one for one in register.cases if one.name == "淨零轉型聯合行動"]
    assert [event.kind for event in case.events] == ["reported", "renamed", "reported", "reported"]
    assert not register.questions


def test_a_case_that_one_group_names_no_longer_and_another_does_is_asked() -> None:
    moved = [
        meeting("113-03-01", "八里端聯外道路改善", "公車轉乘優惠", group="交通組"),
        meeting("113-06-01", "公車轉乘優惠", group="交通組"),
        meeting("113-06-05", "八里端聯外道路改善", group="都會發展組"),
    ]
    (question,) = built(*moved).questions
    assert {question.left, question.right} == {"交通組|八里端聯外道路改善", "都會發展組|八里端聯外道路改善"}
    still = built(*moved, meeting("113-09-01", "公車轉乘優惠", "八里端聯外道路改善", group="交通組"))
    assert not still.questions


def test_a_name_that_fits_two_cases_is_asked_which() -> None:
    one, two, new = "長照人力培訓合作交流甲區", "長照人力培訓合作交流乙區", "長照人力培訓合作交流區"
    register = built(meeting("113-03-01", one, two), meeting("113-06-01", new))
    assert len(register.cases) == 3
    assert asked(register) == {frozenset({one, new}), frozenset({two, new})}


def test_the_same_name_in_two_groups_is_two_cases() -> None:
    register = built(
        meeting("113-03-01", "聯合稽查", group="交通組"), meeting("113-03-02", "聯合稽查", group="衛生社福組")
    )
    assert len(register.cases) == 2


def test_a_name_without_its_group_is_the_case_of_the_one_group_that_has_it() -> None:
    register = built(
        meeting("113-03-01", "毒品危害防制整合", group="衛生社福組"),
        meeting("113-07-11", item("毒品危害防制整合", to="delist"), group=None, level="deputy-mayors"),
    )
    (case,) = register.cases
    assert (case.group, case.status) == ("衛生社福組", "delisted")


def test_a_name_without_its_group_that_several_groups_have_is_asked() -> None:
    register = built(
        meeting("113-03-01", "聯合稽查合作", group="交通組"),
        meeting("113-03-02", "聯合稽查合作", group="衛生社福組"),
        meeting("113-07-11", item("聯合稽查合作", to="delist"), group=None, level="deputy-mayors"),
    )
    assert len(register.cases) == 3
    assert {q.kind for q in register.questions} == {"which-case"}
    assert len(register.questions) == 2


def test_a_meeting_of_all_groups_minuted_group_by_group() -> None:
    register = built(
        meeting("113-03-01", "聯合稽查合作", group="交通組"),
        meeting("113-03-02", "聯合稽查合作", group="衛生社福組"),
        meeting(
            "113-07-11",
            section(item("聯合稽查合作", to="delist"), heading="一、交通組"),
            section(item("聯合稽查合作", to="continue"), heading="二、衛生社福組"),
            group=None,
            level="deputy-mayors",
        ),
    )
    assert {case.group: case.status for case in register.cases} == {"交通組": "delisted", "衛生社福組": "tracked"}


class TestWhatDocumentsSay:
    def test_a_stated_rename_joins_names_that_are_not_alike(self) -> None:
        register = built(
            meeting("114-02-27", item("跨縣市碳健檢服務案", to="add")),
            meeting("114-05-14", item("淨零轉型聯合行動", was=[("跨縣市碳健檢服務", "renamed")])),
        )
        (case,) = register.cases
        assert case.name == "淨零轉型聯合行動"
        assert [event.kind for event in case.events] == ["added", "renamed", "reported"]
        assert case.events[1].text == "跨縣市碳健檢服務 → 淨零轉型聯合行動"

    def test_a_merger_ends_its_predecessors(self) -> None:
        register = built(
            meeting("113-01-01", "偏鄉巡迴醫療", "視訊診療推廣"),
            meeting("113-04-01", item("智慧醫療合作", was=[("偏鄉巡迴醫療", "merged"), ("視訊診療推廣", "merged")])),
        )
        cases = {case.name: case for case in register.cases}
        merged = cases["智慧醫療合作"]
        assert {register.by_id()[id_].name for id_ in merged.predecessors} == {"偏鄉巡迴醫療", "視訊診療推廣"}
        for name in ("偏鄉巡迴醫療", "視訊診療推廣"):
            assert cases[name].successors == [merged.id]
            assert cases[name].status == "merged"
        assert merged.status == "tracked"

    def test_a_case_that_takes_another_in_keeps_its_life(self) -> None:
        register = built(
            meeting("113-01-01", "長照人力培訓", "照服員訓練"),
            meeting("113-04-01", item("長照人力培訓", was=[("照服員訓練", "merged"), ("長照人力培訓", "merged")])),
        )
        cases = {case.name: case for case in register.cases}
        assert cases["長照人力培訓"].status == "tracked"
        assert cases["照服員訓練"].successors == [cases["長照人力培訓"].id]

    def test_a_split_has_several_successors(self) -> None:
        register = built(
            meeting("113-01-01", "自行車道整合計畫"),
            meeting("113-04-01", item("自行車道鋪面改善", "通勤綠廊標誌", was=[("自行車道整合計畫", "split")])),
        )
        cases = {case.name: case for case in register.cases}
        assert len(cases["自行車道整合計畫"].successors) == 2
        assert cases["自行車道整合計畫"].status == "merged"

    def test_a_rename_between_two_cases_that_stood_side_by_side_is_a_merger(self) -> None:
        register = built(
            meeting("113-01-01", "自行車道鋪面改善", "通勤綠廊標誌"),
            meeting("113-04-01", item("通勤綠廊標誌", was=[("自行車道鋪面改善", "renamed")])),
        )
        assert len(register.cases) == 2
        assert {case.status for case in register.cases} == {"merged", "tracked"}

    def test_several_old_names_for_several_new_ones_are_asked(self) -> None:
        register = built(
            meeting("113-01-01", "甲案名稱交流", "乙案名稱合作"),
            meeting(
                "113-04-01",
                item("新甲方案辦理", "新乙方案推動", was=[("甲案名稱交流", "renamed"), ("乙案名稱合作", "renamed")]),
            ),
        )
        assert len(register.cases) == 4
        assert len(register.questions) == 2


def one_case(register: Register) -> Case:
    (case,) = register.cases
    return case


def test_an_answered_question_is_not_asked_again_and_holds_in_a_rebuilt_store() -> None:
    sources: list[Source] = [
        source(meeting("113-03-01", "跨縣市公車轉乘優惠合作")), source(meeting("113-06-01", "跨縣市火車轉乘優惠合作"))
    ]  # fmt: skip
    (question,) = build(sources, words=WORDS).questions
    joined = build(sources, [answer(question, same=True)], words=WORDS)
    assert not joined.questions
    assert len(one_case(joined).aliases) == 2
    apart = build(sources, [answer(question, same=False)], words=WORDS)
    assert not apart.questions
    assert len(apart.cases) == 2
