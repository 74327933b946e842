"""What is wrong with a store, file by file, and what to do about each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel

from kbbt.errors import StoreError
from kbbt.i18n import _
from kbbt.records import Record, Source
from kbbt.store.disk import leftovers
from kbbt.store.layout import Basis, DecisionList, Layout, StoredRegister, version_of
from kbbt.store.lock import HOLDER, LOCK
from kbbt.store.sealed import Kind, Unsealed, unseal

Code = Literal["head", "damaged", "edited", "newer", "missing", "unreadable", "original", "stale", "litter", "unknown"]
"""``original``: a kept original is not the file it was. ``stale``: the register is older than the sources, and is built
anew whenever it is needed; ``litter``: left by a killed writer; ``unknown``: not ours."""

R = TypeVar("R", bound=BaseModel)


class Finding(Record):
    """One thing that is not as it should be. ``path`` is relative to the store."""

    code: Code
    path: str
    text: str
    remedy: str

    @property
    def harmless(self) -> bool:
        """Whether the store can be read all the same, with nothing missing."""
        return self.code in ("original", "stale", "litter", "unknown")


def verify(layout: Layout) -> list[Finding]:
    """Look at every file; changes nothing. A store that is not there yet has no findings, one that is sound neither."""
    try:
        if version_of(layout) is None:
            return []
        return list(_Verifier(layout).findings())
    except StoreError as error:
        return [Finding(code="head", path=layout.head.name, text=error.message, remedy=error.remedy)]


class _Verifier:
    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._found: list[Finding] = []

    def findings(self) -> Iterator[Finding]:
        layout, ours = self._layout, {self._layout.head.name, LOCK, HOLDER}
        restore = _("Put it back from a backup; to go on without: kbbt store rebuild --accept.")
        stored = self._opened(layout.register, "register", StoredRegister, _("Run: kbbt store rebuild."))
        decided = self._opened(layout.decisions, "decisions", DecisionList, restore)
        basis = Basis(decisions=decided.checksum if decided else "", sources=self._sources())
        yield from self._found
        made_of = stored.record.basis if stored and stored.record else Basis()
        for lost in sorted(set(made_of.sources) - set(basis.sources)):
            yield self._finding(
                "missing",
                layout.source(lost),
                _("a source that was ingested is not there"),
                _(
                    "Put it back from a backup or ingest its document again; to go on without: kbbt store rebuild --accept."
                ),
            )
        if made_of != basis and (stored is None or stored.record):
            yield self._finding(
                "stale",
                layout.register,
                _("it is older than the sources; until it is written it is built anew for each command"),
                _("The next ingest writes it; or run: kbbt store rebuild."),
            )
        yield from self._originals(set(basis.sources))
        ours |= {
            path.name for path in (layout.register, layout.decisions, layout.sources, layout.originals, layout.damaged)
        }
        yield from self._strangers(layout.root, ours)
        yield from self._strangers(layout.sources, {path.name for path in layout.source_files()})

    def _sources(self) -> dict[str, str]:
        sums: dict[str, str] = {}
        remedy = _(
            "Put it back from a backup or ingest its document again; to go on without: kbbt store rebuild --accept."
        )
        for path in self._layout.source_files():
            source = self._opened(path, "source", Source, remedy)
            sums[path.stem] = source.checksum if source else ""
            if source and source.record and source.record.id != path.stem:
                self._found.append(
                    self._finding("damaged", path, _("it holds another source than its name says"), remedy)
                )
        return sums

    def _opened(self, path: Path, kind: Kind, model: type[R], remedy: str) -> Unsealed[R] | None:
        try:
            found = unseal(kind, model, path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or str(error)
            self._found.append(
                self._finding("unreadable", path, reason, _("Check the disk, and that you may read the file."))
            )
            return None
        if found.state == "newer":
            remedy = _("Install the newest kbbt.")
        elif found.state == "edited":
            remedy = _("Put it back from a backup, or take it as it is now: kbbt store rebuild --accept.")
        if found.state != "sound":
            self._found.append(self._finding(found.state, path, found.why, remedy))
        return found

    def _originals(self, sources: set[str]) -> Iterator[Finding]:
        folder = self._layout.originals
        half = set(leftovers(folder))
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            name = path.name.partition(".")[0]
            if path in half:
                yield self._litter(path)
            elif name not in sources:
                yield self._finding(
                    "unknown", path, _("no source belongs to it"), _("Nothing needs it; remove it if you like.")
                )
            elif hashlib.sha256(path.read_bytes()).hexdigest() != name:
                yield self._finding(
                    "original",
                    path,
                    _("it is not the file that was ingested any more"),
                    _("Ingest the document again with --force --keep-originals."),
                )

    def _strangers(self, folder: Path, ours: set[str]) -> Iterator[Finding]:
        half = set(leftovers(folder))
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if path in half:
                yield self._litter(path)
            elif path.name not in ours and not path.name.startswith("."):
                yield self._finding(
                    "unknown", path, _("it does not belong to the store"), _("Move it elsewhere if you need it.")
                )

    def _litter(self, path: Path) -> Finding:
        return self._finding(
            "litter", path, _("a writer was killed while it wrote this"), _("The next writer removes it.")
        )

    def _finding(self, code: Code, path: Path, text: str, remedy: str) -> Finding:
        return Finding(code=code, path=path.relative_to(self._layout.root).as_posix(), text=text, remedy=remedy)
