"""Fuzz readers, repair, parsers, register, dates, declarations, templates, the store's files and the box's wire.

Run from the root: ``python -m tools.fuzz --seconds 600`` (``make fuzz FUZZ="--seconds 600"``). The contract of every
input: records, or one of the named errors with a remedy, within the limits of the box. What breaks it is written to
``--keep DIR`` and printed once per place; exit status 1. The same ``--seed`` makes the same inputs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":  # `python tools/fuzz.py` finds its neighbours, too
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tools.fuzz_inputs import MAKERS  # noqa: E402

from kbbt.errors import ExitCode, KbbtError, LimitError  # noqa: E402
from kbbt.ingest.box import Box  # noqa: E402
from kbbt.ingest.model import IngestOptions, Job, Limits  # noqa: E402

ACT = "tests.hostile.fuzz_targets:act"
CPU = 20.0
"""Seconds for one input. All of them are small, so that one that takes longer is a finding."""


def main() -> None:
    """Fuzz for the time given, over all targets in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument(
        "--only", action="append", choices=sorted(MAKERS), metavar="TARGET", help=", ".join(sorted(MAKERS))
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=ROOT / ".fuzz", metavar="DIR")
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    found = fuzz(options.seconds, options.only or sorted(MAKERS), options.seed, options.keep)
    sys.exit(1 if found else 0)


def fuzz(seconds: float, targets: list[str], seed: int, keep: Path) -> dict[str, str]:
    """What was found: message → the file that shows it. ``file`` gets half of the time."""
    rng = random.Random(seed)  # noqa: S311  # inputs, not secrets
    limits = Limits(cpu=CPU, wall=4 * CPU)
    box = Box(IngestOptions(ocr="never", limits=limits), ACT)
    found: dict[str, str] = {}
    counts: Counter[str] = Counter()
    turns = [*targets, *(["file"] * len(targets) if "file" in targets else [])]
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            target = rng.choice(turns)
            name, data = rng.choice(MAKERS[target])(rng)
            counts[target] += 1
            complaint = attempt(box, target, name, data, counts)
            if complaint and (key := place_of(complaint)) not in found:
                keep.mkdir(parents=True, exist_ok=True)
                digest = hashlib.sha256(data).hexdigest()[:12]
                path = keep / f"{target}-{digest}-{name}"
                path.write_bytes(data)
                found[key] = str(path)
                print(f"FOUND [{target}] {complaint}\n      {path}", flush=True)
    finally:
        box.close()
    told = ", ".join(f"{target} {counts[target]}" for target in sorted(set(targets)))
    print(
        f"{seconds:g} s, seed {seed}: {told}; {counts['records']} ended in records, {counts['errors']} in named errors; {len(found)} found"
    )
    return found


def place_of(complaint: str) -> str:
    """What makes two complaints the same: the place in the program, or else the words without numbers and quotations."""
    if "without a remedy" in complaint:
        return complaint.partition(",")[0]
    place = re.search(r"\([\w<>]+(\.py)?:\d+\)$", complaint)
    return place[0] if place else re.sub(r"'[^']*'|\"[^\"]*\"|\d+", "", complaint)[:60]


def attempt(box: Box, target: str, name: str, data: bytes, counts: Counter[str]) -> str:
    """Try one input; what it breaks, or nothing."""
    box.submit(Job(data, f"{target}/{name}", hashlib.sha256(data).hexdigest()))
    try:
        box.result()
    except KbbtError as error:
        counts["errors"] += 1
        return wrong_with(error, name)
    counts["records"] += 1
    return ""


def wrong_with(error: KbbtError, name: str) -> str:
    """Why an error is no answer, or nothing."""
    if error.exit_code == ExitCode.INTERNAL or "broke down" in error.message:
        return error.message
    if isinstance(error, LimitError) and ("seconds" in error.message or "memory" in error.message):
        return f"{name}: {error.message}"
    if not error.remedy:
        return f"{type(error).__name__} without a remedy, for instance: {error.message[:200]}"
    return ""


if __name__ == "__main__":
    main()
