"""The one way kbbt writes JSON: UTF-8 unescaped, keys in the order of the model, short values on one line.

Reading and writing again gives the same bytes, so that a store can be kept under version control and two runs compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel

WIDTH = 96
"""A list or object whose one-line form has at most so many characters stays on one line."""

_scalar: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def dumps(value: object, *, level: int = 0) -> str:
    """Canonical JSON of a record, or of dicts, lists and scalars; no line feed at its end.

    ``level`` is the depth of indentation the text will stand at (its first line is never indented). Raises ValueError
    for what JSON or UTF-8 cannot hold (NaN, lone surrogates).
    """
    text = _layout(_plain(value), level)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"a lone surrogate cannot be written: {error.object[error.start : error.end]!r}") from None
    return text


def dump_bytes(value: object) -> bytes:
    """Canonical JSON as the bytes of a file, with a line feed at the end."""
    return (dumps(value) + "\n").encode("utf-8")


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _layout(value: object, level: int) -> str:
    if isinstance(value, BaseModel):
        value = _plain(value)
    if isinstance(value, Mapping):
        opening, closing = "{", "}"
        parts = [f"{_scalar(str(key))}: {_layout(item, level + 1)}" for key, item in value.items()]
    elif isinstance(value, Sequence) and not isinstance(value, str):
        opening, closing = "[", "]"
        parts = [_layout(item, level + 1) for item in value]
    else:
        return _scalar(value)
    size = 2 * len(parts) + sum(map(len, parts))
    if size <= WIDTH and not any("\n" in part for part in parts):
        return f"{opening}{', '.join(parts)}{closing}"
    indent = "\n" + " " * (level + 1)
    return f"{opening}{indent}{(',' + indent).join(parts)}\n{' ' * level}{closing}"
