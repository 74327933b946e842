"""The checks on the samples report what is in them, and nothing that is not so."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kbbt.store.knowledge import Knowledge
from kbbt.views.check import Finding, check
from tests.views.reading import known_from

GOLDEN = tomllib.loads(Path(__file__).with_name("golden_findings.toml").read_text(encoding="utf-8"))["finding"]
FILES = ("minutes_industry_112-115", "status_113-07-11")


@pytest.fixture(scope="module")
def known(samples: Path) -> Knowledge:
    return known_from([(f"{name}.txt", (samples / f"{name}.txt").read_bytes()) for name in FILES])


@pytest.fixture(scope="module")
def findings(known: Knowledge) -> list[Finding]:
    return check(known)


def expected(finding: Finding) -> bool:
    return any(
        finding.code == one["code"]
        and str(finding.date or "") == one.get("date", "")
        and finding.case_name == one.get("case", "")
        and one["words"] in finding.message
        for one in GOLDEN
    )


def test_every_finding_is_so(findings: list[Finding]) -> None:
    assert [one for one in findings if one.code != "KB305" and not expected(one)] == []


def test_everything_that_is_in_them_is_found(findings: list[Finding]) -> None:
    assert len([one for one in findings if one.code != "KB305"]) == len(GOLDEN)


def test_promises_of_the_group_that_met_since(findings: list[Finding]) -> None:
    late = [
        (str(one.date), one.message.partition(": ")[0])
        for one in findings
        if one.code == "KB305" and one.group == "產業民生組"
    ]
    assert sorted(late) == [
        ("2025-05-14", "114-05-14 promised 10 月"),
        ("2025-05-14", "114-05-14 promised 5 月底"),
        ("2025-05-14", "114-05-14 promised 本(114)年度"),
        ("2025-10-16", "114-10-16 promised 10月21日"),
    ]


def test_every_finding_says_where(findings: list[Finding]) -> None:
    assert all(one.source and one.source_name and one.remedy and one.message for one in findings)
    assert all(one.places for one in findings if one.case)


def test_declared_totals_agree_with_the_items(known: Knowledge) -> None:
    declared = [d for s in known.sources for m in s.meetings for x in m.sections for d in x.declared]
    assert len(declared) == 22, "otherwise there is little to agree with"
    assert check(known, select=["declared-total"]) == []
