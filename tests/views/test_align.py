"""Which item answers to which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbbt.views import align as align_module
from kbbt.views.align import align, clauses, items

PIECES = [
    "1. ", "2. ", "(一)", "本案持續辦理", "，", "。", "；", "\n", "113年7月", " ", "\u3000", "新北市", "」", "A b", "\r\n",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=25).map("".join)


@given(TEXTS)
def test_pieces_keep_every_character(text: str) -> None:
    assert "".join(items(text)) == text
    assert "".join(clauses(text)) == text


@given(TEXTS, TEXTS)
def test_pairs_rebuild_both_texts(before: str, after: str) -> None:
    pairs = align(before, after)
    assert "".join(old or "" for old, _new in pairs) == before
    assert "".join(new or "" for _old, new in pairs) == after


def test_an_item_that_got_another_number_is_the_same_item() -> None:
    before = "1. 新北市端開工。\n2. 雙北交通局持續辦理專案小組會議。"
    after = "1. 新北市端開工。\n2. 完成用地取得。\n3. 雙北交通局持續辦理專案小組會議。"
    assert align(before, after) == [
        ("1. 新北市端開工。\n", "1. 新北市端開工。\n"),
        (None, "2. 完成用地取得。\n"),
        ("2. 雙北交通局持續辦理專案小組會議。", "3. 雙北交通局持續辦理專案小組會議。"),
    ]


def test_clauses_of_an_item_answer_to_each_other() -> None:
    before = "已完成規劃設計及用地取得。預計118年6月完工。"
    after = "已完成規劃設計及用地取得。預計118年8月完工。"
    assert align(before, after)[1] == ("預計118年6月完工。", "預計118年8月完工。")


def test_a_list_that_became_a_paragraph() -> None:
    pairs = align("1. 甲段已經開工。\n2. 乙段設計中。", "甲段已經開工。乙段設計完成。")
    assert [(bool(old), bool(new)) for old, new in pairs] == [(True, True), (True, True)]


def test_texts_that_have_nothing_in_common_answer_to_nothing() -> None:
    assert align("持續辦理。", "同意解列") == [("持續辦理。", None), (None, "同意解列")]


def test_very_many_items_are_aligned_where_they_are_equal() -> None:
    before = "".join(f"{n}. 第{n}段辦理情形如說明\n" for n in range(1, 400))
    after = before.replace("17. 第17段辦理情形如說明\n", "")
    many = align(before, after)
    assert [old for old, new in many if new is None] == ["17. 第17段辦理情形如說明\n"]
    scattered = "".join(f"{n}. 另有{n * 7}項工作\n" for n in range(1, 400))
    assert align_module._MAX_PAIRS < 399 * 399  # this one takes the way for very many pieces
    assert "".join(new or "" for _old, new in align(before, scattered)) == scattered
