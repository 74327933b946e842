"""The commands, put together; and the one place where failures become messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from kbbt import __version__
from kbbt.cli import (
    cases,
    check,
    dates,
    deadlines,
    diff,
    export,
    history,
    ingest,
    inspect,
    parsers,
    report,
    review,
    store,
    templates,
)
from kbbt.cli.usage import explained, group
from kbbt.errors import ExitCode, KbbtError
from kbbt.i18n import _

app = group(
    name="kbbt",
    help=_("Follow cooperation cases through minutes and status tables: what stands as of a date, and what changed."),
    examples=["kbbt ingest inbox/", "kbbt report --date 113-07-11", "kbbt diff 113-07-11 115-02-09"],
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kbbt {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help=_("Show the version and exit."))
    ] = False,
) -> None:
    pass


for module in (
    ingest,
    report,
    diff,
    dates,
    cases,
    history,
    check,
    deadlines,
    review,
    inspect,
    parsers,
    export,
    templates,
    store,
):
    module.register(app)


def _say(text: str) -> None:
    from kbbt.renderers.terminal.safe import shown

    print(shown(text), file=sys.stderr)  # noqa: T201  # the one place where failures are told


def _explain(error: KbbtError) -> None:
    head = f"{error.where}: {error.message}" if error.where else error.message
    _say(f"kbbt: {head}")
    if error.remedy:
        _say(f"      {error.remedy}")


def _quiet_pipe() -> None:
    # The reader of our output went away (`kbbt report | head`): nothing more can be said, and nothing went wrong.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code; every :class:`KbbtError` ends here."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A console that cannot write a character (cp950, ascii) shows it escaped instead of ending the program.
            stream.reconfigure(errors="backslashreplace")
    try:
        result = app(args=arguments, prog_name="kbbt", standalone_mode=False)
        sys.stdout.flush()
    except KbbtError as error:
        _explain(error)
        return error.exit_code
    except TyperException as error:
        _say(explained(error).rstrip())
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        result = ExitCode.INTERRUPTED
    except BrokenPipeError:
        _quiet_pipe()
        return ExitCode.OK
    except Exception as error:
        if os.environ.get("KBBT_DEBUG"):
            raise
        _say(_("kbbt: a fault of ours: {kind}: {error}", kind=type(error).__name__, error=error))
        _say(_("      Please report it with the command you ran; KBBT_DEBUG=1 shows where it happened."))
        return ExitCode.INTERNAL
    if result == ExitCode.INTERRUPTED:
        _say(_("kbbt: interrupted; what was reported as done is kept"))
    return result if isinstance(result, int) else ExitCode.OK
