"""What the box costs: the same 200 sound files ingested in it and outside it, in one run, turn and turn about.

Run from the root: ``python -m benchmarks.box`` (``--files N``, ``--rounds N``). Prints the times and their ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ingest.sound import make_files

_RUN = """
import sys, time
from pathlib import Path
start = time.perf_counter()
from kbbt.ingest import IngestOptions, ingest
from kbbt.store import Store
summary = ingest([Path(sys.argv[1])], Store(Path(sys.argv[2])), IngestOptions(boxed=sys.argv[3] == "boxed"))
assert len(summary.of("new")) == len(summary.outcomes), summary.outcomes
print(time.perf_counter() - start)
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    times: dict[str, list[float]] = {"direct": [], "boxed": []}
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "in")
        make_files(inbox, options.files)
        for turn in range(options.rounds):
            for how in ("direct", "boxed") if turn % 2 else ("boxed", "direct"):
                store = Path(folder, f"{how}{turn}")
                done = subprocess.run(
                    [sys.executable, "-c", _RUN, str(inbox), str(store), how],
                    check=True,
                    capture_output=True,
                    text=True,
                )
                times[how].append(float(done.stdout))
                print(f"{how:7} {times[how][-1]:6.2f} s")
    direct, boxed = (statistics.median(times[how]) for how in ("direct", "boxed"))
    each = (boxed - direct) / options.files * 1000
    print(
        f"{options.files} files: outside {direct:.2f} s, in the box {boxed:.2f} s, ratio {boxed / direct:.2f}, {each:+.1f} ms a file"
    )


if __name__ == "__main__":
    main()
