"""Full text over what the sources say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.errors import UsageError
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold, spellings
from kbbt.views.cases import resolve
from kbbt.views.search import Hit, search
from tests.register.build import day, item, meeting, report, row
from tests.views.knowing import knowledge

TEXT = "1. 臺北市捷運局於１１３年３月２９日函送交通部。\n2. 預計6月完工，捷運\n三鶯線同步施作。"


def known() -> Knowledge:
    return knowledge(
        report("113-07-11", {"交通組": [row("捷運萬大線", TEXT), row("公車轉乘優惠", "辦理中。")]}),
        meeting(
            "113-09-01",
            item("公車轉乘優惠", text="(一)公車轉乘優惠：洽捷運公司。"),
            motions=["捷運票價一案"],
            ordinal=3,
        ),
    )


def found(query: str) -> list[Hit]:
    return search(known(), query)


@pytest.mark.parametrize("query", ["捷運", "運", "台北市捷運局", "113年3月", "捷運三鶯線", "６月", "捷運 完工"])
def test_a_query_finds_what_is_read_not_how_it_is_coded(query: str) -> None:
    assert "捷運萬大線" in [name for hit in found(query) for name in hit.names]


def test_one_character_finds_everything_and_newest_comes_first() -> None:
    hits = found("捷")
    assert [hit.kind for hit in hits] == ["resolution", "motion", "entry"]
    assert [hit.date for hit in hits] == [day("113-09-01"), day("113-09-01"), day("113-07-11")]


def test_a_hit_says_where_it_stands() -> None:
    hit = found("捷運公司")[0]
    assert (hit.title, hit.label, hit.names) == ("113年度交通組第3次會議紀錄", "一、", ["公車轉乘優惠"])
    assert hit.cases == [resolve(known(), "公車").id]
    assert hit.source_name
    assert hit.places


def test_the_spans_are_the_hits() -> None:
    hit = next(hit for hit in found("捷運") if hit.kind == "entry")
    assert [hit.text[a:b] for a, b in hit.spans] == ["捷運", "捷運"]
    assert [hit.snippet[a:b] for a, b in hit.snippet_spans] == ["捷運", "捷運"]
    assert [[name[a:b] for a, b in spans] for name, spans in zip(hit.names, hit.name_spans, strict=True)] == [["捷運"]]
    broken = found("捷運三鶯線")[0]
    assert [broken.text[a:b] for a, b in broken.spans] == ["捷運\n三鶯線"]


def test_every_word_must_occur_but_not_in_one_place() -> None:
    assert [hit.names for hit in found("萬大 交通部")] == [["捷運萬大線"]]
    assert found("萬大 公車") == []


def test_nothing_is_read_as_a_pattern() -> None:
    assert found(".*") == []
    assert found("[捷運]") == []
    assert found("(一)")


def test_narrowing_down() -> None:
    case = resolve(known(), "公車").id
    assert {hit.kind for hit in search(known(), "捷運", case=case)} == {"resolution"}
    assert search(known(), "捷運", group="災防組") == []
    assert len(search(known(), "捷運", limit=1)) == 1
    with pytest.raises(UsageError, match="nothing to look for"):
        found(" \n ")


def test_spellings_fold_to_one_form() -> None:
    assert {"臺", "台"} <= set(spellings("台"))
    assert all(fold(c) == fold("台") for c in spellings("台"))
    assert spellings("捷") == "捷"


LETTERS = st.text("捷運臺台１1aA(（.\n ", max_size=8)


@given(LETTERS, LETTERS)
def test_a_query_is_found_exactly_where_its_folded_words_are(query: str, text: str) -> None:
    if not query.split():
        return
    store = knowledge(meeting("113-09-01", item("公車轉乘", text=text)))
    expected = all(fold(word) in fold(text) for word in query.split())
    assert bool(search(store, query)) == expected
