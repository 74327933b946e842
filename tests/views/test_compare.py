"""The words that changed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kbbt.views.compare import same, segments, without_blanks
from kbbt.views.model import Segment
from tests.views.test_align import TEXTS


def rebuilt(found: list[Segment], sign: str) -> str:
    return "".join(words for kind, words in found if kind in ("=", sign))


def marked(before: str, after: str) -> str:
    """``[-gone-]{+come+}``, as a reader sees it."""
    signs = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(signs[sign].format(words) for sign, words in without_blanks(segments(before, after)))


@given(TEXTS, TEXTS)
def test_segments_rebuild_both_texts(before: str, after: str) -> None:
    found = segments(before, after)
    assert rebuilt(found, "-") == before
    assert rebuilt(found, "+") == after
    assert all(words for _sign, words in found)
    assert all(one[0] != two[0] for one, two in pairwise(found))


@given(TEXTS)
def test_equal_texts_have_one_segment_or_none(text: str) -> None:
    assert segments(text, text) == ([("=", text)] if text else [])


@given(TEXTS, st.randoms(use_true_random=False))
def test_white_space_alone_is_no_change_of_words(text: str, random) -> None:  # type: ignore[no-untyped-def]  # hypothesis gives a Random
    other = "".join(c + random.choice(["", "", " ", "\n"]) for c in text)
    assert same(text, other)
    assert all(not words.strip() for sign, words in segments(text, other) if sign != "=")
    assert [sign for sign, _words in without_blanks(segments(text, other))] in ([], ["="])


@given(TEXTS, TEXTS)
def test_what_is_shown_reads_as_the_text_after(before: str, after: str) -> None:
    assert rebuilt(without_blanks(segments(before, after)), "+") == after


def test_a_date_and_a_number_change_as_a_whole() -> None:
    assert marked("預計118年6月完工，共12,345人。", "預計119年6月完工，共12,845人。") == (
        "預計[-118年6月-]{+119年6月+}完工，共[-12,345-]{+12,845+}人。"
    )
    assert marked("參加InnoVEX展。", "參加InnoVIEW展。") == "參加[-InnoVEX-]{+InnoVIEW+}展。"


def test_one_character_among_many() -> None:
    assert marked("山區捕獸鋏及山豬吊宣導", "山區捕獸鉗及山豬吊宣導") == "山區捕獸[-鋏-]{+鉗+}及山豬吊宣導"


def test_a_clause_that_was_put_in() -> None:
    assert marked(
        "請4市持續辦理相關活動，互相邀訪交流。", "請 4 市持續辦理相關活動，並分享活動訊息，互相邀訪交流。"
    ) == ("請 4 市持續辦理相關活動，{+並分享活動訊息，+}互相邀訪交流。")


def test_islands_between_two_changes_are_taken_into_them() -> None:
    assert marked("委由甲市研議規劃後提送大會報告。", "委由乙市辦理設計後提送大會報告。") == (
        "委由[-甲市研議規劃-]{+乙市辦理設計+}後提送大會報告。"
    )


def test_sentences_that_are_not_alike_are_not_picked_apart() -> None:
    before, after = (
        "本案持續辦理，於下一季工作小組會議更新辦理情形。",
        "經新北市及基隆市同意，俟副市長會議提出解除列管。",
    )
    assert segments(before, after) == [("-", before), ("+", after)]


def test_an_unchanged_item_beside_a_changed_one() -> None:
    before = "1. 113年2月2日開工。\n2. 召開專案小組會議。"
    after = "1. 113年2月2日開工。\n2. 完成用地取得。\n3. 召開專案小組會議。"
    assert marked(before, after) == "1. 113年2月2日開工。\n{+2. 完成用地取得。\n+}[-2-]{+3+}. 召開專案小組會議。"


def test_long_texts_are_compared_in_one_go() -> None:
    # a sentence without an end, longer than what difflib is given
    before, after = "一二三四" * 2000, "一二三五" * 2000
    found = segments(before, after)
    assert rebuilt(found, "-") == before
    assert rebuilt(found, "+") == after
    assert segments("甲" * 6000, "乙" * 6000) == [("-", "甲" * 6000), ("+", "乙" * 6000)]
