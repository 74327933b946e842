"""A disk that dies: at a chosen operation the process is killed or the power goes, and only what was synced is sure to stay."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from kbbt.store.disk import Disk

Mode = Literal["killed", "killed half way", "power cut", "power cut, renames kept"]


class Dead(BaseException):
    """The process is no more; nothing it would have done after this happens."""


class FragileDisk(Disk):
    """Dies at operation ``die_at`` (from 1). ``watch`` is called before every operation.

    What a power cut takes with it: bytes not synced, and names in folders not synced (``renames kept``: only the bytes,
    as journalling file systems do it).
    """

    def __init__(self, die_at: int = 0, mode: Mode = "killed", watch: Callable[[], None] | None = None) -> None:
        self.die_at = die_at
        self.mode = mode
        self.count = 0
        self.dead = False
        self._watch = watch
        self._loose: dict[Path, None] = {}  # files whose bytes are not on the disk
        self._undo: list[tuple[Path, Callable[[], None]]] = []  # folder, how to take a change of its names back

    def make_folder(self, path: Path) -> None:
        if self._step():
            super().make_folder(path)
            self._undo.append((path.parent, lambda: shutil.rmtree(path)))

    def write(self, path: Path, data: bytes) -> None:
        alive = self._step(lambda: super(FragileDisk, self).write(path, data[: len(data) // 2]))
        if alive:
            super().write(path, data)
            self._loose[path] = None

    def sync(self, path: Path) -> None:
        if self._step():
            self._loose.pop(path, None)

    def replace(self, source: Path, target: Path) -> None:
        if self._step():
            before = target.read_bytes() if target.exists() else None
            super().replace(source, target)
            if source in self._loose:
                self._loose[target] = self._loose.pop(source)
            self._undo.append((target.parent, lambda: _put_back(target, before)))

    def sync_folder(self, path: Path) -> None:
        if self._step():
            self._undo = [one for one in self._undo if one[0] != path]

    def remove(self, path: Path) -> None:
        if self._step():
            if path.exists():
                before = path.read_bytes()
                self._undo.append((path.parent, lambda: _put_back(path, before)))
            super().remove(path)

    def _step(self, half: Callable[[], None] | None = None) -> bool:
        """True when the operation is to be done; raises Dead when this is the moment."""
        if self.dead:
            raise Dead
        if self._watch:
            self._watch()
        self.count += 1
        if self.count == self.die_at:
            self.dead = True
            if half and self.mode == "killed half way":
                half()
            if self.mode.startswith("power"):
                self._lose()
            raise Dead
        return True

    def _lose(self) -> None:
        for path in self._loose:
            if path.exists():
                path.write_bytes(path.read_bytes()[:7])
        if self.mode == "power cut":
            for _folder, undo in reversed(self._undo):
                undo()


class FullDisk(Disk):
    """Has room for ``room`` more files; then every write fails as a full or read-only disk does."""

    def __init__(self, room: int, error: int = errno.ENOSPC) -> None:
        self.room = room
        self.error = error

    def write(self, path: Path, data: bytes) -> None:
        if self.room <= 0:
            super().write(path, data[: len(data) // 2])
            raise OSError(
                self.error, "No space left on device" if self.error == errno.ENOSPC else "Read-only file system"
            )
        self.room -= 1
        super().write(path, data)


def _put_back(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)
