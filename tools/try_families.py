"""Read a folder of documents with the example declarations too, and say what came out of each.

    python tools/try_families.py FOLDER [--truth]

``--truth`` compares each document with the spreadsheet ``<name>.truth.xls`` beside it (needs the package xlrd).
The documents are others'; none of them is part of this repository.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from kbbt.errors import KbbtError
from kbbt.parsing import Declarations, load_declarations, parse
from kbbt.readers import read
from kbbt.records import Source
from kbbt.repair import repair
from kbbt.text import squeeze

ROOT = Path(__file__).resolve().parents[1]


def describe(source: Source) -> str:
    """One line on what was read."""
    parts = [source.family]
    for meeting in source.meetings:
        items = sum(len(s.resolutions) for s in meeting.sections)
        end = f"{meeting.ends_at:%H:%M}" if meeting.ends_at else "?"
        parts.append(f"meeting of {meeting.date}, until {end}: {items} resolutions, {len(meeting.motions)} motions")
    for report in source.reports:
        sizes = " ".join(str(len(g.entries)) for g in report.groups)
        parts.append(f"report of {report.date}: {sum(len(g.entries) for g in report.groups)} entries ({sizes})")
    codes = Counter(p.code for p in source.problems)
    parts.extend(f"{code} ×{n}" for code, n in codes.items())
    return "; ".join(parts)


def truth(path: Path, source: Source) -> str:
    """How many rows of the spreadsheet are rows of the document, value by value and in the same order."""
    import xlrd  # type: ignore[import-not-found,import-untyped,unused-ignore]  # an extra without types

    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    rows = [[_printed(sheet.cell_value(r, c)) for c in range(sheet.ncols)] for r in range(sheet.nrows)]
    keys = ("member", "name", "location", "amount", "approved", "account", "agency", "procurement", "contractor")
    entries = [e for report in source.reports for g in report.groups for e in g.entries]
    ours = [[squeeze({**e.fields, "name": e.name}.get(k, "")) for k in keys] for e in entries]
    theirs = [row for row in rows if row in ours]
    return f"{len(theirs)} of {len(ours)} rows are in {path.name}, {'in' if theirs == ours else 'not in'} its order"


def _printed(value: object) -> str:
    return f"{value:,.0f}" if isinstance(value, float) else squeeze(str(value))


def report(path: Path, declarations: Declarations, *, compare: bool) -> str:
    """What came out of one file, or why nothing did."""
    try:
        source = parse(repair(read(path.read_bytes(), path.name)), declarations, source="0" * 64, name=path.name)
    except KbbtError as error:
        return f"{type(error).__name__}: {error.message.strip().splitlines()[0]}"
    beside = path.with_suffix("").with_name(path.stem + ".truth.xls")
    extra = f"; {truth(beside, source)}" if compare and beside.exists() else ""
    return describe(source) + extra


def main() -> int:
    """Report on every file of the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--truth", action="store_true")
    arguments = parser.parse_args()
    declarations = load_declarations([ROOT / "docs" / "examples" / "parsers", ROOT / "parsers"])
    names = sorted(p for p in arguments.folder.iterdir() if p.is_file() and p.suffix not in (".md", ".txt", ".xls"))
    for path in names:
        print(f"{path.name}: {report(path, declarations, compare=arguments.truth)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
