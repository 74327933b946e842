"""How commands are declared, and their help and usage errors in the user's language.

typer says Usage, Options or "Missing argument" in English, and fills lines by counting characters, of which a Chinese one
is two cells wide. Here are its words as messages, and a layout by display width. Examples stand with the command and not
in its help text: they are the same in every language.
"""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from kbbt.i18n import _, retold, said

F = TypeVar("F", bound=Callable[..., Any])

_WIDEST = 100
_FIRST_COLUMN = 30

TYPER_SAYS = (
    said("[OPTIONS]"),
    said("COMMAND [ARGS]..."),
    said("required"),
    said("default: {value}"),
    said("env var: {name}"),
    said("Show this message and exit."),
    said("Install completion for the current shell."),
    said("Show completion for the current shell, to copy it or customize the installation."),
    said("{shell} completion installed in {path}"),
    said("Completion will take effect once you restart the terminal"),
    said("Missing argument {name}."),
    said("Missing option {name}."),
    said("Missing command."),
    said("No such command {name}."),
    said("No such command {name}. Did you mean {names}?"),
    said("No such option: {name}"),
    said("No such option: {name} (Possible options: {names})"),
    said("Got unexpected extra argument(s) ({names})"),
    said("Option {name} requires an argument."),
    said("Option {name} does not take a value."),
    said("Invalid value for {name}: {reason}"),
    said("Input should be greater than or equal to {least}"),
    said("Input should be a valid integer, unable to parse string as an integer"),
    said("Input should be a valid number, unable to parse string as a number"),
)
"""What typer says in English; :func:`kbbt.i18n.retold` knows these words."""


class _Help:
    """The help of a command or a group of commands."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """One line: the command with its arguments."""
        pieces = [piece for parameter in ctx.command.get_params(ctx) for piece in _usage(parameter)]
        options = [retold("[OPTIONS]")]
        rest = [retold("COMMAND [ARGS]...")] if isinstance(ctx.command, TyperGroup) else []
        formatter.write(_("Usage: {line}", line=" ".join([ctx.command_path, *options, *pieces, *rest])) + "\n")

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole page."""
        command = ctx.command
        width = formatter.width
        self.format_usage(ctx, formatter)
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            formatter.write("\n" + _filled(paragraph.replace("\n", " "), width, 2))
        if command.epilog:
            lines = "".join(f"  {line}\n" for line in command.epilog.split("\n"))
            formatter.write("\n" + _("Examples:") + "\n" + lines)
        arguments, options = [], []
        for parameter in command.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            if parameter.param_type_name == "argument":
                arguments.append((parameter.metavar or record[0], _described(record[1])))
            else:
                options.append((record[0], _described(record[1])))
        subcommands = [(name, _first_line(one.help)) for name, one in getattr(command, "commands", {}).items()]
        for title, rows in ((_("Arguments:"), arguments), (_("Options:"), options), (_("Commands:"), subcommands)):
            if rows:
                formatter.write(f"\n{title}\n{_columns(rows, width)}")


class Command(_Help, TyperCommand):
    """A command with its help in the user's language."""


class Group(_Help, TyperGroup):
    """Commands under one name."""


def group(*, help: str, examples: Sequence[str], cls: type[Group] = Group, name: str | None = None) -> typer.Typer:
    """A place for commands."""
    return typer.Typer(
        name=name,
        cls=cls,
        help=help,
        epilog="\n".join(examples),
        no_args_is_help=cls is Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST},
    )


def command(
    place: typer.Typer, *, help: str, examples: Sequence[str], name: str | None = None, hidden: bool = False
) -> Callable[[F], F]:
    """Declare a command with its help and examples of its use."""
    settings = {"help_option_names": ["-h", "--help"], "max_content_width": _WIDEST}
    return place.command(
        name, cls=Command, help=help, epilog="\n".join(examples), context_settings=settings, hidden=hidden
    )


@contextmanager
def retelling(arguments: Sequence[str]) -> Iterator[None]:
    """What typer prints itself (where completion was installed) in the user's language."""
    if "--install-completion" not in arguments:
        yield
        return
    told = io.StringIO()
    try:
        with redirect_stdout(told):
            yield
    finally:
        for line in told.getvalue().splitlines():
            typer.echo(retold(line))


def explained(error: TyperException) -> str:
    """What is wrong with the command line, how it is used, and where to read more; or the help that stands for an error."""
    ctx = getattr(error, "ctx", None)
    message = error.format_message()
    if ctx is None:
        return f"kbbt: {retold(message)}"
    if message == ctx.get_help():  # a group of commands that was called without any
        return message
    more = _("Help: {command}", command=f"{ctx.command_path} {ctx.help_option_names[-1]}")
    return f"kbbt: {retold(message)}\n      {ctx.get_usage()}\n      {more}"


def _usage(parameter: Any) -> Iterable[str]:
    if parameter.param_type_name == "argument":
        name = parameter.metavar or parameter.name.upper()
        yield name if parameter.required else f"[{name}]"


def _described(text: str) -> str:
    """The help of an option, with what typer adds in brackets retold."""
    match = re.fullmatch(r"(.*?)(?:  )?\[([^\[\]]*)\]", text, re.DOTALL)
    if match is None:
        return retold(text)
    added = [retold(part.replace("(./", "./").removesuffix(")")) for part in match[2].split("; ")]
    return f"{retold(match[1])}  [{_('; ').join(added)}]".strip()


def _first_line(text: str | None) -> str:
    return inspect.cleandoc(text or "").split("\n")[0]


def _filled(text: str, width: int, indent: int, *, first: str = "") -> str:
    from kbbt.renderers.terminal.wrap import wrap

    lines = wrap(text, max(width - indent, 20), hanging=False).split("\n")
    return "".join(f"{first or ' ' * indent if n == 0 else ' ' * indent}{line}\n" for n, line in enumerate(lines))


def _columns(rows: Sequence[tuple[str, str]], width: int) -> str:
    from rich.cells import cell_len

    column = min(max(cell_len(name) for name, _text in rows), _FIRST_COLUMN) + 4
    out = ""
    for name, text in rows:
        head = f"  {name}"
        if cell_len(head) > column - 2:
            out += f"{head}\n"
            head = ""
        out += _filled(text, width, column, first=head + " " * (column - cell_len(head)))
    return out
