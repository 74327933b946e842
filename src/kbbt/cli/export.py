"""``kbbt export`` and ``kbbt schema``: everything as JSON, and what that JSON looks like."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from kbbt.cli.common import OutputOption, StoreOption, choose_format, emit, knowledge_of
from kbbt.cli.usage import command
from kbbt.i18n import _

_EXPORT_HELP = _("Everything the store knows as one JSON document (schema kbbt/1).")

_EXAMPLES_EXPORT = ["kbbt export", "kbbt export -o everything.json"]

_SCHEMA_HELP = _("The JSON Schema of what kbbt export writes.")

_EXAMPLES_SCHEMA = ["kbbt schema -o kbbt.schema.json"]


def export(
    format_: Annotated[str | None, typer.Option("--format", "-f", metavar="F", help="json")] = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """Everything as one document."""
    from kbbt.renderers.jsonout import dumps
    from kbbt.views.export import export as everything

    choose_format(format_, output, ("json",), default="json")
    emit(dumps(everything(knowledge_of(store))), output)


def schema(output: OutputOption = None) -> None:
    """The JSON Schema of the export."""
    from kbbt.records import Export

    emit(json.dumps(Export.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2) + "\n", output)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    command(app, help=_EXPORT_HELP, examples=_EXAMPLES_EXPORT)(export)
    command(app, help=_SCHEMA_HELP, examples=_EXAMPLES_SCHEMA)(schema)
