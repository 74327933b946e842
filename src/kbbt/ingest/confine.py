"""What a process that reads foreign files gives up, by itself, before it reads the first one.

Limits are the system's own. Where it has none of a kind (Windows has no ``resource``; only Linux has namespaces and
Landlock), that kind is left out; the wall clock is kept by the parent everywhere. The limits are the soft ones; the hard
ones are wide enough for the programs that readers borrow (:func:`kbbt.readers.external.relaxed_limits`).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from kbbt.ingest.landlock import only_write_in
from kbbt.ingest.model import Limits

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def confine(limits: Limits, folder: Path) -> None:
    """Limit memory and writing, end with the parent, leave no core dump, and do without the network.

    ``folder`` is where borrowed programs may put their files.
    """
    _leave_network()
    only_write_in(folder)
    _die_with_parent()
    sys.addaudithook(_refuse_network)
    if resource is None:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit("RLIMIT_FSIZE", 0, limits.helper_files)
    _limit("RLIMIT_AS", limits.memory, limits.helper_memory)


def allow_cpu(seconds: float) -> None:
    """From now on this process may use so much CPU time; then the system ends it."""
    if resource is not None:
        used = time.process_time()
        _limit("RLIMIT_CPU", int(used + seconds) + 1, None)


def allow_more_cpu(seconds: float) -> None:
    """Raise that limit."""
    if resource is not None:
        soft, _hard = resource.getrlimit(resource.RLIMIT_CPU)
        if soft != resource.RLIM_INFINITY:
            _limit("RLIMIT_CPU", soft + round(seconds), None)


def is_spent(limits: Limits) -> bool:
    """Whether this process has grown so much that the next file had better get a fresh one."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # called for every file
            size = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return False
    return size > limits.memory * 0.6


def _limit(name: str, soft: int, hard: int | None) -> None:
    kind = getattr(resource, name, None)
    if kind is None:
        return
    with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
        _soft, ceiling = resource.getrlimit(kind)
        wanted = ceiling if hard is None else max(hard, soft)
        if ceiling != resource.RLIM_INFINITY:
            wanted, soft = min(wanted, ceiling), min(soft, ceiling)
        resource.setrlimit(kind, (soft, wanted))


def _die_with_parent() -> None:
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    with contextlib.suppress(OSError, AttributeError):
        _libc().prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def _leave_network() -> None:
    """Move to a network namespace with no network in it. Containers often forbid this; then the audit hook is all."""
    if not sys.platform.startswith("linux"):
        return
    user, group = os.getuid(), os.getgid()
    with contextlib.suppress(OSError, AttributeError):
        libc = _libc()
        if libc.unshare(_CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123  # a switch, not a file
                file.write(text)


def _refuse_network(event: str, _arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "urllib.Request"):
        raise PermissionError(f"reading a document must not use the network ({event})")


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
