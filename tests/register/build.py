"""Sources written in a few lines, for tests that need no document."""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kbbt.records import (
    DeclaredTotal,
    Disposition,
    EntryGroup,
    Level,
    Meeting,
    Mention,
    Motion,
    Place,
    Relation,
    Resolution,
    Section,
    Source,
    StatusEntry,
    StatusReport,
)
from kbbt.register.words import Words

GOLDEN = Path(__file__).with_name("golden_partition.toml")

WORDS = Words.of(
    {
        "suffixes": ["案"],
        "former": ["原名:"],
        "everyone": ["基北北桃", "北北基桃", "四縣市", "四市", "4市"],
        "places": [
            ["臺北市", "臺北"],
            ["新北市", "新北"],
            ["基隆市", "基隆"],
            ["桃園市", "桃園"],
            ["雙北"],
            ["北桃"],
            ["基北"],
        ],
        "contrasts": ["東西南北", "上下", "前後", "內外", "左右", "大中小", "高國", "男女", "新舊", "老幼"],
    }
)


def day(text: str) -> dt.date:
    """``113-07-11`` or ``2024-07-11``."""
    year, month, date = map(int, text.split("-"))
    return dt.date(year + 1911 if year < 1900 else year, month, date)


def item(
    *names: str,
    to: Disposition | None = None,
    words: str | None = None,
    was: Sequence[tuple[str, Relation | None]] = (),
    text: str | None = None,
    label: str = "",
) -> Resolution:
    """A resolution on the named cases; ``was`` are former names with what the document says of them."""
    mentions = [Mention(name=name, role="predecessor", relation=relation) for name, relation in was]
    mentions += [Mention(name=name) for name in names]
    evidence = words or {"continue": "持續列管", "delist": "解除列管"}.get(to or "")
    body = text if text is not None else f"{label}{'、'.join(names)}：{evidence or '辦理相關活動。'}"
    return Resolution(
        label=label, mentions=mentions, disposition=to, evidence=evidence, text=body, places=[Place(page=1)]
    )


def section(*items: Resolution | str, heading: str = "列管合作案", declared: Sequence[DeclaredTotal] = ()) -> Section:
    """A section; a bare name is an item without a decision."""
    resolutions = [one if isinstance(one, Resolution) else item(one) for one in items]
    return Section(label="一、", heading=heading, declared=list(declared), resolutions=resolutions)


def meeting(
    date: str,
    *items: Resolution | Section | str,
    group: str | None = "交通組",
    level: Level = "working-group",
    year: int | None = None,
    ordinal: int | None = None,
    motions: Sequence[str] = (),
    **fields: Any,
) -> Meeting:
    """A meeting of one section, or of the sections given."""
    when = day(date)
    sections = [one for one in items if isinstance(one, Section)]
    loose = [one for one in items if not isinstance(one, Section)]
    sections += [section(*loose)] if loose else []
    year = when.year - 1911 if year is None else year
    title = f"{year}年度{group or '副市長層級'}第{ordinal}次會議紀錄"
    values: dict[str, Any] = {
        "platform": "基北北桃合作交流平臺",
        "group": group,
        "level": level,
        "year": year,
        "ordinal": ordinal,
        "title": title,
        "starts_at": dt.datetime.combine(when, dt.time(14, 0)),
        "ends_at": dt.datetime.combine(when, dt.time(15, 0)),
        "sections": sections,
        "motions": [Motion(text=text) for text in motions],
    }
    return Meeting(**(values | fields))


def row(name: str, text: str = "辦理中。", to: Disposition | None = None, words: str | None = None) -> StatusEntry:
    """A row of a status report."""
    return StatusEntry(name=name, text=text, disposition=to, evidence=words, places=[Place(page=1)])


def report(date: str, groups: dict[str, Sequence[StatusEntry | str]]) -> StatusReport:
    """A status report; a bare name is a row with some text."""
    return StatusReport(
        date=day(date),
        platform="基北北桃合作交流平臺",
        title="「基北北桃合作交流平臺」合作方案辦理情形",
        groups=[
            EntryGroup(name=name, entries=[one if isinstance(one, StatusEntry) else row(one) for one in rows])
            for name, rows in groups.items()
        ],
    )


def source(*records: Meeting | StatusReport, name: str = "") -> Source:
    """A source with an id made from what is in it."""
    digest = hashlib.sha256(("\n".join(one.model_dump_json() for one in records) + name).encode()).hexdigest()
    return Source(
        id=digest,
        name=name or f"{digest[:6]}.pdf",
        media_type="application/pdf",
        family="test",
        meetings=[one.model_copy(update={"source": digest}) for one in records if isinstance(one, Meeting)],
        reports=[one.model_copy(update={"source": digest}) for one in records if isinstance(one, StatusReport)],
    )


def golden() -> dict[str, Any]:
    """The golden partition of the samples."""
    return tomllib.loads(GOLDEN.read_text(encoding="utf-8"))


def golden_sources(group: str = "產業民生組") -> tuple[list[Source], dict[str, str]]:
    """The units of the golden partition as one source each, and reference → case key."""
    sources: list[Source] = []
    truth: dict[str, str] = {}
    for unit in golden()["unit"]:
        if unit.get("table"):
            rows = [
                row(one["subjects"][0][0], one.get("evidence", "辦理中。"), one.get("disposition"), one.get("evidence"))
                for one in unit["items"]
            ]
            made = source(report(unit["date"], {group: rows}))
            truth |= {f"{made.id}#report/0/0/{n}": one["subjects"][0][1] for n, one in enumerate(unit["items"])}
        else:
            items = [
                item(
                    *(name for name, _case in one["subjects"]),
                    to=one.get("disposition"),
                    words=one.get("evidence"),
                    was=[(name, relation) for name, _case, relation in one.get("was", [])],
                )
                for one in unit["items"]
            ]
            made = source(meeting(unit["date"], *items, group=group, year=unit["year"], ordinal=unit["ordinal"]))
            for r, one in enumerate(unit["items"]):
                cases = [case for _name, case, _relation in one.get("was", [])] + [case for _n, case in one["subjects"]]
                truth |= {f"{made.id}#meeting/0/0/{r}/{m}": case for m, case in enumerate(cases)}
        sources.append(made)
    return sources, truth
