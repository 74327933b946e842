"""No text of a document becomes markup, a formula, a script, a template or a control sequence in anything kbbt writes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile

import pytest
from lxml import etree, html

from kbbt.errors import MissingPartError
from kbbt.renderers.formats import render_diff, render_report
from kbbt.renderers.ics import deadlines_ics
from kbbt.views.model import Change, Deadline, Difference, Report, ReportEntry, ReportGroup

TRICKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></table>", "&lt;b&gt; &amp; R&D", "javascript:alert(1)",
    "=cmd|' /C calc'!A0", "＝1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")',
    "{{ 7*7 }}", "{% for x in y %}", "{#", "${7*7}", "#{7*7}", "{{ report.__class__ }}",
    "#let x = 1", '#import "x.typ"', '$ sum $ @ref <label> ```x``` #read("/etc/passwd")', "[red]x[/red]", "[link=http://x]y[/link]",
    "| a | b |", "# heading", "[a](javascript:x)", "![a](http://x)", "`code`", "* * *", "<!-- x", "]]>", "\\u0000", "\\x1b[31m",
]  # fmt: skip


def table(trick: str) -> Report:
    entry = ReportEntry(
        case="k1",
        name=f"{trick}案",
        text=f"{trick}\n1. {trick}",
        date=dt.date(2024, 7, 11),
        source="0" * 64,
        source_name=f"{trick}.pdf",
        marks=["older"],
        fields={"主辦": trick},
    )
    first = entry.model_copy(update={"name": trick, "text": trick})
    groups = [ReportGroup(name=f"{trick}組", entries=[first, entry])]
    return Report(as_of=dt.date(2024, 7, 11), date=dt.date(2024, 7, 11), title=trick, platform=trick, groups=groups)


def difference(trick: str) -> Difference:
    change = Change(
        kind="changed",
        case="k1",
        name=f"{trick}案",
        group=trick,
        before=f"甲{trick}",
        after=f"乙{trick}",
        segments=[("-", "甲"), ("+", "乙"), ("=", trick)],
        evidence=trick,
    )
    return Difference(
        **{"from": dt.date(2024, 7, 11)}, to=dt.date(2025, 7, 11), counts={"changed": 1}, changes=[change]
    )


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def members(data: str | bytes) -> dict[str, str]:
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist() if n.endswith((".xml", ".rels"))
        }


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("view", ["report", "diff"])
def test_html(trick: str, view: str) -> None:
    plain, bad = (
        render_report(table(t), "html") if view == "report" else render_diff(difference(t), "html")
        for t in ("甲", trick)
    )
    assert isinstance(bad, str)
    assert isinstance(plain, str)
    tree, quiet = html.document_fromstring(bad), html.document_fromstring(plain)

    def shape(root: html.HtmlElement) -> list[tuple[str, list[str]]]:
        return [(str(one.tag), sorted(one.attrib)) for one in root.iter()]

    # The very same elements and attributes as with a harmless text in its place, and the text is there to be read.
    assert shape(tree) == shape(quiet)
    assert squeezed(trick) in squeezed(str(tree.xpath("string()")))


@pytest.mark.parametrize("trick", TRICKS)
def test_spreadsheets(trick: str) -> None:
    rows = list(csv.reader(io.StringIO(str(_text(render_report(table(trick), "csv"))).lstrip("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")]
    assert any(trick in cell for cell in cells)
    parts = members(render_report(table(trick), "xlsx"))
    assert not [name for name, part in parts.items() if "<f>" in part or "<f " in part or "<hyperlink" in part]


def test_a_text_too_long_for_a_cell_says_so() -> None:
    parts = members(render_report(table("長" * 40_000), "xlsx"))
    assert "80,004" in parts["xl/sharedStrings.xml"]


@pytest.mark.parametrize("trick", [*TRICKS, "x\r\nEND:VEVENT\r\nBEGIN:VALARM", "a;b,c:d", "\x1b[31m\u202e", "長" * 500])
def test_calendar(trick: str) -> None:
    day = dt.date(2024, 7, 11)
    one = Deadline(id="d1", case="k1", name=trick, group=trick, kind="planned", state="due", start=day, end=day, precision="day",
                   words=trick, clause=trick, date=day, source="0" * 64, source_name=trick, first_date=day,
                   latest_date=day, latest_source="0" * 64)  # fmt: skip
    lines = deadlines_ics([one]).decode().split("\r\n")
    assert [line for line in lines if line.startswith(("BEGIN:", "END:"))] == [
        "BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", "".join(lines))


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("form", ["docx", "odt"])
def test_office_documents(trick: str, form: str) -> None:
    parts = members(render_report(table(trick), form))
    if form == "docx":
        parts |= {f"diff/{name}": part for name, part in members(render_diff(difference(trick), form)).items()}
    read = "".join(str(etree.fromstring(part.encode()).xpath("string()")) for part in parts.values())
    assert squeezed(trick) in squeezed(read)
    assert "49案" not in read
    assert "javascript:" not in "".join(part for name, part in parts.items() if name.endswith(".rels"))


@pytest.mark.parametrize("trick", TRICKS)
def test_markdown_shows_it_as_it_is(trick: str) -> None:
    for text in (_text(render_report(table(trick), "md")), _text(render_diff(difference(trick), "md"))):
        unescaped = re.sub(r"\\([!-/:-@\[-`{-~])", "", text)  # whatever an escape takes the meaning from
        for markup in ("<script", "<img", "](javascript", "![a](", "[a](", "<!--", "</table"):
            assert markup not in unescaped.replace("<br>", "")


@pytest.mark.parametrize("trick", TRICKS)
def test_json_is_json(trick: str) -> None:
    assert json.loads(_text(render_report(table(trick), "json")))["groups"][0]["entries"][0]["text"] == trick


def test_pdf() -> None:
    entries = [ReportEntry(case=f"k{n}", name=t, text=t, date=dt.date(2024, 7, 11)) for n, t in enumerate(TRICKS)]
    report = Report(as_of=dt.date(2024, 7, 11), title="表", groups=[ReportGroup(name="組", entries=entries)])
    try:
        data = render_report(report, "pdf")
    except MissingPartError as error:
        pytest.skip(str(error))
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    read = squeezed("".join(page.get_textpage().get_text_bounded() for page in document))
    read = re.sub("[\u200b\u2060]", "", read)
    for trick in TRICKS:
        assert squeezed(trick) in read, trick
    assert "root:" not in read
    assert b"/JavaScript" not in bytes(data)  # type: ignore[arg-type]


def _text(out: str | bytes) -> str:
    return out if isinstance(out, str) else out.decode("utf-8-sig")
