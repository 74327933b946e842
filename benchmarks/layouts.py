"""How exactly one table is read, however it is laid out: the published report printed by a browser in many ways.

    python benchmarks/layouts.py [PATTERN] [--keep DIR]

Every layout is a kind of rules, a form of groups and a style (fonts, sizes, cells in the middle, columns of fixed or of
fitting widths). Each is printed to PDF by Chromium, read, repaired and parsed as ``kbbt ingest`` does it, and the records
are compared with the report's DOCX: group, name and full text, white space aside. ``PATTERN`` is a regular expression for
the names ``style_form_rules``. Layouts that are not exact are listed with what the program itself remarked on.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.truth import status_truth  # noqa: E402
from tools.make_layouts import NAME, TEXT, Report, full  # noqa: E402

from kbbt.errors import KbbtError  # noqa: E402
from kbbt.parsing import load_declarations, parse  # noqa: E402
from kbbt.readers import read  # noqa: E402
from kbbt.readers.options import ReadOptions  # noqa: E402
from kbbt.repair import repair  # noqa: E402
from kbbt.text import squeeze  # noqa: E402

RULES = {
    "all": "td,th{border:1px solid}",
    "none": "",
    "outer": "table{border:1px solid}",
    "level": "td,th{border-top:1px solid;border-bottom:1px solid}",
    "upright": "td,th{border-left:1px solid;border-right:1px solid}",
    "between": "td+td,th+th{border-left:1px solid}",
    "three": "table{border-top:2px solid;border-bottom:2px solid} th{border-bottom:1px solid}",
    "header": "th{border:1px solid}",
    "stripes": "tr:nth-child(even) td{background:#eee} th{background:#246;color:#fff}",
}
FORMS = ("two", "three", "merged", "repeated", "heading", "double", "once")
STYLES = {
    "fitting": "",
    "fixed": "table{table-layout:fixed}",
    "middle": "td,th{vertical-align:middle}",
    "small": "body{font:8.5pt/1.25 'Noto Sans CJK TC'} td,th{padding:2pt 4pt}",
    "wide": "body{font:14pt/1.7 'TW-Kai'} .title{font-size:1.3em}",
    "left": "th{text-align:left;font-weight:normal}",
}
_BASE = """@page{size:A4;margin:20mm} body{font:11pt/1.4 'Noto Serif CJK TC';margin:0} .title{text-align:center}
table{border-collapse:collapse;width:100%;margin:4pt 0 8pt} td,th{padding:3pt 5pt;vertical-align:top;text-align:left}
th{text-align:center}"""

Row = tuple[str, str, str]


def _cells(tag: str, texts: Sequence[str], attributes: str = "") -> str:
    return "".join(f"<{tag}{attributes}>{html.escape(text)}</{tag}>".replace("\n", "<br>") for text in texts)


def _table(header: str, rows: Sequence[str]) -> str:
    return f"<table><thead>{header}</thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def _groups(report: Report, form: str) -> Iterator[str]:
    """The tables of a form: one a group, or one for all."""
    if form in ("two", "three", "once"):
        titles = ["項次", NAME, TEXT] if form == "three" else [NAME, TEXT]
        for k, (group, cases) in enumerate(report.groups):
            header = f"<tr>{_cells('th', titles)}</tr>" if form != "once" or not k else ""
            numbers = [[str(n)] if form == "three" else [] for n in range(1, len(cases) + 1)]
            rows = [_cells("td", [*n, name, "\n".join(text)]) for n, (name, text) in zip(numbers, cases, strict=True)]
            yield f"<p>{group}</p>" + _table(header, rows)
        return
    rows, number = [], 0
    for group, cases in report.groups:
        if form == "heading":
            rows.append(_cells("td", [group], " colspan=3"))
        for k, (name, text) in enumerate(cases, 1):
            number = number + 1 if form == "heading" else k
            before = _cells("td", [group], f" rowspan={len(cases)}") if form == "merged" and k == 1 else ""
            before += _cells("td", [group]) if form in ("repeated", "double") else ""
            behind = ["V", ""] if form == "double" and k % 2 else ["", "V"] if form == "double" else []
            rows.append(before + _cells("td", [str(number), name, "\n".join(text), *behind]))
    first = [] if form == "heading" else ["組別"]
    header = f"<tr>{_cells('th', [*first, '項次', NAME, TEXT])}</tr>"
    if form == "double":
        header = (
            f"<tr>{_cells('th', ['組別', '項次'], ' rowspan=2')}{_cells('th', ['方案內容', '建議'], ' colspan=2')}</tr>"
        )
        header += f"<tr>{_cells('th', [NAME, TEXT, '繼續列管', '解除列管'])}</tr>"
    yield _table(header, rows)


def page(report: Report, style: str, form: str, rules: str) -> str:
    """The report as a web page."""
    css = f"{_BASE} {STYLES[style]} {RULES[rules]}"
    if style == "fixed" and form in ("two", "once", "three"):
        widths = (8, 27, 65) if form == "three" else (30, 70)
        css += "".join(f"td:nth-child({k}),th:nth-child({k}){{width:{w}%}}" for k, w in enumerate(widths, 1))
    body = f"<p class=title>{report.title}</p><p>{report.date}</p>{''.join(_groups(report, form))}"
    return f"<!doctype html><meta charset=utf-8><style>{css}</style>{body}"


def layouts() -> Iterator[tuple[str, str, str]]:
    """Style, form and rules of each layout. Tables of fitting widths whose header stands once have no common columns."""
    for style in STYLES:
        for form in FORMS:
            for rules in RULES:
                if form != "once" or style == "fixed":
                    yield style, form, rules


def read_rows(path: Path) -> tuple[list[Row], Counter[str]]:
    """Group, name and text of every record in a file, and what was remarked on."""
    document = repair(read(path.read_bytes(), path.name, ReadOptions(ocr="never")))
    source = parse(document, load_declarations(), source="0" * 64, name=path.name)
    rows = [
        (squeeze(group.name), squeeze(entry.name), squeeze(entry.text))
        for report in source.reports
        for group in report.groups
        for entry in group.entries
    ]
    return rows, Counter(problem.code for problem in source.problems)


def main() -> int:
    """Print, read and compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pattern", nargs="?", default=".")
    parser.add_argument("--keep", type=Path, help="a folder for the PDFs")
    arguments = parser.parse_args()
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        print("Chromium is not installed: apt-get install chromium")
        return 1
    truth = [(group, name, text) for group, cases in status_truth() for name, text in cases]
    report, exact, found, count = full(), 0, 0, 0
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        for names in layouts():
            name = "_".join(names)
            if not re.search(arguments.pattern, name):
                continue
            source, target = folder / f"{name}.html", folder / f"{name}.pdf"
            source.write_text(page(report, *names), encoding="utf-8")
            command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
            subprocess.run(
                [*command, f"--print-to-pdf={target}", str(source)], check=True, capture_output=True, timeout=300
            )
            try:
                rows, remarks = read_rows(target)
            except KbbtError as error:
                rows, remarks = [], Counter([type(error).__name__])
            right = sum((Counter(rows) & Counter(truth)).values())
            count, found = count + 1, found + right
            exact += rows == truth
            if rows != truth:
                print(f"{name}: {right}/{len(truth)} rows, {len(rows) - right} others, {dict(remarks)}", flush=True)
    print(f"{exact} of {count} layouts exact, {found} of {count * len(truth)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main())
