"""``kbbt review``: settle what the register was not sure of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kbbt.cli.common import OutputOption, StoreOption, console, knowledge_of
from kbbt.cli.lists import FormatOption, show
from kbbt.cli.usage import command
from kbbt.i18n import _, retold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic import BaseModel

    from kbbt.register.model import Question

_HELP = _("""Settle what the register was not sure of: one question at a time, both texts side by side.

Answers: s (the same case), d (different cases), l (later), q (stop). Every answer can be taken back (kbbt cases undo).""")

_EXAMPLES = ["kbbt review", "kbbt review --list", "kbbt review --answer q1a2b3=same"]


def review(
    list_: Annotated[bool, typer.Option("--list", help=_("Only list the open questions."))] = False,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="ID=same|different", help=_("Answer without being asked; for scripts.")),
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """Settle open questions."""
    from kbbt.register import Question
    from kbbt.renderers.terminal.lists import Column

    knowledge = knowledge_of(store)
    questions = knowledge.register.questions
    if answer:
        from kbbt.cli.deciding import decide, stamp
        from kbbt.register.decisions import answer as decided

        pairs = [_parsed(one, questions) for one in answer]
        decide(store, lambda before: [*before, *(decided(question, same=same, **stamp()) for question, same in pairs)])
        console().print(_("{count} questions settled", count=len(pairs)))
        return

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, Question)
        return [model.id, model.left, model.right, str(model.score), retold(model.reason)]

    if list_ or format_ or output:
        columns = [
            Column(_("Id"), style="cyan"), Column(_("One"), flexible=True), Column(_("Other"), flexible=True), Column(_("Likeness")),
            Column(_("Why it is asked"), flexible=True),
        ]  # fmt: skip
        show(questions, columns, row, format_=format_, output=output, empty=_("There are no open questions."))
        return
    if not questions:
        console().print(_("There are no open questions."))
        return
    _ask_all(store, len(questions))


def _parsed(text: str, questions: Sequence[Question]) -> tuple[Question, bool]:
    from kbbt.errors import UsageError

    id_, _sign, said = text.partition("=")
    found = [question for question in questions if question.id == id_]
    if not found:
        raise UsageError(_("there is no open question {id!r}", id=id_), remedy=_("kbbt review --list shows them."))
    if said not in ("same", "different"):
        raise UsageError(_("the answer cannot be {text!r}", text=said), remedy=_("Write ID=same or ID=different."))
    return found[0], said == "same"


def _ask_all(store: Path | None, total: int) -> None:
    """Ask every open question once; each answer is kept at once, and may settle others."""
    from kbbt.cli.deciding import decide, stamp
    from kbbt.register.decisions import answer as decided
    from kbbt.renderers.terminal.questions import print_question

    asked: set[str] = set()
    settled = 0
    while True:
        knowledge = knowledge_of(store)
        left = [question for question in knowledge.register.questions if question.id not in asked]
        if not left:
            break
        question = left[0]
        asked.add(question.id)
        print_question(question, knowledge, console(), number=len(asked), total=max(total, len(asked)))
        said = ""
        while said not in ("s", "d", "l", "q"):
            said = typer.prompt(_("Same case (s), different (d), later (l), stop (q)"), default="l").strip().lower()[:1]
        if said == "q":
            break
        if said != "l":
            decision = decided(question, same=said == "s", **stamp())
            decide(store, lambda before, made=decision: [*before, made])  # type: ignore[misc]  # bound now, not at the call
            settled += 1
    open_ = len(knowledge_of(store).register.questions)
    console().print(_("{settled} settled, {open} still open", settled=settled, open=open_))


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(review)
