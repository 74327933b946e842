"""Makes ``fixtures/number_formats.ott``: ten levels as offices number them, every series, continued and table numbers.

``python -m tests.readers.number_formats`` writes the template anew; the golden text beside it was compared with what
LibreOffice 7.4 makes of the template (its text export), line by line.
"""

from __future__ import annotations

from pathlib import Path

from .build import items, list_level, list_style, odt

OTT = "application/vnd.oasis.opendocument.text-template"
FORMAL, HAN, STEM, BRANCH, CIRCLED = (
    "壹, 貳, 參, ...",
    "一, 二, 三, ...",
    "甲, 乙, 丙, ...",
    "子, 丑, 寅, ...",
    "①, ②, ③, ...",
)
LEVELS = (
    (FORMAL, "", "、"), (HAN, "", "、"), (HAN, "(", ")"), ("1", "", "."), ("1", "(", ")"),
    ("A", "", "."), ("a", "", "."), (STEM, "", "、"), (STEM, "(", ")"), (CIRCLED, "", ""),
)  # fmt: skip
SERIES = ("1", "a", "A", "i", "I", "01, 02, 03, ...", FORMAL, HAN, "壹, 贰, 叁, ...", STEM, BRANCH, CIRCLED)
STARTS = (1, 9, 19, 105)


def nested(depth: int) -> str:
    """Two items at ``depth``, all deeper levels inside the first."""
    first = f"<text:p>第{depth}層</text:p>" + (nested(depth + 1) if depth < len(LEVELS) else "")
    return items(first, f"第{depth}層之二", style="Ten" if depth == 1 else "")


def numbered_row(i: int) -> str:
    """A table row whose first cell holds nothing but a continued number."""
    link = f'xml:id="r{i}" ' + (f'text:continue-list="r{i - 1}"' if i else "")
    number = items("<text:p/>", style="Row", extra=link)
    return (
        f"<table:table-row><table:table-cell>{number}</table:table-cell>"
        f"<table:table-cell><text:p>方案</text:p></table:table-cell></table:table-row>"
    )


def body() -> str:
    """The content of the template."""
    series = "".join(items("甲案", "乙案", style=f"S{i}x{start}") for i in range(len(SERIES)) for start in STARTS)
    continued = (
        items("起", style="Ten", extra='xml:id="k1"')
        + "<text:p>中斷</text:p>"
        + items("續", style="Ten", extra='xml:id="k2" text:continue-list="k1"')
        + items("又續", style="Ten", extra='text:continue-numbering="true"')
    )
    columns = '<table:table-column table:number-columns-repeated="2"/>'
    table = f'<table:table table:name="T">{columns}{"".join(map(numbered_row, range(3)))}</table:table>'
    joined = items("<text:p>章</text:p>" + items("<text:p>節</text:p>" + items("款")), style="Joined")
    return nested(1) + series + continued + table + joined


def styles() -> str:
    """The list styles of the template."""
    ten = (list_level(i, fmt, prefix=before, suffix=after) for i, (fmt, before, after) in enumerate(LEVELS, 1))
    joined = (list_level(i, "1", suffix=".", extra=f'text:display-levels="{i}"') for i in (1, 2, 3))
    series = (
        list_style(f"S{i}x{start}", list_level(1, fmt, suffix="、", extra=f'text:start-value="{start}"'))
        for i, fmt in enumerate(SERIES)
        for start in STARTS
    )
    row = list_style("Row", list_level(1, "1", suffix="."))
    return list_style("Ten", *ten) + list_style("Joined", *joined) + row + "".join(series)


def number_formats() -> bytes:
    """The template."""
    return odt(body(), automatic=styles(), mimetype=OTT)


if __name__ == "__main__":
    (Path(__file__).parent / "fixtures" / "number_formats.ott").write_bytes(number_formats())
