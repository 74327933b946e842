"""``kbbt history`` and ``kbbt search``: one case through time; full text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kbbt.cli.cases import CaseArgument
from kbbt.cli.common import (
    GroupOption,
    OutputOption,
    StoreOption,
    choose_format,
    console,
    emit,
    find_group,
    knowledge_of,
)
from kbbt.cli.lists import FORMATS, FormatOption, show
from kbbt.cli.usage import command
from kbbt.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

_HISTORY_HELP = _("""One case through time, each step with its words and its source.

CASE is an id or any unambiguous part of a name.""")

_EXAMPLES_HISTORY = ["kbbt history 瑞芳", "kbbt history k7m2q --format json"]

_SEARCH_HELP = _("Full text of entries, resolutions and motions; every word of TEXT must occur.")

_EXAMPLES_SEARCH = ["kbbt search 捷運", 'kbbt search "碳 健檢" --group 產業']


def history(
    case: CaseArgument, format_: FormatOption = None, output: OutputOption = None, store: StoreOption = None
) -> None:
    """One case through time."""
    from kbbt.views import cases
    from kbbt.views.history import Step
    from kbbt.views.history import history as story_of

    knowledge = knowledge_of(store)
    story = story_of(knowledge, cases.resolve(knowledge, case).id)
    chosen = choose_format(format_, output, FORMATS)
    if chosen == "terminal":
        from kbbt.renderers.terminal.history import print_history

        print_history(story, console())
        return
    if chosen == "json":
        from kbbt.renderers.jsonout import dumps

        emit(dumps(story), output)
        return
    from kbbt.renderers.terminal.lists import Column

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, Step)
        date = model.date.isoformat() if model.date else ""
        return [date, model.kind, model.basis, model.name, model.words or "", model.text, model.source_name]

    columns = [Column(title) for title in ("date", "kind", "basis", "name", "words", "text", "source")]
    show(story.steps, columns, row, format_=format_, output=output, empty="")


def search(
    text: Annotated[list[str], typer.Argument(metavar="TEXT…", help=_("Words to look for."))],
    group: GroupOption = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("At most this many hits."))] = 50,
    format_: FormatOption = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """Full text."""
    from kbbt.renderers.terminal.lists import Column
    from kbbt.views.search import Hit
    from kbbt.views.search import search as find

    knowledge = knowledge_of(store)
    hits = find(knowledge, " ".join(text), group=find_group(knowledge, group), limit=limit)
    if choose_format(format_, output, FORMATS) == "terminal" and hits:
        from kbbt.renderers.terminal.history import print_hits

        print_hits(hits, console())
        return

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, Hit)
        date = model.date.isoformat() if model.date else ""
        return [date, model.group or "", "; ".join(model.names), model.label, model.text, model.source_name]

    columns = [Column(title) for title in ("date", "group", "names", "label", "text", "source")]
    show(hits, columns, row, format_=format_, output=output, empty=_("Nothing was found."))


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    command(app, help=_HISTORY_HELP, examples=_EXAMPLES_HISTORY)(history)
    command(app, help=_SEARCH_HELP, examples=_EXAMPLES_SEARCH)(search)
