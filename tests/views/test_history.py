"""The story of one case."""

from __future__ import annotations

from kbbt.register.decisions import note
from kbbt.store.knowledge import Knowledge
from kbbt.views.cases import resolve
from kbbt.views.history import History, history
from tests.register.build import day, golden_sources, item, meeting, report, row
from tests.views.knowing import knowledge

BUS, RAIL = "跨縣市公車轉乘優惠", "淡水河跨河工程"


def story(known: Knowledge, name: str) -> History:
    return history(known, resolve(known, name).id)


def test_every_step_has_its_date_words_and_source() -> None:
    known = knowledge(
        meeting("113-03-01", item(BUS, to="propose-add", words="提案列管", text="(一)公車：提案列管。"), ordinal=1),
        report("113-07-11", {"交通組": [row(BUS, "1. 已開會。\n2. 續辦。"), row(RAIL)]}),
        meeting("113-09-01", item(BUS, to="propose-delist", words="提請解列"), RAIL, ordinal=3),
        meeting("113-12-01", RAIL, ordinal=4),
    )
    found = story(known, BUS)
    assert [(step.kind, step.basis, step.status) for step in found.steps] == [
        ("proposed", "stated", "proposed"),
        ("reported", "stated", "tracked"),
        ("delisting", "stated", "delisting"),
        ("delisted", "inferred", "delisted"),
    ]
    first, listed, _proposal, gone = found.steps
    assert (first.words, first.text, first.title) == ("提案列管", "(一)公車：提案列管。", "113年度交通組第1次會議紀錄")
    assert first.source_name == known.source_names()[first.source or ""]
    assert first.places
    assert (listed.words, listed.text) == (None, "1. 已開會。\n2. 續辦。")
    assert (gone.source, gone.words, gone.title) == (None, None, "113年度交通組第4次會議紀錄")


def test_a_merger_is_told_from_both_sides() -> None:
    known = knowledge(
        meeting("113-01-01", "偏鄉巡迴醫療", "視訊診療推廣"),
        meeting("113-04-01", item("智慧醫療合作", was=[("偏鄉巡迴醫療", "merged"), ("視訊診療推廣", "merged")])),
    )
    new, old = story(known, "智慧醫療合作"), story(known, "偏鄉巡迴醫療")
    (merged,) = new.steps
    assert (merged.kind, merged.direction, merged.status) == ("merged", "from", "tracked")
    assert [one.name for one in merged.related] == ["偏鄉巡迴醫療", "視訊診療推廣"]
    assert merged.words == "偏鄉巡迴醫療 → 智慧醫療合作; 視訊診療推廣 → 智慧醫療合作"
    assert merged.text
    assert {one.name for one in new.predecessors} == {"偏鄉巡迴醫療", "視訊診療推廣"}
    last = old.steps[-1]
    assert (last.kind, last.direction, last.related[0].name) == ("merged", "into", "智慧醫療合作")
    assert last.words == "偏鄉巡迴醫療 → 智慧醫療合作"
    assert last.source
    assert last.text


def test_one_item_is_told_once() -> None:
    known = knowledge(
        meeting("114-02-27", item("跨縣市碳健檢服務", to="add", text="同意新增。")),
        meeting(
            "114-05-14", item("淨零轉型行動", to="propose-add", was=[("跨縣市碳健檢服務", "renamed")], text="調整為…")
        ),
        meeting("114-08-14", item("淨零轉型聯合行動", was=[("淨零轉型行動", "renamed")], text="更名。")),
    )
    steps = story(known, "淨零").steps
    assert [(step.kind, step.text, step.status) for step in steps] == [
        ("added", "同意新增。", "tracked"),
        ("renamed", "", "tracked"),
        ("proposed", "調整為…", "proposed"),
        ("renamed", "更名。", "tracked"),
    ]


def test_notes_and_open_questions_are_part_of_the_story() -> None:
    bus, train = "跨縣市公車轉乘優惠合作", "跨縣市火車轉乘優惠合作"
    records = meeting("113-03-01", bus), meeting("113-06-01", train)
    known = knowledge(*records, decisions=[note(resolve(knowledge(*records), bus), "待確認", made_at="2024-05-01")])
    found = story(known, bus)
    assert [(step.kind, step.words) for step in found.steps if step.kind == "noted"] == [("noted", "待確認")]
    assert [one.name for one in found.questions] == [train]


def test_the_sample_case_of_food_education() -> None:
    sources, _truth = golden_sources()
    found = story(knowledge(*sources), "食農/漁教育合作交流")
    assert [alias.name for alias in found.aliases] == ["雙北食農教育合作交流", "食農/漁教育合作交流"]
    assert [step.date for step in found.steps if step.kind == "delisted"] == [day("113-02-27"), day("113-07-11")]
