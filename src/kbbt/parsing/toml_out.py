"""Writing a declaration as TOML: for ``kbbt parsers show`` and ``new``; the standard library only reads it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 110


def key(name: str) -> str:
    """``name`` as a key, in quotation marks where TOML wants them."""
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def string(text: str) -> str:
    """``text`` as a TOML string: in single quotes, which need no escapes, unless it has one or a control character."""
    if "'" not in text and all(c.isprintable() for c in text):
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def value(item: Any) -> str:
    """A string, number, list or inline table."""
    if isinstance(item, str):
        return string(item)
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, Mapping):
        return "{ " + ", ".join(f"{key(k)} = {value(v)}" for k, v in item.items()) + " }"
    if isinstance(item, list):
        inner = [value(i) for i in item]
        line = f"[{', '.join(inner)}]"
        return line if len(line) <= _WIDTH else "[\n" + "".join(f"  {i},\n" for i in inner) + "]"
    return str(item)


def dumps(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> str:
    """``data`` as TOML; its dictionaries become tables, lists of dictionaries arrays of tables. Empty ones are left out."""
    plain: list[str] = []
    tables: list[str] = []
    for name, item in data.items():
        if item in ({}, [], "", None):
            continue
        inner = (*path, name)
        heading = ".".join(key(k) for k in inner)
        if isinstance(item, Mapping):
            body = dumps(item, inner)
            has_own = any(not isinstance(v, Mapping) and v not in ([], "", None) for v in item.values())
            tables.append(f"\n[{heading}]\n{body}" if has_own else body)
        elif isinstance(item, list) and item and isinstance(item[0], Mapping):
            tables.extend(f"\n[[{heading}]]\n{dumps(one, inner)}" for one in item)
        else:
            plain.append(f"{key(name)} = {value(item)}\n")
    return "".join(plain) + "".join(t for t in tables if t.strip())
