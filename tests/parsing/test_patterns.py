"""Patterns: folded text and the way back, macros, and a bound on what they may cost."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.errors import DeclarationError
from kbbt.parsing import patterns
from kbbt.parsing.brackets import Brackets
from kbbt.parsing.folded import Folded
from kbbt.parsing.patterns import LONGEST_TEXT, Pattern, PatternError
from kbbt.text import fold

TEXTS = st.text(alphabet="臺台主 席：:（(）)「」『』①㈠１1a A　\n，。々ﬁ", max_size=60)


@given(TEXTS)
def test_folding_is_that_of_the_whole_program(text: str) -> None:
    assert Folded(text).text == fold(text)


@given(TEXTS, st.data())
def test_what_is_cut_is_a_piece_of_the_raw_text_that_folds_to_what_was_found(text: str, data: st.DataObject) -> None:
    folded = Folded(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    words = folded.cut(start, end)
    assert words in text
    # a character that folds to several (㈠) is cut as a whole
    assert folded.text[start:end] in fold(words)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("主席", "主　席"),
        ("(主席|主持人)", "主 持 人"),
        ("臺北市", "台北市"),
        ("（計 {number} 案）", "(計５案)"),
        ("（計 {number} 案）", "（計十二案）"),
        ("會議 [紀記]錄", "會議記錄"),
        ("QRcode", "ＱＲＣＯＤＥ"),
        ("第{number}次", "第三次"),
    ],
)
def test_blanks_widths_and_variants_do_not_matter(pattern: str, text: str) -> None:
    assert Pattern(pattern).fullmatch(Folded(text).text)


def test_words_stand_for_their_pieces() -> None:
    words = {"keep": "持續|繼續", "list": "{keep}列管"}
    assert Pattern("本案{list}", words).fullmatch("本案繼續列管")
    assert not Pattern("本案{list}", words).fullmatch("本案列管")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("本案{keeep}", "{keeep}"),
        ("本案(", "regular expression"),
        ("[一二", "regular expression"),
        ("(a+)+", "repeat"),
        ("(?:「[^」]+」[及、]?)*", "repeat"),
        ("((本|案)*)*", "repeat"),
        ("(x*){3,}", "repeat"),
        ("(x+y?){2,500}", "repeat"),
        ("(a|aa)+$", "alike"),
        ("(解列|[^。])*", "alike"),
        ("(同意|同意解列){1,99}", "alike"),
        ("(?P<a>x)(?P<a>y)", "regular expression"),
    ],
)
def test_wrong_patterns_are_refused(pattern: str, said: str) -> None:
    with pytest.raises(PatternError, match=said.replace("{", r"\{")):
        Pattern(pattern, {"keep": "持續"})


def test_words_that_stand_for_themselves_are_refused() -> None:
    with pytest.raises(PatternError, match="itself"):
        Pattern("{a}", {"a": "{b}", "b": "{a}"})


@pytest.mark.parametrize(
    "pattern", ["(a+b){0,9}", "(?:a*+b)*", "(?>a+)+", "(同意|准予)*", "(?>a|aa)*", "a+b+c+", r"(\(\+)*", "[(+]+"]
)
def test_bounded_repeats_are_allowed(pattern: str) -> None:
    assert Pattern(pattern).source == pattern


def test_a_pattern_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the look at the pattern does not see is stopped by the clock, whatever the text."""
    monkeypatch.setattr(patterns, "TIME_LIMIT", 0.05)
    slow = Pattern("(.*)(.*)(.*)(.*)x.$", place=lambda: "mine.toml:7")
    with pytest.raises(DeclarationError, match="too long") as error:
        slow.search("a" * 800 + "xyz")
    assert error.value.where == "mine.toml:7"


def test_text_behind_the_limit_is_not_searched() -> None:
    assert Pattern("案").search("本" * LONGEST_TEXT + "案") is None


@given(st.text(alphabet="()「」[]a，", max_size=30))
def test_brackets_pair_up(text: str) -> None:
    brackets = Brackets(text)
    for start, end in brackets.close.items():
        assert start < end
        assert text[start] + text[end] in ("()", "「」", "[]")
        assert brackets.open[end] == start
    spans = sorted(brackets.close.items())
    assert all(b[0] > a[1] or b[1] < a[1] for a, b in itertools.pairwise(spans) if b[0] > a[0])
