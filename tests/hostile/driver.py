"""Ingest a folder in the box as the program does, and tell what came of it and how much memory it took, as JSON."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

from kbbt.ingest import Event, IngestOptions, Limits, ingest
from kbbt.ingest.box import descendants
from kbbt.store import Store


class MemoryWatch(threading.Thread):
    """The most memory this process and all it started have held at one time, in bytes; the peaks of each are added up."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.stop = False

    def run(self) -> None:
        """Look every few milliseconds."""
        while not self.stop:
            # The kernel keeps each process's own peak, so what lies between two looks is not missed while it lives.
            self.peak = max(self.peak, sum(map(high_water, (os.getpid(), *descendants(os.getpid())))))
            time.sleep(0.01)


def high_water(pid: int) -> int:
    """The most memory a process has held so far."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text(errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def main(folder: str, store: str, cpu: str) -> None:
    """Ingest ``folder`` into ``store`` with ``cpu`` seconds for each file."""
    options = IngestOptions(limits=Limits(cpu=float(cpu), wall=10 * float(cpu)))

    started = time.monotonic()

    def progress(event: Event) -> None:
        if event.kind == "done":
            print(f"{time.monotonic() - started:7.2f} {event.path.name}", file=sys.stderr)

    watch = MemoryWatch()
    watch.start()
    summary = ingest([Path(folder)], Store(Path(store)), options, progress)
    watch.stop = True
    watch.join()
    outcomes = [
        {
            "name": one.path.name,
            "result": one.result,
            "source": one.source,
            "error": type(one.error).__name__ if one.error else "",
            "code": int(one.error.exit_code) if one.error else 0,
            "message": one.error.message if one.error else "",
            "remedy": one.error.remedy if one.error else "",
            "entries": one.entries,
            "resolutions": one.resolutions,
            "meetings": one.meetings,
        }
        for one in summary.outcomes
    ]
    print(json.dumps({"outcomes": outcomes, "peak": watch.peak, "failure": str(summary.failure or "")}))


if __name__ == "__main__":
    main(*sys.argv[1:])
