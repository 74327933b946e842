"""The main job on the real documents, through the command line: each format alone in an empty store."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kbbt.cli.app import run
from kbbt.text import squeeze
from tests.truth import minutes_truth, status_truth

FORMATS = ["pdf", "docx", "odt", "txt"]
SIZES = [21, 9, 5, 12, 5, 21, 5, 9]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> dict[str, Path]:
    """One store a format, with both sources in it."""
    made = {}
    for format_ in FORMATS:
        store = tmp_path_factory.mktemp(format_) / "store"
        names = [f"status_113-07-11.{format_}", f"minutes_industry_112-115.{format_}"]
        assert run(["ingest", *(str(samples / name) for name in names), "--store", str(store)]) == 0
        made[format_] = store
    return made


def as_json(capfd: pytest.CaptureFixture[str], *words: str) -> Any:
    capfd.readouterr()
    assert run(list(words)) == 0
    return json.loads(capfd.readouterr().out)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_table_of_its_own_date_is_the_published_one(
    stores: dict[str, Path], format_: str, capfd: pytest.CaptureFixture[str]
) -> None:
    table = as_json(capfd, "report", "--date", "113-07-11", "--format", "json", "--store", str(stores[format_]))
    groups = [
        (group["name"], [(squeeze(entry["name"]), squeeze(entry["text"])) for entry in group["entries"]])
        for group in table["groups"]
    ]
    assert [len(entries) for _name, entries in groups] == SIZES
    assert groups == status_truth()
    assert sum("同意解列" in text for _name, entries in groups for _title, text in entries) == 24
    assert all(entry["places"] and entry["source"] for group in table["groups"] for entry in group["entries"])


@pytest.mark.parametrize("format_", FORMATS)
def test_twelve_meetings_with_their_fields_and_96_subjects(
    stores: dict[str, Path], format_: str, capfd: pytest.CaptureFixture[str]
) -> None:
    meetings = as_json(capfd, "export", "--store", str(stores[format_]))["meetings"]
    read = [
        (
            meeting["year"], meeting["ordinal"], meeting["starts_at"], meeting["ends_at"], squeeze(meeting["venue"]),
            squeeze(meeting["chair"]), meeting["recorder"],
            [
                (section["label"], resolution["label"], squeeze(mention["name"]))
                for section in meeting["sections"]
                for resolution in section["resolutions"]
                for mention in resolution["mentions"]
                if mention["role"] == "subject"
            ],
            [[total["count"] for total in section["declared"]] for section in meeting["sections"]],
        )
        for meeting in meetings
    ]  # fmt: skip
    assert sum(len(one[7]) for one in read) == 96
    assert read == minutes_truth()


def test_other_groups_are_marked_with_their_date(stores: dict[str, Path], capfd: pytest.CaptureFixture[str]) -> None:
    table = as_json(capfd, "report", "--date", "115-02-09", "--format", "json", "--store", str(stores["pdf"]))
    dates = {group["name"]: group["date"] for group in table["groups"]}
    assert dates.pop("產業民生組") == "2026-02-09"
    assert set(dates.values()) == {"2024-07-11"}
    assert run(["report", "--date", "115-02-09", "--store", str(stores["pdf"])]) == 0
    printed = capfd.readouterr().out
    assert printed.count("113年7月11日") == 7


@pytest.mark.parametrize(
    "date", ["113-07-11", "113.7.11", "113/7/11", "1130711", "民國113年7月11日", "113年7月11日", "2024-07-11"]
)
def test_every_form_of_a_date_works(stores: dict[str, Path], date: str, capfd: pytest.CaptureFixture[str]) -> None:
    table = as_json(capfd, "report", "--date", date, "--format", "json", "--store", str(stores["txt"]))
    assert table["as_of"] == "2024-07-11"


@pytest.mark.parametrize(("date", "said"), [("113-02-30", "29"), ("100-01-01", "112-06-26"), ("昨天", "113-07-11")])
def test_an_impossible_date_is_told(
    stores: dict[str, Path], date: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["report", "--date", date, "--store", str(stores["txt"])]) == 2
    assert said in capfd.readouterr().err


def test_the_difference_of_the_group_is_the_truth(stores: dict[str, Path], capfd: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "113-07-11", "115-02-09", "--group", "產業民生組", "--store", str(stores["docx"])]
    told = as_json(capfd, *words, "--format", "json")
    kinds: dict[str, set[str]] = {}
    for change in told["changes"]:
        kinds.setdefault(change["kind"], set()).add(squeeze(change["name"]))
        if change["segments"]:
            assert "".join(text for sign, text in change["segments"] if sign in "=-") == change["before"]
            assert "".join(text for sign, text in change["segments"] if sign in "=+") == change["after"]
    assert kinds["changed"] == {"瑞芳工業區事業廢棄物清運案"}
    assert "公有市場聯合行銷活動" in kinds["delisted"]
    assert {"基北北桃淨零轉型聯合行動", "美國關稅衝擊應變方案-協助企業擴大採購"} <= kinds["added"]
    assert run([*words, "--exit-code"]) == 1


def test_two_equal_dates_give_nothing(stores: dict[str, Path], capfd: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "113-07-11", "113-07-11", "--store", str(stores["docx"])]
    assert not [c for c in as_json(capfd, *words, "--format", "json")["changes"] if c["kind"] != "unchanged"]
    assert run([*words, "--exit-code"]) == 0


def test_a_second_ingest_changes_no_byte(stores: dict[str, Path], samples: Path) -> None:
    def state(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "lock" not in path.name
        }

    before = state(stores["txt"])
    names = ["status_113-07-11.txt", "minutes_industry_112-115.txt"]
    assert run(["ingest", *(str(samples / name) for name in names), "--store", str(stores["txt"])]) == 0
    assert state(stores["txt"]) == before
