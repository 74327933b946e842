"""What the terminal shows, as a text file: no colour, 100 cells wide."""

from __future__ import annotations

import io

from rich.console import Console

from kbbt.renderers.terminal.diff import print_diff
from kbbt.renderers.terminal.report import print_report
from kbbt.views.model import Difference, Report

_WIDTH = 100


def _recording() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=_WIDTH, color_system=None, markup=False, highlight=False, emoji=False), out


def report_plain(report: Report) -> str:
    """The table as plain text."""
    console, out = _recording()
    print_report(report, console)
    return out.getvalue()


def diff_plain(difference: Difference) -> str:
    """The difference as plain text."""
    console, out = _recording()
    print_diff(difference, console)
    return out.getvalue()
