"""Templates of one's own: found, checked with the place of each fault, and never able to run code."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from kbbt.errors import DeclarationError
from kbbt.renderers.formats import render_report
from kbbt.renderers.template_check import check_file, page_names
from kbbt.renderers.template_reference import field_rows
from tests.renderers.test_documents import as_bytes, docx_texts, table


def word(path: Path, *paragraphs: str | list[str]) -> Path:
    """A Word document with these paragraphs; a list is one paragraph split over runs."""
    document = docx.Document()
    for pieces in paragraphs:
        paragraph = document.add_paragraph()
        for piece in [pieces] if isinstance(pieces, str) else pieces:
            paragraph.add_run(piece)
    document.save(str(path))
    return path


def test_tags_split_over_runs_and_smart_quotes_work(tmp_path: Path) -> None:
    form = word(
        tmp_path / "mine.docx",
        ["{{ ti", "tle }", "}"],
        "{%p for group in groups %}",
        ["{{ group.name ", "~ “ — ” }}"],
        "{%p endfor %}",
    )
    made = docx.Document(io.BytesIO(as_bytes(render_report(table(("甲案", "一")), "docx", form))))
    assert [p.text for p in made.paragraphs if p.text] == ["合作方案辦理情形", "交通組 — "]


@pytest.mark.parametrize("suffix", ["docx", "md", "html"])
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ titel }}", "title"),
        ("{{ groups[0].nmae }}", "name"),
        ("{{ title", "not understood"),
        ("{{ title | upcase }}", "upcase"),
        ('{{ groups | map(attribute="__class__") | list }}', "not allowed"),
        ("｛｛ title ｝｝", "full-width"),
        ("{{ title.__class__ }}", "not allowed"),
        ("{{ cycler.__init__.__globals__ }}", "cycler"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, suffix: str, line: str, said: str) -> None:
    path = tmp_path / f"mine.{suffix}"
    if suffix == "docx":
        word(path, "第一段", line)
    else:
        path.write_text(f"first\n{line}\n", encoding="utf-8")
    faults = check_file(path, page_names(path))
    assert faults
    assert any(said in str(fault) for fault in faults)
    assert all(" 2 " in f"{fault.where} " for fault in faults), [fault.where for fault in faults]
    if "full-width" not in said:
        with pytest.raises(DeclarationError):
            render_report(table(("甲案", "一")), suffix, path)


@pytest.mark.parametrize("suffix", ["docx", "md"])
def test_a_tag_that_is_never_closed_is_told_where_it_is_opened(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mine.{suffix}"
    lines = ["{{ title }}", "{% for group in groups %}", "{% if has_remarks %}", "{% endif %}", "{{ group.name }}"]
    if suffix == "docx":
        word(path, *lines)
    else:
        path.write_text("\n".join(lines), encoding="utf-8")
    (fault,) = check_file(path, page_names(path))
    assert " 2 " in fault.where
    assert "'for'" in fault.message


def test_every_field_has_an_example_and_a_meaning() -> None:
    assert all(name and example and meaning for name, example, meaning in field_rows())


def test_templates_get_no_globals(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("{{ range(9) }}", encoding="utf-8")
    with pytest.raises(DeclarationError):
        render_report(table(("甲案", "一")), "md", path)


def test_an_odt_template_with_split_tags_works(tmp_path: Path) -> None:
    from kbbt.renderers.odt import template_source

    source = (
        "<text:p><text:span>{</text:span><text:span>{ ti</text:span>tle }}</text:p>"
        '<text:p text:style-name="P1"><text:span>{% for g in groups %}</text:span></text:p>'
        "<table:table-row><table:table-cell><text:p>{% endfor %}</text:p></table:table-cell></table:table-row>"
    )
    assert template_source(source) == "<text:p><text:span>{{ title }}</text:p>{% for g in groups %}{% endfor %}"


@pytest.mark.parametrize(
    "name", ["report.docx", "report.odt", "report.md", "report.html", "diff.docx", "diff.md", "diff.html"]
)
def test_the_built_in_templates_are_sound(name: str) -> None:
    path = Path(__file__).resolve().parents[2] / "templates" / name
    assert check_file(path, page_names(path)) == []


def test_the_table_is_complete_in_word() -> None:
    texts = docx_texts(as_bytes(render_report(table(("甲案", "一"), ("乙案", "二")), "docx")))
    assert texts == ["方案名稱", "最新辦理情形", "甲案", "一", "乙案", "二"]
