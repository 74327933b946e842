"""How the parent and the reading child speak: frames of a length and JSON, then a length and bytes.

Nothing is pickled: a child that a hostile file has taken over can send any bytes, and the parent takes from them only
what is valid JSON of a :class:`~kbbt.records.Source`, or an error by its name and three texts.
"""

from __future__ import annotations

import json
import struct
from typing import BinaryIO

import kbbt.errors
from kbbt.errors import KbbtError

_HEAD = struct.Struct(">IQ")

_ERRORS = {
    name: kind for name, kind in vars(kbbt.errors).items() if isinstance(kind, type) and issubclass(kind, KbbtError)
}


def send(stream: BinaryIO, header: dict[str, object], data: bytes = b"") -> None:
    """Write one frame. Raises OSError when the other side is gone."""
    head = json.dumps(header).encode("ascii")
    stream.write(_HEAD.pack(len(head), len(data)) + head)
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO, limit: int) -> tuple[dict[str, object], bytes] | None:
    """Read one frame; None when the other side is gone. Raises ValueError for what is no frame, or has over ``limit`` bytes."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    size, length = _HEAD.unpack(head)
    if size > 1 << 20 or length > limit:
        raise ValueError("a frame that is too long")
    header, data = stream.read(size), stream.read(length)
    if len(header) < size or len(data) < length:
        return None
    value = json.loads(header)
    if not isinstance(value, dict):
        raise ValueError("a frame without a header")
    return value, data


def error_to_json(error: KbbtError) -> dict[str, object]:
    """An error as it crosses the pipe; very long messages are cut."""
    return {
        "kind": type(error).__name__,
        "message": error.message[:2000],
        "where": error.where[:1000],
        "remedy": error.remedy[:1000],
    }


def error_from_json(value: object) -> KbbtError:
    """The error again; one of no known kind is a fault of ours."""
    known = value if isinstance(value, dict) else {}
    kind = _ERRORS.get(str(known.get("kind")), KbbtError)
    return kind(str(known.get("message")), where=str(known.get("where", "")), remedy=str(known.get("remedy", "")))
