"""A copy of a store as one zip file."""

from __future__ import annotations

import contextlib
import os
import zipfile
from pathlib import Path

from kbbt.errors import StoreError, UsageError
from kbbt.i18n import _
from kbbt.store.disk import TEMPORARY, Disk
from kbbt.store.layout import Layout, cannot_read, version_of

_DATE = (1980, 1, 1, 0, 0, 0)  # no time stamps of the run: equal stores give equal backups


def backup(layout: Layout, target: Path, disk: Disk) -> int:
    """Copy every file of the store into the zip ``target``; how many.

    Needs no lock: in the order in which it reads, whatever a writer adds meanwhile leaves a consistent store. Unpacked
    into an empty folder the zip is the store again. Raises UsageError when the target is there already or cannot be
    written, StoreError when there is no store or it cannot be read.
    """
    if version_of(layout) is None:
        raise StoreError(_("there is nothing here yet"), where=str(layout.root), remedy=_("Ingest something first."))
    if target.exists():
        raise UsageError(
            _("the file is there already"),
            where=str(target),
            remedy=_("Give another name; a backup is never overwritten."),
        )
    files = _files(layout)
    beside = target.with_name(f".{target.name}.{os.getpid()}{TEMPORARY}")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                member = zipfile.ZipInfo(path.relative_to(layout.root).as_posix(), _DATE)
                member.compress_type = zipfile.ZIP_DEFLATED
                member.external_attr = 0o644 << 16
                archive.writestr(member, _bytes(path))
        disk.sync(beside)
        disk.replace(beside, target)
        disk.sync_folder(target.parent)
    except OSError as error:
        raise UsageError(
            _("cannot write the backup: {reason}", reason=error.strerror or error),
            where=str(target),
            remedy=_("Choose a folder that exists, that you may write to, and that has room."),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    return len(files)


def _files(layout: Layout) -> list[Path]:
    first = [path for path in (layout.head, layout.register, layout.decisions) if path.exists()]
    kept = sorted(layout.originals.iterdir()) if layout.originals.is_dir() else []
    return [*first, *layout.source_files(), *(path for path in kept if not path.name.startswith("."))]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise cannot_read(path, error) from error
