"""Lists on the terminal: nothing is cut, however narrow the screen is."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from kbbt.renderers.terminal.lists import Column, print_list

COLUMNS = [
    Column("Until"),
    Column("Case", flexible=True),
    Column("Words", flexible=True),
    Column("Said", flexible=True),
]
ROW = [
    "113-02-20",
    "特種搜救隊合作與交流",
    "於 2 月 19 日~2 月 20 日辦理國際人道救援醫療組第 1 季訓練",
    "status_113-07-11.docx",
]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 100, 160])
def test_a_list_is_whole_on_any_screen(width: int) -> None:
    out = io.StringIO()
    print_list(COLUMNS, [ROW, ROW], Console(file=out, width=width))
    lines = out.getvalue().split("\n")
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    letters = [c for c in out.getvalue() if c not in " \n─"]
    for cell in ROW:
        assert all(letters.count(c) >= cell.count(c) * 2 for c in set(cell) - {" "})
