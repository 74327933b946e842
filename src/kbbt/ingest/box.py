"""Reading in a box: a child process that reads one file after the other, confined, and dies of a bad one in our stead.

The child is started once and reused; it is replaced when it died, ran into a limit, or grew big. It answers with JSON,
which is validated; nothing it sends is ever run. Started with ``subprocess``, so it works where ``multiprocessing``
may not start children (in the workers of a scheduler).
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import kbbt
from kbbt.errors import KbbtError, LimitError, UnreadableError
from kbbt.i18n import _
from kbbt.ingest.child import NO_MEMORY
from kbbt.ingest.model import IngestOptions, Job, Limits
from kbbt.ingest.reading import CannotReadError
from kbbt.ingest.scratch import Scratch
from kbbt.ingest.wire import error_from_json, receive, send
from kbbt.readers.options import OnPicture
from kbbt.records import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

TARGET = "kbbt.ingest.reading:read_source"

_START = 60.0
"""Seconds a child may take to come up; a cold disk is slow."""

_Reply = tuple[dict[str, object], bytes]


class Box:
    """A :class:`~kbbt.ingest.reading.Reading` in a child process. ``target`` is the function the child calls."""

    def __init__(self, options: IngestOptions, target: str = TARGET) -> None:
        self._options = options
        self._target = target
        self._job: Job | None = None
        self._child: _Child | None = _Child(options, target)

    def submit(self, job: Job) -> None:
        """Hand the job to the child; starts one when there is none."""
        if self._child is None:
            self._child = _Child(self._options, self._target)
        self._job = job
        self._child.ask(job)

    def result(self) -> Source:
        """Wait for the records. Raises the reader's KbbtError, LimitError, or UnreadableError when the child died."""
        child, job = self._child, self._job
        assert child is not None
        assert job is not None
        self._job = None
        try:
            reply = child.answer(job.on_picture)
        except TimeoutError:
            self.close()
            if not child.ready:
                raise _no_start(_("it did not answer within {seconds:g} seconds", seconds=_START)) from None
            raise _too_slow(job, self._options.limits.wall + child.extra) from None
        if reply is None:
            self._child = None
            if not child.ready:
                raise _no_start(_("exit status {status}", status=child.end()))
            raise _died(job, child.end(), self._options.limits, child.extra)
        header, payload = reply
        if header.get("last"):
            self._child = None
            child.end()
        if header.get("error"):
            raise error_from_json(header["error"])
        try:
            return Source.model_validate_json(payload)
        except ValueError as error:
            self.close()
            raise KbbtError(
                _("a fault of ours: what was read cannot be stored: {error}", error=str(error)[:300]),
                where=job.name,
                remedy=_("Please report it, with the file if you may; the other files are not affected."),
            ) from error

    def close(self) -> None:
        """End the child and everything it started, at once."""
        if self._child is not None:
            child, self._child = self._child, None
            child.end(kill=True)


class _Child:
    """One child process and the thread that speaks with it (pipes cannot be waited for with a time limit on Windows)."""

    def __init__(self, options: IngestOptions, target: str) -> None:
        self._limits = options.limits
        try:
            # A folder of its own, so that nothing is left over when the child, or a program it borrowed, is killed.
            self._folder = Scratch()
            self._process = _started(self._folder.path)
        except OSError as error:
            raise _no_start(error.strerror or str(error)) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._asks: queue.SimpleQueue[_Reply | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[_Reply | None] = queue.SimpleQueue()
        self.ready = False
        self.extra = 0.0
        """Seconds the job is allowed beside those for every file, for its pages that turned out to be pictures."""
        self._asked = 0.0
        self._asks.put(({"options": asdict(options), "target": target}, b""))
        streams = self._process.stdin, self._process.stdout
        threading.Thread(target=self._converse, args=streams, daemon=True, name="kbbt-box").start()

    def ask(self, job: Job) -> None:
        """Send a job."""
        self._asked = time.monotonic()
        self._asks.put(({"name": job.name, "sha256": job.sha256}, job.data))

    def answer(self, on_picture: OnPicture) -> _Reply | None:
        """The next answer; None when the child is gone. Raises TimeoutError when the time it is allowed is over.

        That begins when the child can begin to read.
        """
        if not self.ready:
            if self._wait(time.monotonic() + _START) is None:
                return None
            self.ready, self._asked = True, time.monotonic()
        self.extra = 0.0
        while (reply := self._wait(self._asked + self._limits.wall + self.extra)) and "picture" in reply[0]:
            page = reply[0]["picture"]
            self.extra += self._limits.picture
            if isinstance(page, int):
                on_picture(page)
        return reply

    def _wait(self, deadline: float) -> _Reply | None:
        try:
            return self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise TimeoutError from None

    def _converse(self, requests: BinaryIO, replies: BinaryIO) -> None:
        """In the thread: ask, wait for the answer, ask again, until told to stop or the child is gone."""
        answer: _Reply | None = None
        with contextlib.suppress(OSError, ValueError), requests, replies:
            while ask := self._asks.get():
                send(requests, *ask)
                del ask
                pictures = 0
                while (answer := receive(replies, self._limits.output)) is not None and "picture" in answer[0]:
                    pictures += 1
                    if pictures <= self._limits.pictures:
                        self._answers.put(answer)
                if answer is None:
                    break
                self._answers.put(answer)
        self._answers.put(None)

    def end(self, *, kill: bool = False) -> int:
        """Wait until the child is gone, or make it go with all it started; its exit status."""
        self._asks.put(None)
        if kill:
            _kill_tree(self._process.pid)
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            _kill_tree(self._process.pid)
            return self._process.wait()
        finally:
            self._folder.remove()


def _started(folder: Path) -> subprocess.Popen[bytes]:
    """The child. Raises OSError."""
    return subprocess.Popen(  # our own program, no shell
        [sys.executable, "-P", "-m", "kbbt.ingest.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("KBBT_DEBUG") else subprocess.DEVNULL,
        env=_environment(folder),
        start_new_session=True,  # Ctrl-C at the terminal is for the parent alone
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _environment(folder: Path) -> Mapping[str, str]:
    """Ours, with ``folder`` for temporary files and few addresses for threads; and this very kbbt is found, wherever it was imported from."""
    package = str(Path(kbbt.__file__).resolve().parents[1])
    known = os.environ.get("PYTHONPATH", "")
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "XDG_RUNTIME_DIR"), str(folder))
    # glibc sets 64 MiB of addresses aside for each thread that allocates; the limit on memory counts them
    memory = {"MALLOC_ARENA_MAX": "1"}
    return {**os.environ, **temporary, **memory, "PYTHONPATH": os.pathsep.join(filter(None, (package, known)))}


def _kill_tree(pid: int) -> None:
    """Kill a process and its descendants: a borrowed program has a session of its own and would outlive the child."""
    for victim in (pid, *descendants(pid)):
        with contextlib.suppress(OSError):
            os.kill(victim, getattr(signal, "SIGKILL", signal.SIGTERM))


def descendants(pid: int) -> list[int]:
    """The processes a process has started, and theirs; none where there is no /proc."""
    parents: dict[int, list[int]] = {}
    with contextlib.suppress(OSError):
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    # The name of a program stands in parentheses and may hold anything, also parentheses.
                    state = Path(entry.path, "stat").read_text(errors="replace").rpartition(")")[2].split()
                    parents.setdefault(int(state[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        waiting.extend(children := parents.get(waiting.pop(), []))
        found.extend(children)
    return found


def _no_start(why: str) -> CannotReadError:
    return CannotReadError(
        _("the process that reads the files does not start ({why})", why=why),
        remedy=_("Check the installation, or raise --memory-limit; KBBT_DEBUG=1 shows what it says."),
    )


def _too_slow(job: Job, seconds: float) -> LimitError:
    return LimitError(
        _("reading it takes more than {seconds:g} seconds", seconds=seconds),
        where=job.name,
        remedy=_("If the file is sound, raise the limit with --time-limit."),
    )


def _died(job: Job, status: int, limits: Limits, extra: float) -> UnreadableError:
    memory = _("reading it takes more than {limit} MB of memory", limit=limits.memory >> 20)
    more_memory = _("If the file is sound, raise the limit with --memory-limit.")
    if status == -getattr(signal, "SIGXCPU", 0):
        return _too_slow(job, limits.cpu + extra)
    if status in (NO_MEMORY, -getattr(signal, "SIGKILL", 0)):
        return LimitError(memory, where=job.name, remedy=more_memory)
    how = _("exit status {status}", status=status)
    with contextlib.suppress(ValueError):
        how = signal.Signals(-status).name
    return UnreadableError(
        _(
            "reading it broke down ({how}): the file is damaged, or it needs more than {limit} MB of memory",
            how=how,
            limit=limits.memory >> 20,
        ),
        where=job.name,
        remedy=_("Open it in the program it was made with and save it anew; or raise the limit with --memory-limit."),
    )
