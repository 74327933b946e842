"""What every command shares: the store option, consoles, where output goes."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from kbbt.errors import UsageError
from kbbt.i18n import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from rich.console import Console

    from kbbt.store import Store
    from kbbt.store.knowledge import Knowledge

StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        envvar="KBBT_STORE",
        show_default="./kbbt-data",
        help=_("The folder that holds what was ingested."),
    ),
]
GroupOption = Annotated[
    str | None,
    typer.Option("--group", "-g", metavar="G", help=_("Only this working group (any unambiguous part of its name).")),
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Write to FILE; the format follows its suffix."))
]


def open_store(path: Path | None) -> Store:
    """The store a command works on: ``--store``, else KBBT_STORE, else ``./kbbt-data``."""
    from kbbt.store import Store

    return Store(path or Path("kbbt-data"))


def knowledge_of(path: Path | None) -> Knowledge:
    """All the store knows. An empty store is a usage error that names the next command."""
    store = open_store(path)
    knowledge = store.knowledge()
    if not knowledge.sources:
        raise UsageError(
            _("nothing has been ingested yet"),
            where=str(path or "kbbt-data"),
            remedy=_("Run: kbbt ingest FILES… (or name another store with --store)."),
        )
    return knowledge


def day(text: str) -> dt.date:
    """A date as the command line takes it. Raises UsageError with the accepted forms."""
    from kbbt.dates import parse_date

    return parse_date(text)


def console(*, stderr: bool = False) -> Console:
    """A console for results (standard output) or, with ``stderr``, for messages; what is printed cannot act on it."""
    from kbbt.renderers.terminal.safe import SafeConsole

    return SafeConsole(stderr=stderr, markup=False, highlight=False, emoji=False)


def choose_format(given: str | None, output: Path | None, known: Sequence[str], default: str = "terminal") -> str:
    """The output format: ``--format`` first, else the suffix of ``--output``, else ``default``."""
    if given is None and output is not None:
        given = output.suffix.lstrip(".").lower()
        given = {"markdown": "md", "htm": "html", "txt": "terminal"}.get(given, given)
        if given not in known:
            raise UsageError(
                _("no output format has the suffix {suffix!r}", suffix=output.suffix),
                where=str(output),
                remedy=_("Formats: {formats}.", formats=_(", ").join(known)),
            )
    given = given or default
    if given not in known:
        raise UsageError(
            _("there is no format {name!r} here", name=given),
            remedy=_("Formats: {formats}.", formats=_(", ").join(known)),
        )
    return given


def emit(data: str | bytes, output: Path | None) -> None:
    """Write a result to FILE, or to standard output. Binary data is not thrown at a terminal."""
    payload = data.encode("utf-8") if isinstance(data, str) else data
    if output is None:
        if isinstance(data, bytes) and sys.stdout.isatty():
            raise UsageError(_("this format is binary"), remedy=_("Add -o FILE, or send the output to a file or pipe."))
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None or (isinstance(data, str) and sys.stdout.isatty()):
            sys.stdout.write(payload.decode("utf-8"))
        else:
            sys.stdout.flush()
            stream.write(payload)
            stream.flush()
        return
    write_file(output, payload)


def write_file(path: Path, payload: bytes) -> None:
    """Write FILE all or nothing; through a link, and straight into what is no file (a pipe, ``/dev/stdout``).

    Raises UsageError when its folder is missing, may not be written or is full.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(payload)
        else:
            _replace(path.resolve(), payload)
    except OSError as error:
        raise UsageError(
            _("cannot write the file: {reason}", reason=error.strerror or str(error)),
            where=str(path),
            remedy=_("Choose a folder that exists, that you may write to, and that has room."),
        ) from error
    console(stderr=True).print(_("Written: {path}", path=path), soft_wrap=True)


def _replace(path: Path, payload: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(payload)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def find_group(knowledge: Knowledge, text: str | None) -> str | None:
    """The full name of the group that ``text`` is an unambiguous part of."""
    if text is None:
        return None
    from kbbt.text import fold

    names: dict[str, None] = {}
    for source in knowledge.sources:
        names |= dict.fromkeys(group.name for report in source.reports for group in report.groups)
        names |= dict.fromkeys(meeting.group for meeting in source.meetings if meeting.group)
    key = fold(text)
    exact = [name for name in names if fold(name) == key]
    found = exact or [name for name in names if key in fold(name)]
    if len(found) == 1:
        return found[0]
    problem = _("no group is called {text!r}", text=text) if not found else _("{text!r} fits several groups", text=text)
    raise UsageError(problem, remedy=_("Groups: {names}.", names=_(", ").join(found or names)))


def ocr_mode(text: str) -> Literal["auto", "always", "never"]:
    """The value of ``--ocr``. Raises UsageError."""
    if text not in ("auto", "always", "never"):
        raise UsageError(_("--ocr cannot be {value!r}", value=text), remedy=_("Give auto, always or never."))
    return cast("Literal['auto', 'always', 'never']", text)
