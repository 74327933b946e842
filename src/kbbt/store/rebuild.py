"""Bring a store into order: what can be derived is derived again, what is edited or lost is accepted if that is asked.

Nothing is ever deleted: a damaged file that cannot be mended moves to ``damaged/`` inside the store.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kbbt.errors import KbbtError, StoreError
from kbbt.i18n import _
from kbbt.records import Record, Source
from kbbt.store.layout import DecisionList
from kbbt.store.sealed import Kind, seal, unseal

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kbbt.store.store import Store

Reread = Callable[[str, str, bytes], Source]
"""(SHA-256, name, bytes) → the source, read again by this kbbt. Raises KbbtError."""

_NAME = re.compile(rb'"name": ("(?:[^"\\]|\\.)*")')


class Rebuilt(Record):
    """What a rebuild did. Paths are relative to the store; ``failed`` are originals this kbbt could not read."""

    reread: list[str] = []
    accepted: list[str] = []
    moved_aside: list[str] = []
    failed: dict[str, str] = {}
    register_changed: bool = False


def rebuild(store: Store, *, accept: bool, reread: Reread | None, everything: bool) -> Rebuilt:
    """See :meth:`kbbt.store.Store.rebuild`; the lock is held."""
    done = Rebuilt()
    plan: list[tuple[Path, bytes | None]] = []  # what each file becomes; None: it moves aside
    refused: list[str] = []
    for path, kind, model in _files(store):
        data = path.read_bytes()
        found = unseal(kind, model, data)
        name = path.relative_to(store.path).as_posix()
        state = "damaged" if isinstance(found.record, Source) and found.record.id != path.stem else found.state
        if state == "newer":
            raise StoreError(
                _("the file was written by a newer kbbt: {why}", why=found.why),
                where=str(path),
                remedy=_("Install the newest kbbt; this one has changed nothing."),
            )
        again = (
            _read_again(store, path, _name(found.record, data), reread, done)
            if kind == "source" and (everything or state == "damaged")
            else None
        )
        if again is not None:
            plan.append((path, seal("source", again)))
        elif state == "sound" and found.record is not None:
            plan.append((path, seal(kind, found.record)))
        elif not accept:
            refused.append(name)
        elif state == "edited" and found.record is not None:
            done.accepted.append(name)
            plan.append((path, seal(kind, found.record)))
        else:
            done.moved_aside.append(name)
            plan.append((path, None))
    lost = store.lost_sources()
    if (refused or lost) and not accept:
        names = [*refused, *(store.layout.source(one).relative_to(store.path).as_posix() for one in lost)]
        raise StoreError(
            _(
                "{count} file(s) are edited, damaged or missing and cannot be derived: {names}",
                count=len(names),
                names=", ".join(names[:5]),
            ),
            where=str(store.path),
            remedy=_(
                "Put them back from a backup, or ingest their documents again. To take the store as it is: kbbt store rebuild --accept."
            ),
        )
    for path, becomes in plan:
        store.replace_file(path, becomes)
    return done.model_copy(update={"register_changed": store.derive()})


def _files(store: Store) -> list[tuple[Path, Kind, type[BaseModel]]]:
    files: list[tuple[Path, Kind, type[BaseModel]]] = [(path, "source", Source) for path in store.layout.source_files()]
    if store.layout.decisions.exists():
        files.append((store.layout.decisions, "decisions", DecisionList))
    return files


def _name(record: BaseModel | None, data: bytes) -> str:
    """What the source's file was called: one of the first things in it, so often there whatever damaged it; else nothing."""
    if isinstance(record, Source):
        return record.name
    named = _NAME.search(data)
    try:
        return str(json.loads(named[1])) if named else ""
    except ValueError:
        return ""


def _read_again(store: Store, path: Path, name: str, reread: Reread | None, done: Rebuilt) -> Source | None:
    """The source read again from its kept original; None when there is none, or it cannot be read."""
    kept = store.layout.find_original(path.stem)
    if reread is None or kept is None:
        return None
    try:
        source = reread(path.stem, name or kept.name, store.original(path.stem) or b"")
    except KbbtError as error:
        done.failed[path.relative_to(store.path).as_posix()] = str(error)
        return None
    done.reread.append(path.relative_to(store.path).as_posix())
    return source
