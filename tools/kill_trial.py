"""Kill an ingest at random moments, hundreds of times, and see that nothing that was said to be done is lost.

Run from the root: ``python -m tools.kill_trial --kills 500 --files 50``. Each round lets the program ingest the files
into a store, kills it (SIGKILL) at a random moment, reopens the store and looks: everything reported as done is there
and sound, nothing harmful is found, no process is left over. Then the next round continues with that store; when all
files are in, the store must be the very bytes that an undisturbed ingest makes, and a new store is begun.

``docs/security.md`` records a run. POSIX only.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.ingest.sound import make_files

from kbbt.ingest.box import descendants
from kbbt.store import Store
from kbbt.store.lock import HOLDER, LOCK

INGEST = """
import sys
from pathlib import Path
from kbbt.ingest import IngestOptions, ingest
from kbbt.store import Store

def progress(event):
    if event.kind == "done":
        print(event.outcome.source, flush=True)

options = IngestOptions(keep_originals=True)
summary = ingest([Path(sys.argv[1])], Store(Path(sys.argv[2])), options, progress)
assert not summary.of("failed"), summary.of("failed")[0].error
print("finished", flush=True)
"""


class Lost(Exception):  # noqa: N818  # what the trial is there to find
    """A promise was broken."""


def main() -> None:
    """Run the trial and print what happened; exit status 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--files", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            print(trial(Path(folder), options.kills, options.files, random.Random(options.seed)))  # noqa: S311  # moments
        except Lost as error:
            sys.exit(f"BROKEN: {error}")


def trial(folder: Path, kills: int, files: int, chance: random.Random) -> str:
    """Kill so many times; a report of one paragraph. Raises Lost."""
    inbox, store, whole = folder / "in", folder / "store", folder / "whole"
    make_files(inbox, files)
    began = time.monotonic()
    if "finished" not in run(inbox, whole):
        raise Lost("the ingest does not work undisturbed")
    duration = time.monotonic() - began
    counts: Counter[str] = Counter()
    done: set[str] = set()
    while counts["kills"] < kills:
        said = run(inbox, store, chance.uniform(0, duration * 1.1), both=chance.random() < 0.3)
        done |= said - {"finished"}
        counts["rounds"] += 1
        counts["finished" if "finished" in said else "kills"] += 1
        look(store, done, counts)
        if "finished" in said:
            if tree(store) != tree(whole):
                raise Lost("the store differs from that of an undisturbed ingest")
            shutil.rmtree(store)
            done = set()
    return (
        f"{counts['kills']} kills in {counts['rounds']} rounds of an ingest of {files} files ({duration:.1f} s undisturbed): "
        f"nothing lost. {counts['before']} before the store was there, {counts['between']} between files, "
        f"{counts['register']} with all files in and the register not yet written; {counts['litter']} left a half-written "
        f"file behind, {counts['holder']} held the lock. {counts['finished']} stores were finished, each equal to the "
        f"undisturbed one byte for byte."
    )


def run(inbox: Path, store: Path, seconds: float | None = None, *, both: bool = False) -> set[str]:
    """Ingest, killed after ``seconds``: the ids that were reported as done, and ``finished``. ``both``: with its child."""
    with subprocess.Popen([sys.executable, "-c", INGEST, str(inbox), str(store)], stdout=subprocess.PIPE) as process:
        try:
            out, _err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            children = descendants(process.pid)
            for pid in (process.pid, *(children if both else ())):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            out, _err = process.communicate()
            wait_for_the_end_of(children)
        if process.returncode not in (0, -signal.SIGKILL):
            raise Lost(f"the ingest ended with status {process.returncode}")
    return set(out.decode().split("\n")[:-1])  # a line without its end was not said


def wait_for_the_end_of(pids: list[int]) -> None:
    """Children end with their parent, by themselves."""
    for _attempt in range(500):
        if not any(alive(pid) for pid in pids):
            return
        time.sleep(0.01)
    raise Lost("a child has outlived its parent by five seconds")


def alive(pid: int) -> bool:
    """Whether a process is still at work."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def look(path: Path, done: set[str], counts: Counter[str]) -> None:
    """Reopen the store. Raises Lost when a promise was broken."""
    store = Store(path)
    findings = store.verify()
    harm = [finding for finding in findings if not finding.harmless]
    if harm:
        raise Lost(f"harm was found: {harm}")
    knowledge = store.knowledge()
    ids = {source.id for source in knowledge.sources}
    if not done <= ids:
        raise Lost(f"{len(done - ids)} sources reported as done are not there")
    if {reference.partition("#")[0] for reference in knowledge.register.assignment} - ids:
        raise Lost("the register speaks of sources that are not there")
    if any(store.original(one) is None for one in done):
        raise Lost("an original is not there")
    codes = {finding.code for finding in findings}
    counts["litter"] += "litter" in codes
    counts["holder"] += (path / HOLDER).exists()
    if "stale" in codes:
        counts["register" if len(ids) == len(list((path.parent / "in").iterdir())) else "between"] += 1
    elif not ids:
        counts["before"] += 1


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a store but its lock."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in (LOCK, HOLDER))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


if __name__ == "__main__":
    main()
