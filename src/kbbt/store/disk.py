"""The few file operations that change a store, in one place, so that tests can break each of them.

A change of one file is: write it beside its place, force it to the disk, rename it onto its place, force the folder
to the disk. At every instant the place holds the old bytes or the new ones, whole.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

TEMPORARY = ".kbbt-tmp"
"""The suffix of a file that is being written; what a killed writer left under it is litter."""


class Disk:
    """The operations themselves. All of them raise OSError."""

    def make_folder(self, path: Path) -> None:
        """Make one folder; its parent must be there."""
        path.mkdir(exist_ok=True)

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file. Its bytes may be lost in a power cut until :meth:`sync`."""
        path.write_bytes(data)

    def sync(self, path: Path) -> None:
        """Force the bytes of a file to the disk."""
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def replace(self, source: Path, target: Path) -> None:
        """Rename ``source`` to ``target``, in one step, over whatever was there."""
        source.replace(target)

    def sync_folder(self, path: Path) -> None:
        """Force the names in a folder to the disk. Windows has no such call and needs none for a rename."""
        if os.name == "nt":
            return
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def remove(self, path: Path) -> None:
        """Remove a file; one that is not there is fine."""
        path.unlink(missing_ok=True)


def write_whole(disk: Disk, path: Path, data: bytes) -> None:
    """Write ``path`` all or nothing, and return only when it would survive a power cut. Raises OSError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        disk.write(beside, data)
        disk.sync(beside)
        disk.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            disk.remove(beside)
        raise
    disk.sync_folder(path.parent)


def make_folders(disk: Disk, path: Path) -> None:
    """Make a folder and its missing parents, durably. Raises OSError."""
    missing: list[Path] = []
    while not path.is_dir():
        missing.append(path)
        path = path.parent
    for folder in reversed(missing):
        disk.make_folder(folder)
        disk.sync_folder(folder.parent)


def leftovers(folder: Path) -> Iterator[Path]:
    """What killed writers left half written in ``folder``."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") and path.name.endswith(TEMPORARY):
                yield path
