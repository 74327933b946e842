"""What offices write when one case comes out of others: none of these sentences stands in the samples."""

from __future__ import annotations

import pytest

from kbbt.parsing import Declarations
from kbbt.parsing.names import find_names

_OLD, _NEW = "公共自行車跨市租借整合", "北臺通勤自行車計畫"
_A, _B, _C = "災情查報系統介接", "災害影像即時分享", "災害情資整合平臺"


def told(text: str, declarations: Declarations) -> tuple[list[str], list[tuple[str, str | None]]]:
    """The subjects, and the former names with what became of them."""
    family = declarations.get("working-group-minutes")
    assert family is not None
    named = find_names(text.split("\n"), family)
    former: list[tuple[str, str | None]] = [
        (m.name.removesuffix("案"), m.relation) for m in named.mentions if m.role == "predecessor"
    ]
    return named.subjects, former


@pytest.mark.parametrize(
    "text",
    [
        f"{_OLD}更名為「{_NEW}」：請四市持續推動。",
        f"原{_OLD}案更名為{_NEW}，持續列管。",
        f"「{_OLD}」案，名稱修正為「{_NEW}」：持續列管。",
        f"「{_OLD}」改列為「{_NEW}」：同意新增立案。",
        f"{_OLD}，案名改為{_NEW}：持續列管。",
        f"{_OLD}修正案名為「{_NEW}」：持續列管。",
        f"{_OLD}改稱{_NEW}：持續列管。",
        f"{_OLD}（更名為{_NEW}）：持續列管。",
        f"{_OLD}(修正案名為「{_NEW}」)：持續列管。",
        f"{_OLD}（經會議決議改名為{_NEW}）：持續列管。",
        f"{_NEW}（原名：{_OLD}）：持續列管。",
        f"「{_NEW}」（原案名為「{_OLD}」）：持續列管。",
        f"{_NEW}(舊名{_OLD})：持續列管。",
        f"{_NEW}（原「{_OLD}」）：持續列管。",
        f"{_NEW}（由{_OLD}案更名而來）：持續列管。",
        f"{_OLD}：配合系統整併，本案更名為「{_NEW}」，持續列管。",
        f"{_OLD}：配合系統整併，案名修正為「{_NEW}」，持續列管。",
    ],
)
def test_another_name(text: str, declarations: Declarations) -> None:
    assert told(text, declarations) == ([_NEW], [(_OLD, "renamed")])


@pytest.mark.parametrize(
    "text",
    [
        f"{_A}、{_B}2案，建議整併為{_C}，同意新增立案。",
        f"「{_A}」及「{_B}」合併更名為「{_C}」：持續列管。",
        f"原「{_A}」、「{_B}」等2案合併為「{_C}」：持續列管。",
        f"「{_A}」案及「{_B}」案整併為{_C}案辦理，持續列管。",
    ],
)
def test_a_merger(text: str, declarations: Declarations) -> None:
    assert told(text, declarations) == ([_C], [(_A, "merged"), (_B, "merged")])


@pytest.mark.parametrize(
    "text",
    [
        f"{_A}併入{_C}案辦理。",
        f"「{_A}」併入「{_C}」案持續列管。",
        f"{_A}，擬整併至{_C}：照案通過。",
        f"{_A}：因性質相近，本案併入「{_C}」辦理，解除列管。",
    ],
)
def test_a_case_that_goes_over_into_another(text: str, declarations: Declarations) -> None:
    assert told(text, declarations) == ([_C], [(_A, "merged")])


def test_one_case_with_and_in_its_name_is_not_taken_for_two(declarations: Declarations) -> None:
    text = "照顧管理人員及個管員訓練併入長照人力培訓計畫：照案通過。"
    assert told(text, declarations) == (["長照人力培訓計畫"], [("照顧管理人員及個管員訓練", "merged")])


@pytest.mark.parametrize(
    "text",
    [
        f"原「{_C}」拆分為「{_A}」及「{_B}」：均持續列管。",
        f"{_C}拆分為{_A}及{_B}2案：均持續列管。",
        f"「{_C}」分為「{_A}」、「{_B}」：均持續列管。",
        f"{_C}案，拆解成{_A}、{_B}，均持續列管。",
    ],
)
def test_a_split(text: str, declarations: Declarations) -> None:
    assert told(text, declarations) == ([_A, _B], [(_C, "split")])


@pytest.mark.parametrize(
    "text",
    [f"{_C}，擴大為「全災型情資整合平臺」：持續列管。", f"「{_C}」擴大辦理為「全災型情資整合平臺」：持續列管。"],
)
def test_a_case_that_is_widened(text: str, declarations: Declarations) -> None:
    assert told(text, declarations) == (["全災型情資整合平臺"], [(_C, "widened")])


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("原住民族文化交流：請四市將活動調整為兩場次，持續列管。", "原住民族文化交流"),
        (f"{_C}：計畫書請修正為四市版本，持續列管。", _C),
        (f"{_C}：本案分為二階段辦理，持續列管。", _C),
        (f"{_C}：本案是否併入「{_A}」辦理，請研議。", _C),
        (f"{_C}：請研議本案是否更名為「{_A}」。", _C),
    ],
)
def test_what_names_no_other_case(text: str, subject: str, declarations: Declarations) -> None:
    assert told(text, declarations) == ([subject], [])


def test_a_name_that_begins_like_the_word_for_former(declarations: Declarations) -> None:
    text = "原住民族文化交流更名為「原鄉部落共好計畫」：持續列管。"
    assert told(text, declarations) == (["原鄉部落共好計畫"], [("原住民族文化交流", "renamed")])


def test_the_case_of_a_group_that_stands_before_it(declarations: Declarations) -> None:
    assert told("交通組：「跨市公車轉乘優惠」，同意解列。", declarations) == (["跨市公車轉乘優惠"], [])
