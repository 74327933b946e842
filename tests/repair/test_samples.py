"""The same source as PDF, DOCX, ODT and text is the same document after repair."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbbt import readers
from kbbt.document import Document, Paragraph, Table
from kbbt.repair import repair, repair_with_trace
from kbbt.text import squeeze

FORMATS = ["pdf", "docx", "odt", "txt"]
GROUPS = [21, 9, 5, 12, 5, 21, 5, 9]


def _read(path: Path) -> Document:
    return repair(readers.read(path.read_bytes(), path.name))


def _rows(document: Document) -> list[list[tuple[str, str]]]:
    return [
        [(squeeze(row.cells[0].text), squeeze(row.cells[1].text)) for row in block.rows[1:]]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def _paragraphs(document: Document) -> list[str]:
    """The paragraphs without white space; a title that goes on in a second line is taken as one."""
    out: list[str] = []
    for block in document.blocks:
        assert isinstance(block, Paragraph)
        text = squeeze(block.text)
        if text == "會議紀錄":
            out[-1] += text
        else:
            out.append(text)
    return out


@pytest.fixture(scope="module")
def office_report(samples: Path) -> Document:
    return _read(samples / "status_113-07-11.docx")


@pytest.fixture(scope="module")
def office_minutes(samples: Path) -> Document:
    return _read(samples / "minutes_industry_112-115.docx")


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_report_has_the_same_rows_in_every_format(suffix: str, samples: Path, office_report: Document) -> None:
    document = _read(samples / f"status_113-07-11.{suffix}")
    assert [len(group) for group in _rows(document)] == GROUPS
    assert _rows(document) == _rows(office_report)
    headings = [squeeze(b.text) for b in document.blocks if isinstance(b, Paragraph)]
    assert headings == [squeeze(b.text) for b in office_report.blocks if isinstance(b, Paragraph)]
    assert document.notes == ()


@pytest.mark.parametrize("suffix", ["pdf", "odt", "txt"])
def test_the_report_has_one_list_item_a_paragraph(suffix: str, samples: Path, office_report: Document) -> None:
    def items(document: Document) -> list[list[str]]:
        return [
            [squeeze(p.text) for p in row.cells[1].paragraphs]
            for block in document.blocks
            if isinstance(block, Table)
            for row in block.rows
        ]

    assert items(_read(samples / f"status_113-07-11.{suffix}")) == items(office_report)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_minutes_have_the_same_paragraphs_in_every_format(
    suffix: str, samples: Path, office_minutes: Document
) -> None:
    document = _read(samples / f"minutes_industry_112-115.{suffix}")
    assert _paragraphs(document) == _paragraphs(office_minutes)
    labels = [squeeze(p.label) for p in office_minutes.paragraphs() if p.label]
    assert [squeeze(p.label) for p in document.paragraphs() if p.label] == labels


@pytest.mark.parametrize("name", ["status_113-07-11", "minutes_industry_112-115"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_repairing_twice_is_repairing_once(name: str, suffix: str, samples: Path) -> None:
    once = _read(samples / f"{name}.{suffix}")
    assert repair(once) == once


def test_what_was_dropped_is_known_with_its_place(samples: Path) -> None:
    path = samples / "status_113-07-11.pdf"
    trace = repair_with_trace(readers.read(path.read_bytes(), path.name))
    pages = [d.places[0].page for d in trace.dropped if d.kind == "page-number"]
    assert pages == list(range(1, 19))
    assert sum(d.kind == "repeated-header" for d in trace.dropped) == 16
    assert {d.kind for d in trace.dropped} == {"page-number", "repeated-header"}
    assert sum(n.code == "joined-row" for n in trace.notes) > 5
