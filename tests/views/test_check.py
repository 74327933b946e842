"""Every check on its own example; selecting, ignoring, explaining; the page made from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kbbt.errors import UsageError
from kbbt.store.knowledge import Knowledge
from kbbt.views.check import CHECKS, SEVERITIES, Check, check, explain
from kbbt.views.check.examples import example
from tests.views.reading import known_from


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.code)
class TestExamples:
    def test_it_finds_something_in_the_failing_example_and_nothing_else_is_wrong_there(self, one: Check) -> None:
        findings = check(known_from(example(one.code).fails))
        assert {finding.code for finding in findings} == {one.code}

    def test_nothing_at_all_is_wrong_in_the_passing_example(self, one: Check) -> None:
        assert check(known_from(example(one.code).passes)) == []

    def test_it_can_be_explained(self, one: Check) -> None:
        assert explain(one.code.lower()) == one == explain(one.name)
        assert one.summary.endswith(".")
        assert one.explanation
        assert one.remedy


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert [one.code for one in CHECKS] == sorted({one.code for one in CHECKS})
    assert len({one.name for one in CHECKS}) == len(CHECKS)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return known_from(example("KB105").fails + example("KB401").fails + example("KB106").fails)


def test_grave_findings_come_first(known: Knowledge) -> None:
    severities = [SEVERITIES.index(one.severity) for one in check(known)]
    assert severities == sorted(severities)
    assert len(set(severities)) > 1


def test_selecting_and_ignoring(known: Knowledge) -> None:
    def codes(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> set[str]:
        return {one.code for one in check(known, select=select, ignore=ignore)}

    everything = codes()
    assert {"KB105", "KB106", "KB401"} <= everything
    assert codes(select=["KB1"]) == {code for code in everything if code.startswith("KB1")}
    assert codes(select=["kb401", "half-of-the-day"]) == {"KB105", "KB401"}
    assert codes(ignore=["KB4"]) == everything - {"KB401"}
    assert codes(select=["KB1"], ignore=["KB105"]) == codes(select=["KB1"]) - {"KB105"}
    for wrong in ("KB9", "", "no-such-check"):
        with pytest.raises(UsageError, match="no check has the code"):
            check(known, select=[wrong])
        with pytest.raises(UsageError, match="no check has the code"):
            explain(wrong)


def test_an_empty_store_has_nothing_wrong() -> None:
    assert check(Knowledge()) == []


def test_the_page_is_current() -> None:
    from kbbt.views.check.reference import reference

    page = Path(__file__).resolve().parents[2] / "docs" / "checks.md"
    assert page.read_text(encoding="utf-8") == reference(), "run: make docs"
