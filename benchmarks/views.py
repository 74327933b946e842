"""What ``kbbt report`` and ``kbbt diff`` cost as the store grows and the answer does not: ratios of one run.

Run from the root: ``python -m benchmarks.views`` (``--entries 10000 100000``). Each store has the same 800 cases in 8 groups;
the larger one has more reporting dates. Prints processor time of both commands on each store, without what starting costs,
and the ratios to the smallest store.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import itertools
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from kbbt.records import EntryGroup, Place, Source, StatusEntry, StatusReport
from kbbt.store import Store

_GROUPS, _CASES = 8, 100
_FIRST = dt.date(1990, 1, 1)
_DAYS = 30
_WHAT = ("道路", "橋梁", "河川", "公車", "捷運", "觀光", "農業", "環保", "消防", "教育")
_HOW = ("整合", "改善", "宣導", "聯防", "共享", "行銷", "培訓", "稽查", "示範", "參訪")


def _report(number: int) -> Source:
    names = ["".join(words) for words in itertools.product(_WHAT, _HOW)][:_CASES]
    groups = [
        EntryGroup(
            name=f"{_WHAT[group]}組",
            entries=[
                StatusEntry(
                    name=f"{name}{_HOW[group]}{_WHAT[group]}合作",
                    text=f"1. 第{number}期已辦理{group + len(name)}場次。\n2. 請各市持續辦理，預計年底前完成協調事項。",
                    places=[Place(page=1)],
                )
                for name in names
            ],
        )
        for group in range(_GROUPS)
    ]
    sha = hashlib.sha256(str(number).encode()).hexdigest()
    date = _FIRST + dt.timedelta(days=_DAYS * number)
    report = StatusReport(source=sha, date=date, platform="平臺", title="合作方案辦理情形", groups=groups)
    return Source(id=sha, name=f"{number}.pdf", media_type="application/pdf", family="status-report", reports=[report])


def _seconds(*arguments: str, store: Path | None = None) -> float:
    """Processor time of one command."""
    environment = os.environ | ({"KBBT_STORE": str(store)} if store else {})
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "kbbt", *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 100_000])
    options = parser.parse_args()
    first: dict[str, float] = {}
    start = min(_seconds("--version") for _ in range(3))
    for entries in options.entries:
        dates = max(entries // (_GROUPS * _CASES), 2)
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder, "store"))
            with store.writing():
                for number in range(dates):
                    store.put_source(_report(number))
                store.refresh()
            days = [(_FIRST + dt.timedelta(days=_DAYS * number)).isoformat() for number in (dates - 2, dates - 1)]
            for command in (("report", "--date", days[1]), ("diff", *days)):
                taken = min(_seconds(*command, "--format", "json", store=store.path) for _ in range(3)) - start
                ratio = taken / first.setdefault(command[0], taken)
                print(f"{command[0]:6} {dates * _GROUPS * _CASES:7} entries {taken:6.2f} s  {ratio:5.1f} times")


if __name__ == "__main__":
    main()
