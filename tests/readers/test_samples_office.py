"""The public samples as DOCX and ODT: the same text, cell for cell, whichever file it came in."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbbt.document import Document, Paragraph, Table
from kbbt.readers.docx import read_docx
from kbbt.readers.odt import read_odt
from kbbt.readers.options import ReadOptions
from kbbt.text import squeeze


def read(path: Path) -> Document:
    reader = read_docx if path.suffix == ".docx" else read_odt
    return reader(path.read_bytes(), ReadOptions())


@pytest.mark.parametrize("suffix", [".docx", ".odt"])
def test_the_status_report_has_its_groups_and_rows(samples: Path, suffix: str) -> None:
    document = read(samples / f"status_113-07-11{suffix}")
    tables = [b for b in document.blocks if isinstance(b, Table)]
    assert [sum(not r.header for r in t.rows) for t in tables] == [21, 9, 5, 12, 5, 21, 5, 9]
    for table in tables:
        assert [c.text for c in table.rows[0].cells] == ["方案名稱", "最新辦理情形"]
        assert all(len(r.cells) == 2 and r.cells[0].text and r.cells[1].text for r in table.rows)
    assert document.notes == ()


@pytest.mark.parametrize("name", ["status_113-07-11", "minutes_industry_112-115"])
def test_both_files_say_the_same_in_the_same_places(samples: Path, name: str) -> None:
    first, second = read(samples / f"{name}.docx"), read(samples / f"{name}.odt")
    assert [(p.text, p.places) for p in first.paragraphs()] == [(p.text, p.places) for p in second.paragraphs()]


@pytest.mark.parametrize("name", ["status_113-07-11", "minutes_industry_112-115"])
def test_no_text_is_lost_or_doubled(samples: Path, name: str) -> None:
    """Every paragraph stands in the text form of the sample; the text form has nothing more but its own mark-up."""
    plain = squeeze((samples / f"{name}.txt").read_text("utf-8"))
    document = read(samples / f"{name}.docx")
    for block in document.blocks:
        if isinstance(block, Paragraph):
            assert squeeze(block.text) in plain
    assert len(squeeze("".join(p.text for p in document.paragraphs()))) <= len(plain)
