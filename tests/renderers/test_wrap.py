"""Wrapping: nothing is cut, nothing is wider than the line, kinsoku holds, Latin words stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kbbt.renderers.terminal.wrap import wrap
from kbbt.text import squeeze

TEXT = st.text(alphabet="合作交流平臺，。「」（）、第12期abc XY-.%：；\n辦理", max_size=200)


@given(TEXT, st.integers(4, 60))
def test_no_character_is_lost_and_no_line_too_wide(text: str, width: int) -> None:
    wrapped = wrap(text, width)
    assert squeeze(wrapped) == squeeze(text)
    # a mark that may not begin a line hangs with the character before it, at most filling an atom
    assert all(cell_len(line) <= width for line in wrapped.split("\n"))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("預計118年6月完工，118年12月完成驗收。", 16, ["預計118年6月完", "工，118年12月完", "成驗收。"]),
        ("甲乙丙丁，戊", 8, ["甲乙丙", "丁，戊"]),
        ("甲乙丙「丁」", 8, ["甲乙丙", "「丁」"]),
        ("見 Venture Star 活動", 12, ["見 Venture", "Star 活動"]),
        ("1. 甲乙丙丁戊己庚辛壬癸子丑寅卯", 24, ["1. 甲乙丙丁戊己庚辛壬癸", "   子丑寅卯"]),
    ],
)
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width).split("\n") == lines
