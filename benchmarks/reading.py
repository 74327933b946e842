"""How exactly and how fast PDF is read: kbbt beside other programs, on the same files in one run.

    python benchmarks/reading.py [FILES] [--rounds N] [--all]

Without FILES the PDFs in ``samples/`` are read. The bar: kbbt costs at most one fifth of what pdfplumber's own
``extract_tables`` takes on the same pages; the floor is reading every character with its box and every path segment
through pdfium, call by call. Programs that are not installed are left out; the slow ones (camelot, markitdown,
pymupdf) run only with ``--all``, once. Each program opens the file anew. Times are processor time, the best of the
rounds, the programs taking turns, so that what else the machine does hits all alike.

Rows are counted for files of the published status report only: right when the name and the full text are exact but
for white space. What is true is read from the report's DOCX with python-docx, by no code of kbbt.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import importlib
import importlib.metadata
import importlib.util
import io
import logging
import platform
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
TITLES = ("方案名稱", "最新辦理情形")
BAR = 0.2

Rows = list[tuple[str, str]]
Program = Callable[[bytes], Rows]


def squeeze(text: str | None) -> str:
    """Text without white space: layout does not count."""
    return "".join((text or "").split())


def last_two(rows: Iterable[Iterable[str | None]]) -> Rows:
    """The two last cells of each row that is not the titles."""
    found: Rows = []
    for row in rows:
        cells = [squeeze(cell) for cell in row]
        if len(cells) >= 2 and cells[-2] not in TITLES:
            found.append((cells[-2], cells[-1]))
    return found


def kbbt_reader(data: bytes) -> Rows:
    """kbbt's reader alone: tables page by page."""
    from kbbt.document import Table
    from kbbt.readers.options import ReadOptions
    from kbbt.readers.pdf import read_pdf

    document = read_pdf(data, ReadOptions(ocr="never"))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return last_two([cell.text for cell in row.cells] for table in tables for row in table.rows)


def kbbt_repaired(data: bytes) -> Rows:
    """kbbt's reader and repair: tables and rows joined over pages."""
    from kbbt.document import Table
    from kbbt.readers.options import ReadOptions
    from kbbt.readers.pdf import read_pdf
    from kbbt.repair import repair

    document = repair(read_pdf(data, ReadOptions(ocr="never")))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return last_two([cell.text for cell in row.cells] for table in tables for row in table.rows)


def with_pdfplumber(data: bytes) -> Rows:
    """pdfplumber's own tables: the measure of the bar."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return last_two(row for page in document.pages for table in page.extract_tables() for row in table)


def floor(data: bytes) -> Rows:
    """All characters with boxes and all path segments through pdfium, the plain way."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_float(), ctypes.c_float()
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text_page = page.get_textpage()
        for k in range(text_page.count_chars()):
            pdfium.FPDFText_GetUnicode(text_page, k)
            pdfium.FPDFText_GetCharBox(text_page, k, left, right, bottom, top)
        for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
            for k in range(pdfium.FPDFPath_CountSegments(shape)):
                segment = pdfium.FPDFPath_GetPathSegment(shape, k)
                pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    document.close()
    return []


def with_pymupdf(data: bytes) -> Rows:
    """pymupdf's find_tables."""
    pymupdf = importlib.import_module("pymupdf")
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return last_two(row for page in document for table in page.find_tables().tables for row in table.extract())


def with_camelot(data: bytes) -> Rows:
    """camelot's lattice."""
    tables = importlib.import_module("camelot").read_pdf(io.BytesIO(data), pages="all", flavor="lattice")
    return last_two(row for table in tables for row in table.df.values.tolist())


def with_markitdown(data: bytes) -> Rows:
    """markitdown's Markdown tables."""
    lines = (
        importlib.import_module("markitdown")
        .MarkItDown()
        .convert_stream(io.BytesIO(data), file_extension=".pdf")
        .text_content.splitlines()
    )
    return last_two([cell.strip() for cell in line.strip("| ").split("|")] for line in lines if line.startswith("|"))


PROGRAMS: dict[str, tuple[str, Program]] = {
    "kbbt: reader": ("kbbt", kbbt_reader),
    "kbbt: reader + repair": ("kbbt", kbbt_repaired),
    "pdfium: characters + paths": ("pypdfium2", floor),
    "pdfplumber: extract_tables": ("pdfplumber", with_pdfplumber),
}
SLOW: dict[str, tuple[str, Program]] = {
    "pymupdf: find_tables": ("pymupdf", with_pymupdf),
    "camelot: lattice": ("camelot", with_camelot),
    "markitdown": ("markitdown", with_markitdown),
}


def truth() -> set[tuple[str, str]]:
    """Name and text of the 87 cases, from the DOCX."""
    import docx

    document = docx.Document(str(ROOT / "samples" / "status_113-07-11.docx"))
    rows = (row for table in document.tables for row in table.rows[1:])
    return {(squeeze(row.cells[0].text), squeeze(row.cells[1].text)) for row in rows}


@dataclass
class Result:
    """What one program made of one file."""

    name: str
    seconds: list[float] = field(default_factory=list)
    rows: Rows = field(default_factory=list)
    failure: str = ""

    def run(self, program: Program, data: bytes) -> None:
        """Run once more, silently."""
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            start = time.process_time()
            try:
                self.rows = program(data)
            except Exception as error:  # a program that fails on a file is a result, too
                self.failure = type(error).__name__
            self.seconds.append(time.process_time() - start)


def measure(file: Path, programs: dict[str, tuple[str, Program]], rounds: int) -> list[Result]:
    """Every program on one file, taking turns."""
    data = file.read_bytes()
    results = {name: Result(name) for name in programs}
    for number in range(rounds):
        for name, (_, program) in programs.items():
            if number == 0 or name not in SLOW:
                results[name].run(program, data)
    return list(results.values())


def pages_with_text(file: Path) -> int:
    """How many pages there are, 0 when none has a character."""
    document = pypdfium2.PdfDocument(file.read_bytes())
    try:
        return len(document) if any(page.get_textpage().count_chars() for page in document) else 0
    finally:
        document.close()


def report(file: Path, results: list[Result], pages: int, cases: set[tuple[str, str]]) -> float | None:
    """Print the table of one file; the ratio of kbbt's reader to pdfplumber."""
    best = {result.name: min(result.seconds) / pages for result in results}
    plumber, base = best["pdfplumber: extract_tables"], best["pdfium: characters + paths"]
    counted = any(set(result.rows) & cases for result in results)
    print(f"\n{file.name}, {pages} pages")
    print(f"{'':28}{'ms/page':>9}{'÷ pdfplumber':>14}{'÷ floor':>9}" + (f"{'exact':>8}{'other':>8}" if counted else ""))
    for result in results:
        ms = best[result.name]
        line = f"{result.name:28}{ms * 1000:9.2f}{ms / plumber:14.3f}{ms / base:9.2f}"
        if counted and result.name != "pdfium: characters + paths":
            line += f"{len(set(result.rows) & cases):5}/{len(cases)}{sum(row not in cases for row in result.rows):8}"
        print(line + (f"  failed: {result.failure}" if result.failure else ""))
    failed = any(result.failure for result in results if result.name.startswith(("kbbt: reader", "pdfplumber")))
    return None if failed else best["kbbt: reader"] / plumber


def main() -> int:
    """Measure, print, and say whether the bar holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="the slow programs, too")
    options = parser.parse_args()
    logging.disable(logging.ERROR)
    programs = {**PROGRAMS, **(SLOW if options.all else {})}
    programs = {name: (m, p) for name, (m, p) in programs.items() if importlib.util.find_spec(m) is not None}
    versions = {m: _version(m) for m, _ in programs.values() if m != "kbbt"}
    print(f"Python {platform.python_version()}, " + ", ".join(f"{m} {v}" for m, v in versions.items()))
    cases = truth()
    ratios: dict[str, float] = {}
    for file in options.files or sorted((ROOT / "samples").glob("*.pdf")):
        pages = pages_with_text(file)
        if not pages:
            print(f"\n{file.name}: no text")
            continue
        ratio = report(file, measure(file, programs, options.rounds), pages, cases)
        if ratio is not None:
            ratios[file.name] = ratio
    print()
    for name, ratio in ratios.items():
        print(f"{name}: {ratio:.3f} of pdfplumber, {'within' if ratio <= BAR else 'ABOVE'} the bar of {BAR}")
    return 0 if all(ratio <= BAR for ratio in ratios.values()) else 1


def _version(module: str) -> str:
    distribution = {"camelot": "camelot-py"}.get(module, module)
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "?"


if __name__ == "__main__":
    raise SystemExit(main())
