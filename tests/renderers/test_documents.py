"""Documents written by the renderers: well-formed, complete, safe whatever the text says."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile

import docx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree, html

from kbbt.renderers.formats import render_diff, render_report
from kbbt.views.model import Change, Difference, Report, ReportEntry, ReportGroup

AWKWARD = "& < > \" ' { } [ ] \\ | * _ # {{ 7*7 }} {% for %} <script>alert(1)</script> #let x ①㈠ 😀 𠀋 \ue000"
DAY = dt.date(2024, 7, 11)


def table(*rows: tuple[str, str]) -> Report:
    entries = [ReportEntry(case="k7m2q", name=name, text=text, date=DAY, source_name="=cmd.pdf") for name, text in rows]
    return Report(
        as_of=DAY, date=DAY, title="合作方案辦理情形", groups=[ReportGroup(name="交通組", date=DAY, entries=entries)]
    )


def difference() -> Difference:
    change = Change(
        kind="changed", case="k7m2q", name=AWKWARD, group="交通組", before="甲乙", after="甲丙",
        before_date=DAY, after_date=DAY, segments=[("=", "甲"), ("-", f"乙{AWKWARD}"), ("+", "丙")],
    )  # fmt: skip
    return Difference.model_validate({"from": DAY, "to": DAY, "counts": {"changed": 1}, "changes": [change]})


def docx_texts(data: bytes) -> list[str]:
    return [cell.text for t in docx.Document(io.BytesIO(data)).tables for row in t.rows for cell in row.cells]


def odt_text(data: bytes) -> str:
    container = zipfile.ZipFile(io.BytesIO(data))
    assert container.infolist()[0].filename == "mimetype"
    assert container.infolist()[0].compress_type == zipfile.ZIP_STORED
    return "".join(map(str, etree.fromstring(container.read("content.xml")).itertext()))


def as_bytes(made: str | bytes) -> bytes:
    return made.encode() if isinstance(made, str) else made


def test_awkward_text_arrives_as_it_is() -> None:
    view = table((AWKWARD, f"1. {AWKWARD}"))
    assert AWKWARD in docx_texts(as_bytes(render_report(view, "docx")))
    assert AWKWARD in odt_text(as_bytes(render_report(view, "odt")))
    page = html.fromstring(str(render_report(view, "html")))
    assert AWKWARD in "".join(map(str, page.itertext()))
    assert not page.xpath("//script")
    rows = list(csv.reader(io.StringIO(as_bytes(render_report(view, "csv")).decode("utf-8-sig"))))
    assert AWKWARD in rows[1]
    assert json.loads(render_report(view, "json"))["groups"][0]["entries"][0]["name"] == AWKWARD


@pytest.mark.parametrize("format_", ["docx", "odt", "pdf", "html", "md", "csv", "xlsx", "json", "terminal"])
def test_the_same_table_gives_the_same_bytes(format_: str) -> None:
    view = table(("甲案", "1. 已完成。\n2. 續辦。"), ("乙案", ""))
    assert render_report(view, format_) == render_report(view, format_)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t="])
def test_no_cell_becomes_a_formula(start: str) -> None:
    view = table((f"{start}HYPERLINK(1)", f"{start}1+1"))
    rows = list(csv.reader(io.StringIO(as_bytes(render_report(view, "csv")).decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "-", "@", "＝", "\t")) for cell in rows[1])
    sheet = zipfile.ZipFile(io.BytesIO(as_bytes(render_report(view, "xlsx")))).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_no_title_of_a_column_becomes_a_formula() -> None:
    entry = ReportEntry(case="k7m2q", name="甲案", text="", date=DAY, fields={"=1+1": "＝2"})
    view = Report(as_of=DAY, date=DAY, title="表", groups=[ReportGroup(name="交通組", date=DAY, entries=[entry])])
    rows = list(csv.reader(io.StringIO(as_bytes(render_report(view, "csv")).decode("utf-8-sig"))))
    assert rows[0][-1] == "'=1+1"
    assert rows[1][-1] == "'＝2"


def test_list_items_are_paragraphs_with_hanging_indents() -> None:
    data = as_bytes(render_report(table(("甲案", "1. 一\n(1)二\n2. 三")), "docx"))
    cell = docx.Document(io.BytesIO(data)).tables[0].rows[1].cells[1]
    assert [(p.style.name, p.text) for p in cell.paragraphs] == [
        ("Status item", "1. 一"),
        ("Status subitem", "(1)二"),
        ("Status item", "2. 三"),
    ]


def test_the_word_table_repeats_its_header_and_names_the_kai_face() -> None:
    data = as_bytes(render_report(table(("甲案", "一")), "docx"))
    container = zipfile.ZipFile(io.BytesIO(data))
    assert b"w:tblHeader" in container.read("word/document.xml")
    assert "標楷體".encode() in container.read("word/styles.xml")
    assert b"NUMPAGES" in b"".join(container.read(n) for n in container.namelist() if "footer" in n)


@pytest.mark.parametrize("format_", ["html", "md", "docx", "terminal", "json"])
def test_changes_are_told_without_colour(format_: str) -> None:
    made = render_diff(difference(), format_)
    if format_ == "docx":
        document = docx.Document(io.BytesIO(as_bytes(made)))
        runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
        assert any(run.font.strike and run.text.startswith("〔－乙") for run in runs)
        assert any(run.font.underline and run.text == "〔＋丙〕" for run in runs)
        return
    assert isinstance(made, str)
    signs = {"html": ("<del>乙", "<ins>丙</ins>"), "md": ("<del>乙", "<ins>丙</ins>"), "terminal": ("[-乙", "{+丙+}")}
    for sign in signs.get(format_, ('"-"', '"+"')):
        assert sign in made
    assert "<script>" not in made or format_ in ("terminal", "json")


@hypothesis_settings(max_examples=25)
@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=80),
    st.text(alphabet="甲乙1.()\n {}<&", max_size=80),
)
def test_any_text_gives_well_formed_documents(name: str, text: str) -> None:
    view = table((name, text))
    docx.Document(io.BytesIO(as_bytes(render_report(view, "docx"))))
    odt_text(as_bytes(render_report(view, "odt")))
    html.fromstring(str(render_report(view, "html")))
