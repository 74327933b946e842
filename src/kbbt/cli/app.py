"""The commands, put together; and the one place where failures become messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated, TextIO

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
from kbbt.cli.usage import explained, group, retelling
from kbbt.errors import ExitCode, KbbtError, UsageError
from kbbt.i18n import _

_FIRST_FREE = 3
"""The first file handle that is none of the standard streams."""

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

    try:
        print(shown(text), file=sys.stderr, flush=True)  # noqa: T201  # the one place where failures are told
    except OSError:  # nobody listens
        _drop(sys.stderr)


def _explain(error: KbbtError) -> None:
    from kbbt.renderers.terminal.safe import one_line

    head = f"{one_line(error.where)}: {error.message}" if error.where else error.message
    _say(f"kbbt: {head}")
    if error.remedy:
        _say(f"      {error.remedy}")


def _open_streams() -> None:
    """Make the three standard streams usable, whatever state they were handed over in."""
    # A closed one would be the number of the next file that is opened, and what is printed would go into that file.
    while (handle := os.open(os.devnull, os.O_RDWR)) < _FIRST_FREE:
        pass
    os.close(handle)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123  # lives as long as we do
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            # A console that cannot write a character (cp950, ascii) shows it escaped instead of ending the program.
            stream.reconfigure(errors="backslashreplace")


def _drop(stream: TextIO) -> None:
    """Nothing more can be written to ``stream``: let what is still waiting go nowhere, also at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _fault(error: Exception) -> ExitCode:
    if os.environ.get("KBBT_DEBUG"):
        raise error
    _say(_("kbbt: a fault of ours: {kind}: {error}", kind=type(error).__name__, error=error))
    _say(_("      Please report it with the command you ran; KBBT_DEBUG=1 shows where it happened."))
    return ExitCode.INTERNAL


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and give its exit code; every :class:`KbbtError` ends here."""
    _open_streams()
    try:
        with retelling(sys.argv[1:] if arguments is None else arguments):
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
        _drop(sys.stdout)  # its reader went away (`kbbt report | head`), and nothing went wrong
        return ExitCode.OK
    except OSError as error:
        if error.filename is not None:
            return _fault(error)
        # No file is at fault (those are told where they are opened), so it is the output that cannot be written.
        _drop(sys.stdout)
        why = _("cannot write the output: {reason}", reason=error.strerror or str(error))
        _explain(UsageError(why, remedy=_("Make room, or send the output elsewhere, and run the command again.")))
        return ExitCode.USAGE
    except Exception as error:
        return _fault(error)
    if result == ExitCode.INTERRUPTED:
        _say(_("kbbt: interrupted; what was reported as done is kept"))
    return result if isinstance(result, int) else ExitCode.OK
