"""The command line: one module a command (or a family of small ones), nothing computed here."""

from __future__ import annotations

import gc
import signal
import sys
import time

_INTERRUPTED = 130
_REQUESTS = [number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]
_SAME = 1.0
"""Seconds within which several requests to end are one: a session that closes sends two kinds, people press twice."""

_ALLOCATIONS = 200_000
"""Objects made between two searches for unreachable cycles. A store is a great many objects and no cycle: with Python's
own 700, most of the time of reading one goes into searching it again and again."""


def main() -> None:
    """The ``kbbt`` command. Being asked to end, or losing the terminal, is an interruption like Ctrl-C."""
    asked = -_SAME

    def interrupt(_number: int, _frame: object) -> None:
        nonlocal asked
        if time.monotonic() - asked >= _SAME:
            asked = time.monotonic()
            raise KeyboardInterrupt

    gc.set_threshold(_ALLOCATIONS, *gc.get_threshold()[1:])
    try:
        for number in _REQUESTS:
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):  # nohup's SIG_IGN is obeyed
                signal.signal(number, interrupt)
        from kbbt.cli.app import run

        code = run()
    except KeyboardInterrupt:  # a second one, among the last words about the first
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        for number in _REQUESTS:
            signal.signal(number, signal.SIG_IGN)  # it is ending; one more must not become a traceback
    sys.exit(code)
