"""On which line of a TOML file a key or a string stands; tomllib does not say."""

from __future__ import annotations

import re
import tomllib

KeyPath = tuple[str | int, ...]

_BARE = r"[A-Za-z0-9_-]+"
_PIECE = re.compile(rf"\s*(?:({_BARE})|\"([^\"]*)\"|'([^']*)')\s*")
_TRIPLE = re.compile(r"\"\"\"|'''")


def _key(text: str) -> tuple[list[str], int] | None:
    """The dotted key at the head of ``text`` and where it ends; None when there is none."""
    keys: list[str] = []
    at = 0
    while (match := _PIECE.match(text, at)) is not None:
        keys.append(match[1] or match[2] or match[3] or "")
        at = match.end()
        if not text.startswith(".", at):
            return keys, at
        at += 1
    return None


class TomlLines:
    """Line numbers (from 1) of the keys of one file. Keys inside inline tables have their table's line."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._keys: dict[KeyPath, int] = {}
        self._scan()

    def _scan(self) -> None:
        table: KeyPath = ()
        counts: dict[KeyPath, int] = {}
        waiting: list[str] | None = None  # a value that goes on over several lines
        for number, line in enumerate(self._lines, 1):
            if waiting is not None:
                waiting.append(line)
                if _complete("\n".join(waiting)):
                    waiting = None
                continue
            bare = line.strip()
            if bare.startswith("[["):
                found = _key(bare[2:])
                if found:
                    path = tuple(found[0])
                    counts[path] = counts.get(path, -1) + 1
                    table = (*path, counts[path])
                    self._keys.setdefault(path, number)
                    self._keys[table] = number
            elif bare.startswith("["):
                found = _key(bare[1:])
                if found:
                    table = tuple(found[0])
                    self._keys.setdefault(table, number)
            elif bare and not bare.startswith("#"):
                found = _key(bare)
                if found and bare[found[1] :].startswith("="):
                    for i in range(1, len(found[0]) + 1):
                        self._keys.setdefault((*table, *found[0][:i]), number)
                    if not _complete(bare):
                        waiting = [bare]

    def line(self, path: KeyPath) -> int | None:
        """The line of ``path``, or of the nearest table around it; None when the file has none of them."""
        while path:
            if path in self._keys:
                return self._keys[path]
            path = path[:-1]
        return None

    def line_of_string(self, path: KeyPath, value: str) -> int | None:
        """The line on which the string ``value`` of the list at ``path`` stands; the list's own when it is not found."""
        start = self.line(path)
        if start is None:
            return None
        quoted = {value, value.replace("\\", "\\\\").replace('"', '\\"')}
        first_line = value.strip().splitlines()[:1]
        for number in range(start, len(self._lines) + 1):
            line = self._lines[number - 1]
            if any(f'"{q}"' in line or f"'{q}'" in line for q in quoted) or any(
                f"'''{f}" in line or f'"""{f}' in line for f in first_line
            ):
                return number
        return start


def _complete(text: str) -> bool:
    """True when ``text`` is a whole ``key = value``."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True
