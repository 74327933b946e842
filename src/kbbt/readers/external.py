"""Programs of others that reading borrows (LibreOffice, tesseract): run with a time limit, and nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


class TimedOutError(Exception):
    """The program did not end in its time; it and all it started have been killed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a program ended: its exit status, what it wrote, and the last line of what it complained about."""

    status: int
    output: bytes
    complaint: str


def run(
    command: Sequence[str], *, timeout: float, data: bytes = b"", environment: Mapping[str, str] | None = None
) -> Finished:
    """Run ``command`` with ``data`` as its input, at most ``timeout`` seconds; ``environment`` is added to ours.

    The program gets a process group of its own, so that what it starts ends with it. Raises FileNotFoundError when
    there is no such program and :class:`TimedOutError`.
    """
    process = subprocess.Popen(  # noqa: S603 -- a list of arguments we made ourselves, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    try:
        output, complaint = process.communicate(data, timeout=timeout)
    except subprocess.TimeoutExpired as error:
        raise TimedOutError from error
    finally:
        # also on success: a launcher may end before the program it launched
        _kill_group(process)
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return Finished(process.returncode, output, lines[-1][:300] if lines else "")


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
    process.wait()


@contextlib.contextmanager
def relaxed_limits() -> Iterator[None]:
    """Within this, and for programs started in it, soft limits on memory and file size are as wide as the hard ones.

    The box that files are read in allows no file to be written; LibreOffice cannot work without.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    kinds = (resource.RLIMIT_FSIZE, resource.RLIMIT_AS)
    before = [resource.getrlimit(kind) for kind in kinds]
    for kind, (_soft, hard) in zip(kinds, before, strict=True):
        resource.setrlimit(kind, (hard, hard))
    try:
        yield
    finally:
        for kind, limits in zip(kinds, before, strict=True):
            resource.setrlimit(kind, limits)
