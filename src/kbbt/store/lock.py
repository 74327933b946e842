"""One writer at a time. The operating system drops the lock with its process, so a killed one is no obstacle."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from kbbt.errors import StoreError
from kbbt.i18n import _
from kbbt.text import clean

_LOG = logging.getLogger("kbbt.store")

_SILENT = 2.0
"""Seconds of waiting that need no word."""

LOCK, HOLDER = ".lock", ".lock-holder.json"


class WriterLock:
    """The lock of the store in ``folder`` (which must be there). May be taken again by whoever holds it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / LOCK)
        self._depth = 0

    @property
    def held(self) -> bool:
        """Whether this very object holds the lock."""
        return self._depth > 0

    @contextlib.contextmanager
    def holding(self, wait: float) -> Iterator[None]:
        """Hold the lock. Raises StoreError naming the holder when it is not free within ``wait`` seconds.

        A wait that is noticed is told (to the log, which without further arrangements is standard error).
        """
        try:
            try:
                self._lock.acquire(timeout=min(wait, _SILENT), poll_interval=0.02)
            except Timeout:
                if wait <= _SILENT:
                    raise
                _LOG.warning(clean(_("waiting for the store, which is being written by {who}", who=self._holder())))
                self._lock.acquire(timeout=wait - _SILENT, poll_interval=0.02)
        except Timeout:
            raise self._busy() from None
        self._depth += 1
        try:
            if self._depth == 1:
                self._say_who()
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                with contextlib.suppress(OSError):
                    (self._folder / HOLDER).unlink()
            self._lock.release()

    def _say_who(self) -> None:
        # Who holds the lock is for people only; the lock is the operating system's. So it need not be durable.
        holder = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": dt.datetime.now(dt.UTC).astimezone().isoformat(timespec="seconds"),
            "command": " ".join(sys.argv)[:200],
        }
        with contextlib.suppress(OSError):
            (self._folder / HOLDER).write_text(
                json.dumps(holder, ensure_ascii=False) + "\n", encoding="utf-8", errors="replace"
            )

    def _holder(self) -> str:
        who = _("another process")
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            holder = json.loads((self._folder / HOLDER).read_text(encoding="utf-8"))
            who = _(
                "process {pid} on {host} since {since} ({command})",
                pid=holder["pid"],
                host=holder["host"],
                since=holder["since"],
                command=holder["command"],
            )
        return who

    def _busy(self) -> StoreError:
        return StoreError(
            _("the store is being written by {who}", who=self._holder()),
            where=str(self._folder),
            remedy=_("Wait until it has ended, or end it, and run the command again."),
        )
