"""Commands on the samples as a new user would type them: each prints something true and ends well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kbbt.cli.app import run
from kbbt.store import Store


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "store"
    names = [samples / "status_113-07-11.docx", samples / "minutes_industry_112-115.docx"]
    assert run(["ingest", *map(str, names), "--store", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["history", "瑞芳"], "俟今年副市長會議提出解除列管"),
        (["cases", "食農"], "食農/漁教育合作交流"),
        (["cases", "--status", "delisted", "--as-of", "113-07-11"], "電競產業推動合作"),
        (["search", "捷運"], "捷運三鶯線"),
        (["search", "電"], "電競"),
        (["deadlines", "--as-of", "115-02-09", "--group", "交通"], "淡水河北側沿河平面道路工程"),
        (["review", "--list"], "論壇案"),
        (["store", "sources"], "status-report"),
        (["store", "verify"], ""),
        (["report", "--date", "113-07-11", "--format", "md"], "| 淡水河北側沿河平面道路工程 |"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_command(
    filled: Path, words: list[str], said: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run([*words, "--store", str(filled)]) == 0
    assert said in capfd.readouterr().out


def test_check_reports_and_can_be_narrowed(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--format", "json", "--store", str(filled)]) == 1
    codes = {finding["code"] for finding in json.loads(capfd.readouterr().out)}
    assert {"KB106", "KB401", "KB304", "KB301"} <= codes
    assert run(["check", "--select", "KB103", "--store", str(filled)]) == 0
    assert run(["check", "--explain", "KB101", "--store", str(filled)]) == 0
    assert "KB101" in capfd.readouterr().out


def test_a_decision_is_kept_and_can_be_taken_back(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    question = Store(filled).register().questions[0]
    assert run(["review", "--answer", f"{question.id}=same", "--store", str(filled)]) == 0
    assert not Store(filled).register().questions
    decision = Store(filled).decisions()[0]
    assert run(["cases", "undo", decision.id, "--store", str(filled)]) == 0
    assert [one.id for one in Store(filled).register().questions] == [question.id]
    assert run(["cases", "rename", "瑞芳", "瑞芳案", "--store", str(filled)]) == 0
    capfd.readouterr()
    assert run(["history", "瑞芳案", "--store", str(filled)]) == 0
    assert run(["cases", "undo", Store(filled).decisions()[0].id, "--store", str(filled)]) == 0


@pytest.mark.parametrize("suffix", ["docx", "odt", "pdf", "xlsx", "csv", "html", "md", "json"])
def test_a_report_of_every_format(filled: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"table.{suffix}"
    assert run(["report", "--date", "115-02-09", "-o", str(target), "--mark-overdue", "--store", str(filled)]) == 0
    assert target.stat().st_size > 1000


@pytest.mark.parametrize("suffix", ["docx", "html", "md", "json"])
def test_a_diff_of_every_format(filled: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"changes.{suffix}"
    assert run(["diff", "112-06-26", "115-02-09", "-o", str(target), "--store", str(filled)]) == 0
    assert target.stat().st_size > 1000


def test_the_calendar_is_strict_ics(filled: Path, tmp_path: Path) -> None:
    from icalendar import Calendar

    target = tmp_path / "deadlines.ics"
    assert run(["deadlines", "--as-of", "113-07-11", "-o", str(target), "--store", str(filled)]) == 0
    calendar = Calendar.from_ical(target.read_bytes())
    events = calendar.walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events) > 20
    assert any("淡水河北側沿河平面道路工程" in str(event["summary"]) for event in events)
    assert all(len(line) <= 75 for line in target.read_bytes().split(b"\r\n"))


@pytest.mark.parametrize("stage", ["reader", "repair", "records"])
def test_inspect_shows_every_stage(samples: Path, stage: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(samples / "status_113-07-11.pdf"), "--stage", stage]) == 0
    assert "淡水河北側" in capfd.readouterr().out


def test_inspect_draws_a_page(samples: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.png"
    assert run(["inspect", str(samples / "status_113-07-11.pdf"), "--page", "3", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(b"\x89PNG")


def test_inspect_explains_who_claims_a_file(samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["inspect", str(samples / "status_113-07-11.txt"), "--explain"]) == 0
    assert "status-report" in capfd.readouterr().out


def test_templates_are_listed_copied_and_checked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "mine.docx"
    assert run(["templates", "list"]) == 0
    assert run(["templates", "copy", "report.docx", str(target)]) == 0
    assert run(["templates", "check", str(target)]) == 0
    assert run(["templates", "copy", "report.docx", str(target)]) == 2
    capfd.readouterr()


def test_parsers_are_listed_and_drafted(samples: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "draft.toml"
    assert run(["parsers", "list"]) == 0
    assert run(["parsers", "show", "status-report"]) == 0
    assert run(["parsers", "new", str(samples / "status_113-07-11.docx"), "-o", str(target)]) == 0
    assert run(["parsers", "check", str(target)]) == 0
    assert run(["parsers", "show", "nothing"]) == 2
    capfd.readouterr()


def test_further_columns_stand_in_history_and_export(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.md"
    table.write_text(
        "# 「基北北桃合作交流平臺」合作方案辦理情形\n\n資料時間：113年7月11日\n\n## (一)交通組\n\n"
        "| 方案名稱 | 主辦機關 | 最新辦理情形 | 預定完成日期 |\n| --- | --- | --- | --- |\n"
        "| 公車轉乘優惠 | 新北市交通局 | 持續辦理。 | 113年12月 |\n",
        encoding="utf-8",
    )
    store = str(tmp_path / "store")
    assert run(["ingest", str(table), "--store", store]) == 0
    assert run(["export", "--store", store]) == 0
    assert '"新北市交通局"' in capfd.readouterr().out
    assert run(["history", "公車", "--store", store]) == 0
    printed = capfd.readouterr().out
    assert "新北市交通局" in printed
    assert "113年12月" in printed
