"""A folder for the temporary files of one reading process. One whose owner was killed is removed by whoever comes next.

What a borrowed program leaves there may be a copy of a document, so it must not lie about for ever. That its owner lives
is told by a lock, which the operating system drops with its process.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

from filelock import FileLock, Timeout

_PREFIX, _LOCK = "kbbt-box-", ".lock"

_FRESH = 60.0
"""Seconds for which a folder without a lock may still be about to get one."""


class Scratch:
    """The folder ``path``, until :meth:`remove`. Raises OSError when there is no place for it."""

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._lock = FileLock(self.path / _LOCK, thread_local=False)
        self._lock.acquire()

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        self._lock.release()
        self._folder.cleanup()


def _sweep(place: Path) -> None:
    mine = os.getuid() if hasattr(os, "getuid") else 0  # Windows, where stat says 0
    for folder in place.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError, Timeout):
            about = folder.lstat()
            ours = stat.S_ISDIR(about.st_mode) and about.st_uid == mine
            if ours and time.time() - about.st_mtime > _FRESH:
                with FileLock(folder / _LOCK, timeout=0):
                    pass
                shutil.rmtree(folder, ignore_errors=True)
