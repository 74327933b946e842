"""Write (or check) the documentation that is made from the program itself (``make docs``).

python tools/make_docs.py            # write
python tools/make_docs.py --check    # exit 1 when a page is out of date
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MARKER = "<!-- from here on: made from the program by make docs -->"


def _help(*words: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "KBBT_LANG": "en", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    environment.pop("KBBT_STORE", None)
    done = subprocess.run(
        [sys.executable, "-m", "kbbt", *words, "--help"],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
        encoding="utf-8",
    )
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def command_paths() -> list[tuple[str, ...]]:
    """Every command of the program, sub-commands after their group, in the order of ``--help``."""
    from typer.models import CommandInfo

    from kbbt.cli.app import app

    def named(command: CommandInfo) -> str:
        return command.name or (command.callback.__name__ if command.callback else "")

    paths: list[tuple[str, ...]] = [(named(command),) for command in app.registered_commands]
    for group in app.registered_groups:
        inner = group.typer_instance.registered_commands if group.typer_instance else []
        paths += [(str(group.name),), *((str(group.name), named(command)) for command in inner)]
    return paths


def commands() -> str:
    """docs/commands.md: the help of every command."""
    out = ["# Commands", "", "Made from `kbbt --help`; do not edit.", "", "```text", _help(), "```"]
    for path in command_paths():
        out += ["", f"{'#' * (1 + len(path))} kbbt {' '.join(path)}", "", "```text", _help(*path), "```"]
    return "\n".join(out) + "\n"


def _after_marker(name: str, text: str) -> str:
    """The page ``name`` with ``text`` after its marker; what stands before it is written by hand."""
    head, marker, _old = (ROOT / name).read_text(encoding="utf-8").partition(MARKER)
    assert marker, f"{name} has no marker"
    return f"{head}{marker}\n\n{text.rstrip()}\n"


def templates() -> str:
    """docs/templates.md: what a template may use."""
    from kbbt.renderers.template_reference import reference

    return _after_marker("docs/templates.md", reference())


def checks() -> str:
    """docs/checks.md: every check with what it finds and what it does not."""
    os.environ["KBBT_LANG"] = "en"
    from kbbt.views.check.reference import reference

    return reference()


def parsers() -> str:
    """docs/parsers.md: the vocabulary of declarations."""
    from kbbt.parsing.reference import reference

    return _after_marker("docs/parsers.md", reference())


PAGES: dict[str, Callable[[], str]] = {
    "docs/checks.md": checks,
    "docs/commands.md": commands,
    "docs/parsers.md": parsers,
    "docs/templates.md": templates,
}


def main(arguments: list[str]) -> int:
    """Write or check every page."""
    stale = []
    for name, make in PAGES.items():
        path, text = ROOT / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
            print(f"{name}: written")
    if "--check" in arguments and stale:
        print(f"out of date: {', '.join(stale)}; run: make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
