"""The twelve minutes of the samples: every meeting, section, case and disposition as a person reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kbbt.parsing import Declarations, parse
from kbbt.readers import read
from kbbt.records import Meeting, Resolution, Section, Source
from kbbt.repair import repair
from kbbt.text import squeeze

GOLDEN = Path(__file__).parent / "golden" / "mentions_112-115.txt"
FORMATS = ("txt", "docx", "odt", "pdf")


@dataclass
class Item:
    label: str
    disposition: str
    evidence: str
    subjects: list[str]
    predecessors: list[str]
    relation: str | None


@dataclass
class Expected:
    meeting: str
    sections: list[tuple[str, str, list[Item]]] = field(default_factory=list)


def golden() -> list[Expected]:
    meetings: list[Expected] = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(("#", "why:")):
            continue
        if line.startswith("== "):
            meetings.append(Expected(line[3:].strip()))
        elif line.startswith("§ "):
            label, heading = line[2:].split(" | ")
            meetings[-1].sections.append((label.strip(), squeeze(heading), []))
        else:
            label, disposition, evidence, cases = (part.strip() for part in line.split(" | "))
            subjects, _, old = cases.partition(" <- ")
            relation = re.search(r" \((\w+)\)$", old)
            old = old[: relation.start()] if relation else old
            meetings[-1].sections[-1][2].append(
                Item(
                    "" if label == "-" else label,
                    disposition,
                    "" if evidence == "-" else squeeze(evidence),
                    [squeeze(s) for s in subjects.split(" ; ") if s != "-"],
                    [squeeze(s) for s in old.split(" ; ") if s],
                    relation[1] if relation else None,
                )
            )
    return meetings


def seen(resolution: Resolution) -> Item:
    relations = {m.relation for m in resolution.mentions if m.role == "predecessor"}
    return Item(
        resolution.label,
        resolution.disposition or "null",
        squeeze(resolution.evidence or ""),
        [squeeze(m.name) for m in resolution.mentions if m.role == "subject"],
        [squeeze(m.name) for m in resolution.mentions if m.role == "predecessor"],
        relations.pop() if relations else None,
    )


def seen_section(section: Section) -> tuple[str, str, list[Item]]:
    return section.label, squeeze(section.heading), [seen(r) for r in section.resolutions]


@pytest.fixture(scope="module", params=FORMATS)
def source(request: pytest.FixtureRequest, samples: Path, declarations: Declarations) -> Source:
    path = samples / f"minutes_industry_112-115.{request.param}"
    return parse(repair(read(path.read_bytes(), path.name)), declarations, source="0" * 64, name=path.name)


def test_the_golden_file_is_whole() -> None:
    items = [item for meeting in golden() for _, _, items in meeting.sections for item in items]
    assert sum(len(i.subjects) for i in items) == 96


def test_every_case_with_its_label_disposition_and_evidence(source: Source) -> None:
    assert source.family == "working-group-minutes"
    found = [(f"{m.year}-{m.ordinal}", [seen_section(s) for s in m.sections]) for m in source.meetings]
    assert found == [(e.meeting, e.sections) for e in golden()]


def meeting(source: Source, number: str) -> Meeting:
    return next(m for m in source.meetings if f"{m.year}-{m.ordinal}" == number)


TIMES = {
    "115-1": ("2026-02-09T14:00", "2026-02-09T14:40"),
    "114-5": ("2025-11-21T10:00", "2025-11-21T11:00"),
    "114-4": ("2025-10-16T14:00", "2025-10-16T14:45"),
    "114-2": ("2025-05-14T10:00", "2025-05-14T11:40"),
    "114-1": ("2025-02-27T14:00", "2025-02-27T15:15"),
    "113-4": ("2024-11-13T14:00", "2024-11-13T15:00"),
    "113-3": ("2024-09-27T14:00", "2024-09-27T14:30"),
    "113-2": ("2024-06-03T14:00", "2024-06-03T14:40"),
    "113-1": ("2024-02-27T14:00", "2024-02-27T14:45"),
    "112-3": ("2023-11-29T14:00", "2023-11-29T14:50"),
    "112-2": ("2023-09-23T10:00", "2023-09-23T10:52"),
    "112-1": ("2023-06-26T14:00", "2023-06-26T15:00"),
}
PEOPLE = {
    "115-1": ("桃園市政府2樓203會議室", "桃園市政府經濟發展局簡主任秘書偉崙", "林子涵"),
    "114-5": ("線上會議", "基隆市政府產業發展處黃毅維副處長", "陳霈"),
    "114-4": ("臺北市政府市政大樓2樓產業局閱卷室", "臺北市政府產業發展局王三中副局長", "詹韻蓉"),
    "114-2": ("新北市政府大樓2樓0217會議室", "新北市政府經濟發展局黃副局長碧玉", "游鎮海"),
    "114-1": ("桃園市政府3樓301會議室", "桃園市政府經濟發展局陳副局長靜芳", "林子涵"),
    "113-4": ("基隆市政府4樓簡報室", "基隆市政府產業發展處蔡副處長馥寧", "張雅綾"),
    "113-3": ("臺北市政府市政大樓2樓產業局閱卷室", "臺北市政府產業發展局王三中副局長", "蔡孟君"),
    "113-2": ("新北市政府大樓17樓1720會議室", "新北市政府經濟發展局黃副局長碧玉", "游鎮海"),
    "113-1": ("桃園市綜合會議廳301會議室", "桃園市政府經濟發展局簡主任秘書偉崙", "陳妙熏"),
    "112-3": ("基隆市政府產業發展處會議室", "基隆市政府產業發展處林處長鼎超鄭副處長永陽", "許財生"),
    "112-2": ("臺北市政府市政大樓2樓N214會議室", "臺北市政府產業發展局王三中副局長", "蔡孟君"),
    "112-1": ("新北市政府大樓4樓401會議室", "新北市政府經濟發展局黃副局長碧玉", "游鎮海"),
}


def test_when_where_and_who(source: Source) -> None:
    for m in source.meetings:
        number = f"{m.year}-{m.ordinal}"
        assert m.starts_at is not None
        assert m.ends_at is not None
        assert (f"{m.starts_at:%Y-%m-%dT%H:%M}", f"{m.ends_at:%Y-%m-%dT%H:%M}") == TIMES[number]
        assert tuple(squeeze(v or "") for v in (m.venue, m.chair, m.recorder)) == PEOPLE[number]
        assert squeeze(m.attendees or "") == "詳如簽到表"
        assert (m.group, m.platform, m.level) == ("產業民生組", "基北北桃合作交流平臺", "working-group")
        assert squeeze(m.title).endswith("工作小組會議紀錄")


def test_times_keep_their_printed_words(source: Source) -> None:
    assert squeeze(meeting(source, "113-3").fields["end"]) == "上午14時30分"
    assert squeeze(meeting(source, "114-2").fields["time"]) == "114年5月14日（三）上午10時"


def totals(section: Section) -> list[tuple[str, int, str | None]]:
    return [(t.what, t.count, t.kind) for t in section.declared]


def test_declared_totals_are_kept_as_declared(source: Source) -> None:
    found = {(f"{m.year}-{m.ordinal}", s.label): totals(s) for m in source.meetings for s in m.sections if s.declared}
    assert found == {
        ("115-1", "一"): [("共", 6, "total"), ("持續列管", 5, "continue"), ("解列", 1, "delist")],
        ("114-5", "一"): [("總共", 7, "total")],
        ("114-4", "一"): [("總共", 7, "total")],
        ("114-4", "二"): [("", 1, "total")],
        ("114-2", "一"): [
            ("持續列管", 1, "continue"),
            ("新增提案", 1, "propose-add"),
            ("解列", 3, "delist"),
            ("取消提案", 1, "withdraw"),
        ],
        ("114-2", "二"): [("共計", 6, "total")],
        ("113-4", "伍"): [("計", 5, "total")],
        ("113-3", "一"): [("計", 5, "total")],
        ("113-1", "一"): [("計", 4, "total")],
        ("112-3", "伍"): [("計", 9, "total")],
        ("112-2", "一"): [("計", 7, "total")],
        ("112-2", "二"): [("計", 2, "total")],
        ("112-1", "一"): [("共計", 10, "total")],
        ("112-1", "二"): [("", 9, "from"), ("合併為", 6, "into")],
        ("112-1", "三"): [("", 1, "total")],
        ("112-1", "四"): [("", 1, "total")],
    }


def test_motions(source: Source) -> None:
    found = {f"{m.year}-{m.ordinal}": [squeeze(x.text)[:12] for x in m.motions] for m in source.meetings if m.motions}
    assert found == {"115-1": ["115年基北北桃合作交流"], "113-2": ["新北市政府經濟發展局今("]}
    assert squeeze(meeting(source, "115-1").motions[0].text).endswith("再請各市提供成果資料供本市彙整。")


def test_the_text_of_a_resolution_is_the_whole_item(source: Source) -> None:
    items = {r.label: r for s in meeting(source, "113-3").sections for r in s.resolutions}
    lines = items["（三）"].text.split("\n")
    assert [squeeze(line)[:8] for line in lines] == [
        "（三）新興能源經",
        "1.感謝新北市6",
        "2.臺北市預計辦",
        "3.本案於今年底",
    ]


def test_a_heading_inside_a_section_is_kept(source: Source) -> None:
    first = meeting(source, "112-1").sections[0]
    assert [squeeze(r.fields.get("heading", "")) for r in first.resolutions] == [
        "",
        "(二)工作小組會議解列(2案)",
        "(二)工作小組會議解列(2案)",
    ]


def test_only_what_names_no_case_is_a_problem(source: Source) -> None:
    problems = [(p.code, squeeze(p.text)) for p in source.problems if p.code.startswith("parser.")]
    assert [code for code, _ in problems] == ["parser.no-case"]
    assert "(六)本組目前僅1案合作案" in problems[0][1]


def test_every_character_of_the_minutes_is_in_the_records(
    samples: Path, declarations: Declarations, source: Source
) -> None:
    """Labels and declared names of fields and headings aside, nothing is lost and nothing is doubled."""
    path = samples / source.name
    document = repair(read(path.read_bytes(), path.name))
    kept = [v for m in source.meetings for v in all_texts(m)]
    whole = squeeze("".join(kept))
    for paragraph in document.paragraphs():
        words = squeeze(paragraph.text[len(paragraph.label) :])
        body = NAMES.sub("", words).rstrip("：:")
        assert body in whole or body.strip("()（）。") in ("無", ""), paragraph.text


NAMES = re.compile("^(時間|地點|主持人|出席人員|紀錄|會議決議|會議結論|臨時動議|散會)：?")


def all_texts(m: Meeting) -> list[str]:
    texts = [m.title, m.venue or "", m.chair or "", m.recorder or "", m.attendees or "", *m.fields.values()]
    for s in m.sections:
        texts += [s.heading, *(r.fields.get("heading", "") for r in s.resolutions), *(r.text for r in s.resolutions)]
    return [*texts, *(x.text for x in m.motions)]
