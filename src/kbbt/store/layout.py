"""Where everything lies in a store's folder, and whether this kbbt may touch it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from kbbt.errors import StoreError
from kbbt.i18n import _
from kbbt.records import Decision, Record
from kbbt.register.model import Register
from kbbt.store.lock import HOLDER, LOCK
from kbbt.store.sealed import MIGRATIONS, VERSION

FORMAT = "kbbt-store"

_SOURCE_NAME = re.compile(r"[0-9a-f]{64}\.json")
_SAFE_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class HeadError(StoreError):
    """``store.json`` is damaged or missing; a rebuild writes it again."""


class Basis(Record):
    """What a register was built from: the checksum of each source by id, and that of the decisions."""

    sources: dict[str, str] = {}
    decisions: str = ""


class StoredRegister(Record):
    """The register as it lies in the store, with its basis: a register of another basis is out of date."""

    basis: Basis = Basis()
    content: Register = Register()


class DecisionList(Record):
    """The officer's decisions in the order made."""

    decisions: list[Decision] = []


@dataclass(frozen=True)
class Layout:
    """The paths of a store in ``root``."""

    root: Path

    @property
    def head(self) -> Path:
        """The file that says that this is a store, and of which version."""
        return self.root / "store.json"

    @property
    def sources(self) -> Path:
        """The folder of the sources, one file each."""
        return self.root / "sources"

    @property
    def originals(self) -> Path:
        """The folder of the files as they were ingested, kept on request."""
        return self.root / "originals"

    @property
    def register(self) -> Path:
        """The register, derived from sources and decisions."""
        return self.root / "register.json"

    @property
    def damaged(self) -> Path:
        """Where a rebuild moves what cannot be mended."""
        return self.root / "damaged"

    @property
    def decisions(self) -> Path:
        """What the officer settled by hand."""
        return self.root / "decisions.json"

    def source(self, sha256: str) -> Path:
        """The file of one source. Raises ValueError for what is no SHA-256, so that an id is never a path."""
        name = f"{sha256}.json"
        if not _SOURCE_NAME.fullmatch(name):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.sources / name

    def original(self, sha256: str, name: str) -> Path:
        """Where the original called ``name`` is kept: by its hash, with its suffix if that is a plain one."""
        suffix = Path(name).suffix.lower()
        return self.originals / (self.source(sha256).stem + (suffix if _SAFE_SUFFIX.fullmatch(suffix) else ""))

    def find_original(self, sha256: str) -> Path | None:
        """The kept original, whatever its suffix."""
        found = sorted(self.originals.glob(f"{self.source(sha256).stem}*")) if self.originals.is_dir() else []
        return found[0] if found else None

    def source_files(self) -> list[Path]:
        """The files of all sources, by id."""
        if not self.sources.is_dir():
            return []
        return sorted(path for path in self.sources.iterdir() if _SOURCE_NAME.fullmatch(path.name))


def head_bytes() -> bytes:
    """The content of ``store.json``."""
    return (json.dumps({"format": FORMAT, "version": VERSION}, indent=1) + "\n").encode()


def version_of(layout: Layout) -> int | None:
    """The version of the store in ``layout``; None when there is none yet.

    Raises StoreError when the folder holds other things, when ``store.json`` is damaged, and when the store was
    written by a newer kbbt.
    """
    try:
        data = layout.head.read_bytes()
    except FileNotFoundError:
        return _version_without_head(layout)
    except NotADirectoryError:
        raise StoreError(
            _("this is a file, not the folder of a store"),
            where=str(layout.root),
            remedy=_("Name another folder with --store."),
        ) from None
    except OSError as error:
        raise cannot_read(layout.head, error) from error
    try:
        head = json.loads(data)
        version: int = head["version"]
        known = head["format"] == FORMAT and type(version) is int and version > 0
    except (ValueError, KeyError, TypeError, RecursionError):
        known = False
    if not known:
        raise HeadError(
            _("the file that says which version the store has is damaged"),
            where=str(layout.head),
            remedy=_("Run: kbbt store rebuild. Nothing else depends on this file."),
        )
    if version > VERSION:
        raise StoreError(
            _(
                "the store is of version {version}; this kbbt knows versions up to {known}",
                version=version,
                known=VERSION,
            ),
            where=str(layout.root),
            remedy=_("Install the newest kbbt; this one has changed nothing."),
        )
    if any(step not in MIGRATIONS for step in range(version, VERSION)):
        raise StoreError(
            _("the store is of version {version}, which this kbbt can no longer read", version=version),
            where=str(layout.root),
            remedy=_("Open it with an older kbbt first, which brings it up to date."),
        )
    return version


def _version_without_head(layout: Layout) -> int | None:
    try:
        inside = {path.name for path in layout.root.iterdir()} if layout.root.exists() else set()
    except OSError as error:
        raise cannot_read(layout.root, error) from error
    if inside & {layout.sources.name, layout.register.name, layout.decisions.name}:
        raise HeadError(
            _("the file that says which version the store has is missing"),
            where=str(layout.head),
            remedy=_("Run: kbbt store rebuild. Nothing else depends on this file."),
        )
    if any(name not in {LOCK, HOLDER} and not name.startswith(f".{layout.head.name}.") for name in inside):
        raise StoreError(
            _("the folder holds other things and no store"),
            where=str(layout.root),
            remedy=_("Name an empty folder, or one that is not there yet, with --store."),
        )
    return None


def cannot_read(path: Path, error: OSError) -> StoreError:
    """The error for a file of the store that the system does not let us read."""
    return StoreError(
        _("cannot read the store: {reason}", reason=error.strerror or error),
        where=str(path),
        remedy=_("Check the disk, and that you may read the folder."),
    )


def cannot_write(path: Path, error: OSError) -> StoreError:
    """The error for a file of the store that could not be written: a full disk, a read-only folder."""
    return StoreError(
        _("cannot write to the store: {reason}; nothing half-written was left", reason=error.strerror or error),
        where=str(path),
        remedy=_("Make room, or check that you may write there, and run the command again: what is done stays done."),
    )
