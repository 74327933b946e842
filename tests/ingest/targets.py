"""What the reading child does in these tests: each word in the file's first line is one way to go wrong."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kbbt.errors import EncryptedError
from kbbt.ingest.model import IngestOptions, Job
from kbbt.readers.external import relaxed_limits
from kbbt.records import Problem, Source


def behave(job: Job, options: IngestOptions) -> Source:
    """Do what the file says, then answer with a source that tells what came of it."""
    word, _, rest = job.data.decode().partition(" ")
    told = str(_ACTS[word](job, rest))
    return Source(
        id=job.sha256, name=job.name, media_type="text/plain", family="test", problems=[Problem(code="told", text=told)]
    )


def _memory(job: Job, rest: str) -> int:
    return len(bytearray(4 << 30))


def _forever(job: Job, rest: str) -> None:
    while True:
        pass


def _write(job: Job, rest: str) -> str:
    try:
        with tempfile.TemporaryFile() as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return error.strerror or "refused"
    return "written"


def _change(job: Job, rest: str) -> str:
    """What limits on size do not stop: deleting, renaming, making empty files; and the same from a borrowed program."""
    path = Path(rest)
    done = []
    with relaxed_limits():
        acts: dict[str, Callable[[], object]] = {
            "delete": path.unlink,
            "rename": lambda: path.rename(path.with_suffix(".moved")),
            "truncate": lambda: os.truncate(path, 0),
            "make": path.with_suffix(".new").touch,
            "folder": path.with_suffix(".folder").mkdir,
            "program": lambda: subprocess.run(["rm", str(path)], check=True, capture_output=True),
        }
        for name, act in acts.items():
            try:
                act()
                done.append(name)
            except (OSError, subprocess.CalledProcessError):
                continue
        Path(tempfile.gettempdir(), "scratch").write_text("borrowed programs may write here")
    return " ".join(done)


def _helper(job: Job, rest: str) -> str:
    with relaxed_limits(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x")
        path.write_bytes(b"x" * 10000)
        done = subprocess.run(
            [sys.executable, "-c", "import mmap; print(len(mmap.mmap(-1, 1 << 30)))"], capture_output=True, check=False
        )
        return f"{path.stat().st_size} {done.stdout.decode().strip()}"


def _connect(job: Job, rest: str) -> str:
    try:
        with socket.socket() as one:
            one.connect(("127.0.0.1", int(rest)))
    except OSError as error:
        return type(error).__name__
    return "connected"


def _signal(job: Job, rest: str) -> str:
    try:
        os.kill(int(rest), 0)
    except OSError as error:
        return type(error).__name__
    return "signalled"


def _encrypted(job: Job, rest: str) -> None:
    raise EncryptedError("needs a password", where=job.name, remedy="Give --password.")


def _print(job: Job, rest: str) -> str:
    os.write(1, b"noise on standard output")
    print("more of it", flush=True)
    return "printed"


def _raise(job: Job, rest: str) -> None:
    raise KeyError(rest)


def _deep(job: Job, rest: str) -> int:
    def down(n: int) -> int:
        return down(n + 1) + 1

    return down(0)


def _scan(job: Job, rest: str) -> None:
    """A scan of so many pages, the last of which takes so many seconds."""
    pages, seconds = rest.split()
    for page in range(1, int(pages) + 1):
        job.on_picture(page)
    time.sleep(float(seconds))


_ACTS: dict[str, Callable[[Job, str], object]] = {
    "fine": lambda job, rest: rest,
    "pid": lambda job, rest: os.getpid(),
    "memory": _memory,
    "forever": _forever,
    "sleep": lambda job, rest: time.sleep(float(rest)),
    "scan": _scan,
    "segfault": lambda job, rest: ctypes.string_at(0),
    "exit": lambda job, rest: os._exit(int(rest)),
    "kill": lambda job, rest: os.kill(os.getpid(), signal.SIGKILL),
    "write": _write,
    "change": _change,
    "helper": _helper,
    "connect": _connect,
    "signal": _signal,
    "encrypted": _encrypted,
    "print": _print,
    "raise": _raise,
    "deep": _deep,
    "long": lambda job, rest: "長" * int(rest),
    "spawn": lambda job, rest: subprocess.run(["sleep", rest], check=False, start_new_session=True),
}
