"""Nothing that came from outside may move the cursor, colour the terminal or hide itself."""

from __future__ import annotations

import re

from rich.text import Text

# C0 and C1 controls but the line feed, bidi and zero-width marks, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ud800-\udfff]"
)


def shown(text: str) -> str:
    """``text`` with every character a terminal might act on written as an escape such as ``\\x1b``."""
    return _UNSAFE.sub(lambda m: m[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)


def plain(text: str, style: str = "") -> Text:
    """``text`` as a rich Text: never markup, never control characters."""
    return Text(shown(text), style=style)
