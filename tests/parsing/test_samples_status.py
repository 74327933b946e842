"""The published status report of the samples, from every format."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kbbt.parsing import Declarations, parse
from kbbt.readers import read
from kbbt.records import Source, StatusReport
from kbbt.repair import repair
from kbbt.text import squeeze

SIZES = {
    "交通組": (21, 3),
    "災防組": (9, 1),
    "教育文化組": (5, 1),
    "產業民生組": (12, 7),
    "都會發展組": (5, 0),
    "衛生社福組": (21, 9),
    "環境資源組": (5, 2),
    "觀光文創組": (9, 1),
}


def parsed(path: Path, declarations: Declarations) -> Source:
    return parse(repair(read(path.read_bytes(), path.name)), declarations, source="0" * 64, name=path.name)


@pytest.fixture(scope="module", params=("txt", "docx", "odt", "pdf"))
def report(request: pytest.FixtureRequest, samples: Path, declarations: Declarations) -> StatusReport:
    source = parsed(samples / f"status_113-07-11.{request.param}", declarations)
    assert source.family == "status-report"
    assert [p for p in source.problems if p.code.startswith("parser.")] == []
    assert len(source.reports) == 1
    return source.reports[0]


def test_groups_entries_and_decisions(report: StatusReport) -> None:
    found = {g.name: (len(g.entries), sum(e.disposition == "delist" for e in g.entries)) for g in report.groups}
    assert found == SIZES
    assert list(found) == list(SIZES)


def test_title_date_and_platform(report: StatusReport) -> None:
    assert report.date == dt.date(2024, 7, 11)
    assert report.platform == "基北北桃合作交流平臺"
    assert squeeze(report.title) == "「基北北桃合作交流平臺」合作方案辦理情形"


def test_delisting_rests_on_its_words(report: StatusReport) -> None:
    delisted = [e for g in report.groups for e in g.entries if e.disposition == "delist"]
    assert {e.evidence for e in delisted} == {"同意解列"}
    assert {squeeze(e.text) for e in delisted} == {"113年7月11日第3次副市長層級會議同意解列。"}


def test_only_two_cases_were_added(report: StatusReport) -> None:
    others = [
        (e.name, e.disposition) for g in report.groups for e in g.entries if e.disposition not in (None, "delist")
    ]
    assert others == [("跨市設置通勤綠廊標誌牌面", "add"), ("研議電動輔助自行車跨市騎乘規範及配套", "add")]


def test_names_and_texts_are_the_same_in_every_format(
    samples: Path, declarations: Declarations, report: StatusReport
) -> None:
    plain = parsed(samples / "status_113-07-11.txt", declarations).reports[0]
    ours = [(squeeze(e.name), squeeze(e.text)) for g in report.groups for e in g.entries]
    assert ours == [(squeeze(e.name), squeeze(e.text)) for g in plain.groups for e in g.entries]


def test_names_cut_by_a_page_are_whole(report: StatusReport) -> None:
    names = [squeeze(e.name) for e in report.groups[2].entries]
    assert "JustDoIt保護地球自己來-淨零行動：綠碳匯總動員」(共同議題—「氣候變遷因應及調適」)" in names
