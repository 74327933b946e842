"""One file of the store: a record in an envelope that says its kind, its version and the checksum of the record.

The checksum is the SHA-256 of the record's text as kbbt laid it out. A file whose layout alone was changed (line ends,
indentation) is still sound: its record is laid out again and compared. What is left tells a record that was edited
from a file that is damaged.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from kbbt import jsonio
from kbbt.i18n import _

Kind = Literal["source", "register", "decisions"]
State = Literal["sound", "edited", "damaged", "newer"]
"""``edited``: a valid record that is not the one kbbt wrote. ``damaged``: not a valid record at all."""

VERSION = 1
"""The version of the layout of all files; a store of a higher one is refused."""

MIGRATIONS: dict[int, Callable[[Kind, dict[str, object]], dict[str, object]]] = {}
"""How the record of a file of version n becomes one of version n+1; applied on reading, written back by a rebuild."""

R = TypeVar("R", bound=BaseModel)

_HEAD = re.compile(rb'\{\n "kbbt": "([a-z]+)/(\d{1,9})",\n "checksum": "sha256:([0-9a-f]{64})",\n "record": ')
_TAIL = b"\n}\n"


@dataclass(frozen=True)
class Unsealed(Generic[R]):
    """What a file turned out to be. ``record`` is None when it is damaged or newer; ``why`` says so in English."""

    state: State
    record: R | None
    checksum: str
    why: str = ""


def seal(kind: Kind, record: BaseModel) -> bytes:
    """The bytes of the file that holds ``record``. Raises ValueError when the record could not be read again."""
    body = jsonio.dumps(record, level=1).encode("utf-8")
    if type(record).model_validate_json(body) != record:
        raise ValueError(f"a {kind} record would not be read back as it was written")
    return _envelope(kind, hashlib.sha256(body).hexdigest(), body)


def _envelope(kind: Kind, checksum: str, body: bytes) -> bytes:
    return f'{{\n "kbbt": "{kind}/{VERSION}",\n "checksum": "sha256:{checksum}",\n "record": '.encode() + body + _TAIL


def unseal(kind: Kind, model: type[R], data: bytes) -> Unsealed[R]:
    """Read a file of the store; never raises."""
    head = _HEAD.match(data)
    if head and data.endswith(_TAIL):
        body = data[head.end() : -len(_TAIL)]
        if (
            hashlib.sha256(body).hexdigest().encode() == head[3]
            and head[1].decode() == kind
            and int(head[2]) == VERSION
        ):
            try:
                return Unsealed("sound", model.model_validate_json(body), head[3].decode())
            except ValidationError as error:
                # Its checksum is right, so kbbt wrote it: another kbbt than this one.
                return Unsealed("newer", None, head[3].decode(), _first(error))
    return _unseal_slowly(kind, model, data)


def _unseal_slowly(kind: Kind, model: type[R], data: bytes) -> Unsealed[R]:
    try:
        envelope = json.loads(data.decode("utf-8"))
        name, _slash, version = envelope["kbbt"].partition("/")
        written, record, level = str(envelope["checksum"]).removeprefix("sha256:"), envelope["record"], int(version)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Unsealed("damaged", None, "", _reason(data, error))
    if name != kind:
        return Unsealed("damaged", None, written, _("it holds a {name!r}, not a {kind}", name=name, kind=kind))
    if level > VERSION:
        return Unsealed(
            "newer", None, written, _("its version is {level}, this kbbt knows {known}", level=level, known=VERSION)
        )
    try:
        body = jsonio.dumps(record, level=1).encode("utf-8")
        intact = hashlib.sha256(body).hexdigest() == written
        for step in range(level, VERSION):
            record = MIGRATIONS[step](kind, record)
        read = model.model_validate_json(json.dumps(record))
        # Not the layout and not the order of keys counts: a record is edited when what it says is another thing.
        again = hashlib.sha256(jsonio.dumps(read, level=1).encode("utf-8")).hexdigest()
    except ValidationError as error:
        return Unsealed("damaged", None, written, _first(error))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return Unsealed("damaged", None, written, str(error))
    if intact or again == written:
        return Unsealed("sound", read, again)
    return Unsealed("edited", read, again, _("it is not what kbbt wrote"))


def _reason(data: bytes, error: Exception) -> str:
    if not data:
        return _("it is empty")
    if not data.strip(b"\0"):
        return _("it holds nothing but zero bytes")
    if isinstance(error, json.JSONDecodeError):
        return _("it is not JSON at line {line}: {reason}", line=error.lineno, reason=error.msg)
    if isinstance(error, UnicodeDecodeError):
        return _("it is not UTF-8 at byte {byte}", byte=error.start)
    return _("it is not a file of a kbbt store")


def _first(error: ValidationError) -> str:
    """The first fault of a record, in short: a record may hold very long texts, which do not belong in a message."""
    fault = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in fault["loc"])
    return f"{where}: {fault['msg']}" if where else fault["msg"]
