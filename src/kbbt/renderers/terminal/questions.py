"""A question of the register on the terminal: both names with their texts, side by side."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kbbt.dates import to_roc
from kbbt.i18n import _, retold
from kbbt.register import Question
from kbbt.register.keys import split_key
from kbbt.register.mentions import of_refs
from kbbt.renderers.terminal.safe import plain, shown
from kbbt.renderers.terminal.wrap import wrap_text
from kbbt.store.knowledge import Knowledge

_MOST = 3
"""Texts shown of each side; the newest come last and say most."""


def _side(knowledge: Knowledge, key: str, refs: list[str], width: int) -> Text:
    group, name = split_key(key)
    text = wrap_text(plain(name, "bold"), width, hanging=False)
    if group:
        text.append(f"\n{shown(group)}", style="dim")
    found = of_refs(knowledge.sources, refs)
    if len(found) > _MOST:
        text.append("\n").append(_("… and {count} earlier", count=len(found) - _MOST), style="dim")
    for one in found[-_MOST:]:
        date = to_roc(one.date) if one.date else "—"
        text.append(f"\n\n{date}  ", style="cyan").append_text(
            wrap_text(plain(f"{one.title} {one.label}", "dim"), width, hanging=False)
        )
        text.append("\n").append_text(wrap_text(plain(one.text), width))
    return text


def print_question(question: Question, knowledge: Knowledge, console: Console, *, number: int, total: int) -> None:
    """Print one question, the two sides beside one another."""
    width = max((console.width - 7) // 2, 12)
    table = Table(box=box.SQUARE, show_header=False, width=console.width)
    table.add_column(width=width, overflow="fold", no_wrap=True)
    table.add_column(width=width, overflow="fold", no_wrap=True)
    table.add_row(
        _side(knowledge, question.left, question.left_refs, width),
        _side(knowledge, question.right, question.right_refs, width),
    )
    head = Text(_("Question {number} of {total}", number=number, total=total), style="bold").append(
        f"  #{question.id}", style="dim"
    )
    console.print()
    console.print(head)
    console.print(wrap_text(plain(retold(question.reason)), console.width))
    console.print(table)
