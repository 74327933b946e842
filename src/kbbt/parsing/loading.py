"""Reading declarations: TOML → merged with what it extends → checked by the model; every error has its place."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from kbbt.errors import DeclarationError
from kbbt.i18n import _
from kbbt.parsing.model import Declaration
from kbbt.parsing.near import near
from kbbt.parsing.patterns import LONGEST_PATTERN
from kbbt.parsing.toml_lines import KeyPath, TomlLines
from kbbt.text import fold

_NOT_INHERITED = ("recognise", "extends", "drop", "summary", "kind", "version")
_REPLACED = ("levels",)
_IN_ORDER = (("groups",), ("cities",), ("platforms",))
_LONGEST_FILE = 1_000_000
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


@dataclass(frozen=True)
class File:
    """One declaration as it stands in its file; its name is the file's without ``.toml``."""

    path: Path
    raw: dict[str, Any]
    lines: TomlLines

    @property
    def name(self) -> str:
        """What ``--parser`` and ``extends`` call it."""
        return self.path.stem


@dataclass(frozen=True)
class Origin:
    """Where the keys of a merged declaration come from: the files of the chain, its own first."""

    files: tuple[File, ...]

    def place(self, path: KeyPath, value: str | None = None) -> str:
        """``file.toml:12`` of the key at ``path``, or of the string ``value`` in the list there."""
        for file in self.files:
            if value is not None and not _holds(file.raw, path, value):
                continue
            if value is None and not _holds(file.raw, path, None):
                continue
            line = file.lines.line(path) if value is None else file.lines.line_of_string(path, value)
            return f"{file.path}:{line}" if line else str(file.path)
        own = self.files[0]
        line = own.lines.line(path)
        return f"{own.path}:{line}" if line else str(own.path)

    def is_own(self, path: KeyPath, value: str) -> bool:
        """True when the string ``value``, in the list at ``path`` or its key, stands in the family's own file."""
        return _holds(self.files[0].raw, path, None if path[-1] == value else value)

    def error(self, message: str, path: KeyPath, *, value: str | None = None, remedy: str = "") -> DeclarationError:
        """A DeclarationError at the place of ``path``."""
        return DeclarationError(message, where=self.place(path, value), remedy=remedy or _reference())


def _holds(raw: Any, path: KeyPath, value: str | None) -> bool:
    for key in path:
        inside = (
            key < len(raw)
            if isinstance(raw, list) and isinstance(key, int)
            else isinstance(raw, Mapping) and key in raw
        )
        if not inside:
            return False
        raw = raw[key]
    return value is None or raw == value or (isinstance(raw, list) and value in raw)


def _reference() -> str:
    return _("What a declaration may say is in docs/parsers.md.")


def read_file(path: Path) -> File:
    """The TOML in ``path``. Raises DeclarationError when it cannot be read or is no TOML."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DeclarationError(
            _("the declaration cannot be read: {reason}", reason=error.strerror or str(error)),
            where=str(path),
            remedy=_("Give a file that can be read."),
        ) from error
    if len(data) > _LONGEST_FILE:
        raise DeclarationError(_("the declaration is too long"), where=str(path), remedy=_reference())
    try:
        text = data.decode("utf-8-sig")
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DeclarationError(
            _("the file is not UTF-8"), where=f"{path}:{line}", remedy=_("Save it as UTF-8.")
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT_LINE.search(str(error))
        raise DeclarationError(
            _("this is no TOML: {error}", error=_AT_LINE.sub("", str(error))),
            where=f"{path}:{at[1]}" if at is not None else str(path),
            remedy=_("Texts stand in quotation marks, patterns best in single ones: '\\d'."),
        ) from error
    return File(path, raw, TomlLines(text))


def merge(file: File, others: Mapping[str, File]) -> tuple[Declaration, Origin]:
    """The declaration in ``file`` with what it extends, checked. Raises DeclarationError."""
    chain = _chain(file, others)
    origin = Origin(tuple(chain))
    merged: dict[str, Any] = {}
    for one in reversed(chain):
        for key in _NOT_INHERITED:
            merged.pop(key, None)
        drop = one.raw.get("drop", [])
        for path in drop if isinstance(drop, list) else ():  # anything else is refused below, with its place
            _drop(merged, path, one)
        merged = _merged(merged, copy.deepcopy(one.raw))
    try:
        declaration = Declaration.model_validate(merged)
    except ValidationError as error:
        raise _explained(error, origin) from error
    return declaration, origin


def _chain(file: File, others: Mapping[str, File]) -> list[File]:
    chain = [file]
    while (parent := chain[-1].raw.get("extends")) is not None:
        place = Origin((chain[-1],))
        if not isinstance(parent, str) or parent not in others:
            raise place.error(
                _("there is no declaration {name!r} to extend", name=parent), ("extends",), remedy=near(parent, others)
            )
        if any(one.name == parent for one in chain):
            raise place.error(_("the declaration extends itself through {name!r}", name=parent), ("extends",))
        chain.append(others[parent])
    return chain


def _drop(merged: dict[str, Any], path: object, file: File) -> None:
    keys = str(path).split(".")
    at: Any = merged
    for key in keys[:-1]:
        at = at.get(key) if isinstance(at, dict) else None
    if not isinstance(at, dict) or keys[-1] not in at:
        raise Origin((file,)).error(
            _("nothing inherited is called {path!r}", path=str(path)),
            ("drop",),
            remedy=near(keys[-1], at if isinstance(at, dict) else merged),
        )
    del at[keys[-1]]


def _merged(under: dict[str, Any], over: dict[str, Any], path: KeyPath = ()) -> dict[str, Any]:
    """Tables key by key; a list before what it adds to of the inherited one; anything else in its place."""
    # a family's own keys come first, so that its names win over inherited ones as long; groups keep the platform's order
    own_first = path[:1] not in _IN_ORDER
    result = {key: under.get(key) for key in over} | under if own_first else dict(under)
    for key, value in over.items():
        before = under.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            result[key] = _merged(before, value, (*path, key))
        elif isinstance(before, list) and isinstance(value, list) and not (path == () and key in _REPLACED):
            result[key] = value + [v for v in before if v not in value]  # said again is not given twice
        else:
            result[key] = value
    return result


def _model_at(path: Sequence[str | int]) -> type[BaseModel] | None:
    """The model of the table at ``path``, as far as the path leads through tables."""
    model: type[BaseModel] | None = Declaration
    for key in path:
        if model is None:
            return None
        if isinstance(key, int):
            continue
        field = next((f for n, f in model.model_fields.items() if key in (n, f.alias)), None)
        if field is None:
            continue  # the free key of a dictionary of tables
        model = _table_in(field.annotation)
    return model


def _table_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _table_in(inner)
        if found is not None:
            return found
    return None


def _explained(error: ValidationError, origin: Origin) -> DeclarationError:
    """The first mistake, said for the writer of the declaration."""
    # a key that is not known explains the one that is missing
    first = min(error.errors(include_url=False), key=lambda e: e["type"] != "extra_forbidden")
    path = tuple(k for k in first["loc"] if k != "[key]")
    where = ".".join(str(k) for k in path)
    kind = first["type"]
    if kind == "extra_forbidden":
        model = _model_at(path[:-1])
        known = [f.alias or n for n, f in model.model_fields.items()] if model else []
        return origin.error(_("unknown key {key!r}", key=where), path, remedy=near(path[-1], known))
    if kind == "missing":
        return origin.error(_("the key {key!r} is missing", key=where), path[:-1] or path)
    given = first["input"] if isinstance(first["input"], str) else None
    if kind == "literal_error":
        words = [w.strip("'") for w in str(first.get("ctx", {}).get("expected", "")).replace(" or ", ", ").split(", ")]
        return origin.error(
            _("{key}: {value!r} is not known here", key=where, value=first["input"]), path, remedy=near(given, words)
        )
    return origin.error(_("{key}: {problem}", key=where, problem=_expected(kind) or first["msg"]), path)


def _expected(kind: str) -> str:
    """What stands at a place where a value of another ``kind`` (pydantic's word for the mistake) is given."""
    if kind == "string_pattern_mismatch":
        return _("a key is written in small letters a to z, digits, - and _")
    if kind == "string_too_short":
        return _("an empty text is no pattern")
    return {
        "list": _("a list belongs here, such as ['…', '…']"),
        "string": _("a text belongs here"),
        "int": _("a number belongs here"),
        "bool": _("true or false belongs here"),
        "dict": _("a table belongs here, such as { … = … }"),
        "model": _("a table belongs here, such as { … = … }"),
    }.get(kind.split("_")[0], "")


def check_phrases(origin: Origin, lists: Mapping[KeyPath, Sequence[str]]) -> None:
    """Refuse a phrase that stands twice in ``lists``, whose phrases must tell their keys apart.

    Raises DeclarationError naming both places.
    """
    seen: dict[str, KeyPath] = {}
    for path, phrases in lists.items():
        for phrase in phrases:
            key = fold(phrase)[:LONGEST_PATTERN]
            if key in seen:
                # of two places the one in the family's own file is to be mended
                swap = origin.is_own(seen[key], phrase) and not origin.is_own(path, phrase)
                first, second = (path, seen[key]) if swap else (seen[key], path)
                raise origin.error(
                    _(
                        "{phrase!r} is given twice: in {first} ({place}) and in {second}",
                        phrase=phrase,
                        first=".".join(str(k) for k in first),
                        place=origin.place(first, phrase),
                        second=".".join(str(k) for k in second),
                    ),
                    second,
                    value=phrase,
                    remedy=_("Leave it out of one of them."),
                )
            seen[key] = path
