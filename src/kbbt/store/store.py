"""The store: JSON files that a person can read, written so that no interruption loses what was said to be done.

The sources and the decisions are the truth; the register is derived from them and says of which it was made. So no
journal is needed: each file is replaced in one step, sources and decisions before the register, and are read in the
opposite order. A reader who meets a register older than its sources (a writer is at work, or was killed) builds the
register in memory from what it read; the next writer writes it.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from kbbt.errors import StoreError
from kbbt.i18n import _
from kbbt.records import Decision, Source
from kbbt.register.model import Register
from kbbt.store.backup import backup
from kbbt.store.disk import Disk, leftovers, make_folders, write_whole
from kbbt.store.editions import Overlap, settle
from kbbt.store.knowledge import Knowledge
from kbbt.store.layout import (
    Basis,
    DecisionList,
    HeadError,
    Layout,
    StoredRegister,
    cannot_read,
    cannot_write,
    head_bytes,
    version_of,
)
from kbbt.store.lock import WriterLock
from kbbt.store.rebuild import Rebuilt, Reread, rebuild
from kbbt.store.sealed import VERSION, Kind, State, Unsealed, seal, unseal
from kbbt.store.verify import Finding, verify

R = TypeVar("R", bound=BaseModel)

Builder = Callable[[Sequence[Source], Sequence[Decision], Register], Register]
"""(sources, decisions, the register before) → register: :func:`kbbt.register.build`, unless a test says otherwise."""

PATIENCE = 30.0
"""Seconds to wait for another writer."""


@dataclass(frozen=True)
class _Truth:
    """What was read: every source and decision with their checksums, and the register that lay beside them."""

    sources: tuple[Source, ...]
    decisions: tuple[Decision, ...]
    basis: Basis
    stored: StoredRegister | None

    @property
    def register_is_current(self) -> bool:
        stored = self.stored or StoredRegister()
        return stored.basis == self.basis


class Store:
    """The store in the folder ``path``. Reading never makes or changes a file; a missing folder is an empty store."""

    def __init__(self, path: Path, *, disk: Disk | None = None, build: Builder | None = None) -> None:
        self.layout = Layout(path)
        self._disk = disk or Disk()
        self._build = build
        self._lock: WriterLock | None = None

    @property
    def path(self) -> Path:
        """The folder."""
        return self.layout.root

    # Reading

    def knowledge(self) -> Knowledge:
        """Everything the store holds, consistent, also while a writer is at work.

        Where several sources hold editions of one meeting or table, one of them counts (:mod:`kbbt.store.editions`).
        Raises StoreError when a file is damaged, edited by hand, missing or of a newer kbbt.
        """
        if version_of(self.layout) is None:
            return Knowledge()
        truth = self._read()
        sources, editions = settle(truth.sources, truth.decisions)
        stored = (truth.stored or StoredRegister()).content
        register = stored if truth.register_is_current else self._built(sources, truth.decisions, stored)
        return Knowledge(sources, register, truth.decisions, editions)

    def register(self) -> Register:
        """The register as it was last written, up to date or not; an empty one when it is not there or damaged.

        Raises StoreError when the store is of a newer version, or none.
        """
        if version_of(self.layout) is None:
            return Register()
        found = self._look("register", StoredRegister, self.layout.register)
        return found.record.content if found and found.record else Register()

    def register_is_current(self) -> bool:
        """Whether the register was made of just the sources and decisions that are there. Raises StoreError."""
        return version_of(self.layout) is None or self._read().register_is_current

    def sources(self) -> tuple[Source, ...]:
        """Every source as it was read from its file, by id, editions that do not count included. Raises StoreError."""
        return self._read().sources if version_of(self.layout) is not None else ()

    def decisions(self) -> tuple[Decision, ...]:
        """The decisions alone. Raises StoreError."""
        return tuple(self._required("decisions", DecisionList, self.layout.decisions)[0].decisions)

    def has(self, sha256: str) -> bool:
        """Whether the source is there; a damaged one is not, so that ingesting its file again heals it."""
        return self.state(sha256) in ("sound", "edited", "newer")

    def state(self, sha256: str) -> State | None:
        """What became of the file of a source; None when there is none. Raises StoreError when it cannot be read."""
        version_of(self.layout)
        found = self._look("source", Source, self.layout.source(sha256))
        if found and found.record is not None and found.record.id != sha256:
            return "damaged"
        return found.state if found else None

    def source(self, sha256: str) -> Source:
        """One source. Raises StoreError when it is not there or not sound."""
        path = self.layout.source(sha256)
        return self._sound(path, self._look("source", Source, path))[0]

    def original(self, sha256: str) -> bytes | None:
        """The bytes of the file as it was ingested, if they were kept. Raises StoreError, also when they are others now."""
        path = self.layout.find_original(sha256)
        if path is None:
            return None
        try:
            data = path.read_bytes()
        except OSError as error:
            raise cannot_read(self.layout.originals, error) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(
                _("it is not the file that was ingested any more"),
                where=str(path),
                remedy=_("Ingest the document again with --force --keep-originals."),
            )
        return data

    def _read(self, *, derived: bool = True) -> _Truth:
        # In the opposite order of writing: what the register was made of is there when the register is.
        stored = self._optional("register", StoredRegister, self.layout.register)[0] if derived else None
        decisions, decided = self._required("decisions", DecisionList, self.layout.decisions)
        sources: list[Source] = []
        sums: dict[str, str] = {}
        for path in self.layout.source_files():
            source, checksum = self._sound(path, self._look("source", Source, path))
            if source.id != path.stem:
                raise self._bad(path, _("it holds another source than its name says"))
            sources.append(source)
            sums[source.id] = checksum
        lost = sorted(set(stored.basis.sources) - set(sums)) if stored else []
        if lost:
            raise StoreError(
                _("{count} source(s) that were ingested are missing, the first is {id}", count=len(lost), id=lost[0]),
                where=str(self.layout.sources),
                remedy=_(
                    "Put the file(s) back from a backup or ingest the document(s) again; "
                    "to go on without: kbbt store rebuild --accept."
                ),
            )
        return _Truth(tuple(sources), tuple(decisions.decisions), Basis(sources=sums, decisions=decided), stored)

    def _look(self, kind: Kind, model: type[R], path: Path) -> Unsealed[R] | None:
        try:
            return unseal(kind, model, path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise cannot_read(path, error) from error

    def _optional(self, kind: Kind, model: type[R], path: Path) -> tuple[R | None, str]:
        found = self._look(kind, model, path)
        return self._sound(path, found) if found else (None, "")

    def _required(self, kind: Kind, model: type[R], path: Path) -> tuple[R, str]:
        record, checksum = self._optional(kind, model, path)
        return (model(), "") if record is None else (record, checksum)

    def _sound(self, path: Path, found: Unsealed[R] | None) -> tuple[R, str]:
        if found is None:
            raise self._bad(path, _("it is missing"))
        if found.state == "newer":
            raise StoreError(
                _("the file was written by a newer kbbt: {why}", why=found.why),
                where=str(path),
                remedy=_("Install the newest kbbt; this one has changed nothing."),
            )
        if found.state == "edited":
            raise StoreError(
                _("the file is not what kbbt wrote: it was edited, or damaged without a trace"),
                where=str(path),
                remedy=_("Put it back from a backup, or take it as it is now: kbbt store rebuild --accept."),
            )
        if found.record is None:
            raise self._bad(path, found.why)
        return found.record, found.checksum

    def _bad(self, path: Path, why: str) -> StoreError:
        if path == self.layout.register:
            remedy = _("Run: kbbt store rebuild.")
        elif path == self.layout.decisions:
            remedy = _("Put it back from a backup; to go on without: kbbt store rebuild --accept.")
        else:
            remedy = _(
                "Put it back from a backup or ingest its document again; to go on without: kbbt store rebuild --accept."
            )
        return StoreError(_("the file is damaged: {why}", why=why), where=str(path), remedy=remedy)

    def _built(self, sources: Sequence[Source], decisions: Sequence[Decision], before: Register) -> Register:
        if self._build is None:
            from kbbt.register import build

            self._build = build
        return self._build(sources, decisions, before)

    # Writing

    @contextlib.contextmanager
    def writing(self, wait: float = PATIENCE, *, mend: bool = False) -> Iterator[None]:
        """Hold the store as its one writer; makes the folder. May be nested: each change is durable on its own.

        Raises StoreError when another writer does not let go within ``wait`` seconds (it says who), when the store is
        of a newer version, and when the folder cannot be written. ``mend`` writes a damaged or lost ``store.json`` again.
        """
        self._version(mend=mend)
        with self._telling(self.path):
            make_folders(self._disk, self.path)
            if self._lock is None:
                self._lock = WriterLock(self.path)
        with self._entered(wait, mend=mend):
            yield

    @contextlib.contextmanager
    def _entered(self, wait: float, *, mend: bool) -> Iterator[None]:
        assert self._lock is not None
        again = self._lock.held
        with contextlib.ExitStack() as stack:
            with self._telling(self.path):
                stack.enter_context(self._lock.holding(wait))
                if not again:
                    self._prepare(mend=mend)
            yield

    def _prepare(self, *, mend: bool) -> None:
        """Under the lock: sweep up after killed writers, begin the store, or raise its version."""
        for folder in (self.path, self.layout.sources, self.layout.originals):
            for path in leftovers(folder):
                self._disk.remove(path)
        version = self._version(mend=mend)
        if version is None or version < VERSION:
            # The version is raised first: from here on an older kbbt keeps away, and each file says its own version.
            write_whole(self._disk, self.layout.head, head_bytes())

    def _version(self, *, mend: bool) -> int | None:
        try:
            return version_of(self.layout)
        except HeadError:
            if mend:
                return None
            raise

    def put_source(self, source: Source, original: bytes | None = None) -> bool:
        """Keep a source (and its original bytes); False when the very same is there. Durable on return.

        Raises StoreError, and ValueError for what could not be read again.
        """
        if original is not None and hashlib.sha256(original).hexdigest() != source.id:
            raise ValueError("the original is not the file the source was read from")
        with self.writing():
            if original is not None:
                kept = self.layout.find_original(source.id) or self.layout.original(source.id, source.name)
                self._put(kept, original)
            return self._put(self.layout.source(source.id), seal("source", source))

    def put_decisions(self, decisions: Sequence[Decision]) -> bool:
        """Replace the decisions, then bring the register up to date; False when nothing changed. Raises StoreError."""
        with self.writing():
            changed = self._put(self.layout.decisions, seal("decisions", DecisionList(decisions=list(decisions))))
            self.refresh()
            return changed

    def put_register(self, register: Register) -> bool:
        """Write a register made of all that is in the store now; False when the very same is there. Raises StoreError."""
        with self.writing():
            stored = StoredRegister(basis=self._read().basis, content=register)
            return self._put(self.layout.register, seal("register", stored))

    def refresh(self, wait: float = PATIENCE, *, force: bool = False) -> tuple[Register, tuple[Overlap, ...]]:
        """Bring the register up to date with sources and decisions (``force``: build it in any case).

        The register, and what overlaps. Raises StoreError.
        """
        with self.writing(wait):
            truth = self._read()
            sources, overlaps = settle(truth.sources, truth.decisions)
            register = (truth.stored or StoredRegister()).content
            if force or not truth.register_is_current:
                register = self._built(sources, truth.decisions, register)
                self._put(self.layout.register, seal("register", StoredRegister(basis=truth.basis, content=register)))
            return register, overlaps

    # Looking after it

    def verify(self) -> list[Finding]:
        """What is wrong with the files, each with its remedy; changes nothing."""
        return verify(self.layout)

    def backup(self, target: Path) -> int:
        """Copy the store into a new zip file; how many files. Raises UsageError, StoreError."""
        return backup(self.layout, target, self._disk)

    def rebuild(self, *, accept: bool = False, reread: Reread | None = None, everything: bool = False) -> Rebuilt:
        """Derive again what can be derived: the register always; with ``reread``, damaged sources whose originals were kept.

        ``everything``: read all kept originals again (a newer kbbt reads better). ``accept``: take edited records as they
        are now, and go on without what is missing or cannot be mended; without it such a store raises StoreError, and
        nothing is changed.
        """
        with self._telling(self.path), self.writing(mend=True):
            return rebuild(self, accept=accept, reread=reread, everything=everything)

    def remove(self, sha256: str) -> None:
        """Take a source (and its original) out of the store again. All or nothing. Raises StoreError."""
        with self.writing():
            truth = self._read()
            left = [source for source in truth.sources if source.id != sha256]
            sums = {id_: checksum for id_, checksum in truth.basis.sources.items() if id_ != sha256}
            before = (truth.stored or StoredRegister()).content
            content = self._built(settle(left, truth.decisions)[0], truth.decisions, before)
            # The register first: with the source still there it is merely out of date, and nothing is missing.
            basis = truth.basis.model_copy(update={"sources": sums})
            self._put(self.layout.register, seal("register", StoredRegister(basis=basis, content=content)))
            for path in (self.layout.source(sha256), self.layout.find_original(sha256)):
                if path is not None:
                    with self._telling(path):
                        self._disk.remove(path)
                        self._disk.sync_folder(path.parent)

    def lost_sources(self) -> list[str]:
        """The ids of sources the register was made of whose files are gone."""
        found = self._look("register", StoredRegister, self.layout.register)
        made_of = set(found.record.basis.sources) if found and found.record else set()
        return sorted(made_of - {path.stem for path in self.layout.source_files()})

    def replace_file(self, path: Path, data: bytes | None) -> None:
        """For a rebuild: give a file of the store other bytes, or move it to ``damaged/`` (None). Raises StoreError."""
        with self.writing():
            if data is not None:
                self._put(path, data)
                return
            with self._telling(path):
                make_folders(self._disk, self.layout.damaged)
                self._disk.replace(path, self.layout.damaged / path.name)
                self._disk.sync_folder(self.layout.damaged)
                self._disk.sync_folder(path.parent)

    def derive(self) -> bool:
        """For a rebuild: make the register anew whatever the old one is; True when it is another one. Raises StoreError."""
        with self.writing():
            truth = self._read(derived=False)
            found = self._look("register", StoredRegister, self.layout.register)
            before = found.record.content if found and found.record else Register()
            sources, _overlaps = settle(truth.sources, truth.decisions)
            register = self._built(sources, truth.decisions, before)
            return self._put(
                self.layout.register, seal("register", StoredRegister(basis=truth.basis, content=register))
            )

    def _put(self, path: Path, data: bytes) -> bool:
        with self._telling(path):
            if path.exists() and path.read_bytes() == data:
                return False
            make_folders(self._disk, path.parent)
            write_whole(self._disk, path, data)
            return True

    @contextlib.contextmanager
    def _telling(self, path: Path) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise cannot_write(path, error) from error
