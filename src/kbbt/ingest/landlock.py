"""Linux's Landlock: a process gives up, for itself and all it starts, to change files anywhere but in one folder.

Limits on file size stop writing; they do not stop deleting, renaming or making empty files. This does, also for code that
a hostile file has smuggled in. Kernels before 5.13, and those where it is switched off, leave things as they are.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture kbbt is likely to meet
_VERSION_FLAG = 1
_PATH_BENEATH = 1
_PR_SET_NO_NEW_PRIVS = 38

# The rights that change something, by the version of the interface that knows them; reading and executing stay free.
_WRITE_FILE, _REMOVE_FILE, _MAKE_FILE, _MAKE_SOCKET, _REFER, _TRUNCATE = (1 << bit for bit in (1, 5, 8, 9, 13, 14))
_CHANGES = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
_TCP_BIND_AND_CONNECT = 0b11
_SOCKETS_AND_SIGNALS = 0b11


def only_write_in(folder: Path) -> bool:
    """From now on, change files only below ``folder`` (and in shared memory); open no TCP connection, signal no other process.

    False: not to be had.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)
    if version < 1:
        return False
    handled = _CHANGES | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    attributes = struct.pack("=QQQ", handled, _TCP_BIND_AND_CONNECT, _SOCKETS_AND_SIGNALS)
    size = 24 if version >= 6 else 16 if version >= 4 else 8  # older kernels know only the first of them
    ruleset = libc.syscall(_CREATE_RULESET, attributes, size, 0)
    if ruleset < 0:
        return False
    try:
        _allow(libc, ruleset, folder, handled)
        writing = handled & (_WRITE_FILE | _TRUNCATE)
        for device in ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"):
            _allow(libc, ruleset, Path(device), writing)
        _allow(libc, ruleset, Path("/dev/shm"), writing | handled & (_MAKE_FILE | _REMOVE_FILE))  # noqa: S108  # memory
        # The sockets by which LibreOffice's processes find each other, which it makes and removes in these folders,
        # whatever TMPDIR says.
        for shared in ("/tmp", "/var/tmp"):  # noqa: S108
            _allow(libc, ruleset, Path(shared), handled & (_MAKE_SOCKET | _REMOVE_FILE))
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, folder: Path, rights: int) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, getattr(os, "O_PATH", 0) | getattr(os, "O_CLOEXEC", 0))
        try:
            libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
        finally:
            os.close(handle)
