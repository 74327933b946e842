"""Nothing that came from outside may move the cursor, colour the terminal or hide itself."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.text import Text

from kbbt.text import INVISIBLE

# C0 and C1 controls but the line feed, other line ends, what nobody sees or turns text round, lone surrogates.
_UNSAFE = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{INVISIBLE}]")


def shown(text: str) -> str:
    """``text`` with every character a terminal might act on written as an escape such as ``\\x1b``."""
    return _UNSAFE.sub(lambda m: m[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def one_line(text: str) -> str:
    """``text`` as :func:`shown`, line feeds too: for names of files, which must not look like lines of ours."""
    return shown(text).replace("\n", "\\n")


def plain(text: str, style: str = "") -> Text:
    """``text`` as a rich Text: never markup, never control characters."""
    return Text(shown(text), style=style)


class SafeConsole(Console):
    """A console that shows every plain string it is given as it is: never markup, never control characters."""

    def on_broken_pipe(self) -> None:
        """Hand it to the command line; rich ends the program with 1, though a reader that has enough is no failure."""
        raise BrokenPipeError

    def render_str(self, text: str, **options: Any) -> Text:
        """The string as a Text."""
        return super().render_str(shown(text), **options)
