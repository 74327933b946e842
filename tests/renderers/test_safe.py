"""No text of a document or file name reaches the terminal as a control sequence or as markup."""

from __future__ import annotations

import datetime as dt
import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kbbt.renderers.terminal.report import print_report
from kbbt.renderers.terminal.safe import shown
from kbbt.text import clean
from kbbt.views.model import Report, ReportEntry, ReportGroup

EVIL = "甲\x1b[31m紅\x1b]0;title\x07\u202e倒\u200b\x9b2J[bold]粗[/bold]\ud800"


UNSEEN = "\u00ad\u061c\u180e\u200b\u2067\u3164\ufff9\U000e0041"
"""What nobody sees and what turns text round."""


def table(name: str, text: str) -> Report:
    entry = ReportEntry(case="k7m2q", name=name, text=text, date=dt.date(2024, 7, 11))
    return Report(as_of=dt.date(2024, 7, 11), title="表", groups=[ReportGroup(name="甲組", entries=[entry])])


def test_control_characters_are_shown_not_sent() -> None:
    out = io.StringIO()
    print_report(
        table(EVIL, EVIL), Console(file=out, width=80, force_terminal=True, color_system="truecolor", markup=False)
    )
    printed = out.getvalue()
    for sequence in ("\x1b[31m紅", "\x1b]0", "\x07", "\u202e", "\x9b", "\ud800"):
        assert sequence not in printed
    assert "\\x1b" in printed
    assert "[bold]" in printed


def test_what_nobody_sees_is_shown_and_never_kept() -> None:
    assert shown(UNSEEN).isascii()
    assert clean(f"甲{UNSEEN}乙") == "甲乙"
    assert clean("葛\U000e0100蜜\ufe00") == "葛\U000e0100蜜\ufe00"  # the form of an ideograph


@given(st.text())
def test_shown_leaves_nothing_that_acts(text: str) -> None:
    assert not any(
        (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in shown(text)
    )
