"""One meeting or table in several files counts once, whichever file came first."""

from __future__ import annotations

import itertools

from kbbt.records import Decision, Problem, Source
from kbbt.store.editions import settle
from tests.store.making import minutes, table


def entries(sources: tuple[Source, ...]) -> list[tuple[str, str, str]]:
    return [(s.name, e.name, e.text) for s in sources for r in s.reports for g in r.groups for e in g.entries]


def test_the_same_table_as_pdf_and_docx_counts_once_in_any_order() -> None:
    pdf = table("t.pdf", {"臺北捷運": "施工中。", "公車": "通車"})
    docx = table("t.docx", {"台北捷運": "施 工 中。", "公車": "通車"})
    for order in itertools.permutations([pdf, docx]):
        sources, (overlap,) = settle(order, [])
        assert len(entries(sources)) == 2
        assert len({name for name, _case, _text in entries(sources)}) == 1
        assert {s.id for s in sources} == {pdf.id, docx.id}
        assert overlap.identical
        assert (overlap.what, overlap.group, str(overlap.date)) == ("table", "交通組", "2024-07-11")


def test_a_differing_edition_is_told_with_its_differences() -> None:
    first = table("first.pdf", {"甲": "一", "乙": "二", "丙": "三"})
    second = table("second.pdf", {"甲": "一", "乙": "改", "丁": "四"})
    for order in itertools.permutations([first, second]):
        sources, (overlap,) = settle(order, [])
        assert len(entries(sources)) == 3
        assert (overlap.changed, overlap.only_used, overlap.only_aside, overlap.identical) == (1, 1, 1, False)


def test_the_reading_with_more_items_then_the_one_with_fewer_problems_counts() -> None:
    short, long = table("a", {"甲": "一"}), table("b", {"甲": "一", "乙": "二"})
    assert entries(settle([short, long], [])[0]) == entries((long,))
    clean, doubtful = table("c", {"甲": "一"}), table("d", {"甲": "一"})
    for good, bad in ((clean, doubtful), (doubtful, clean)):
        bad = bad.model_copy(update={"problems": [Problem(code="x", text="y")]})
        assert entries(settle([good, bad], [])[0]) == entries((good,))


def test_the_officer_decides_and_the_last_word_counts() -> None:
    short, long = table("a", {"甲": "一"}), table("b", {"甲": "一", "乙": "二"})
    prefer = [Decision(id="1", kind="prefer", value=short.id)]
    assert entries(settle([short, long], prefer)[0]) == entries((short,))
    prefer.append(Decision(id="2", kind="prefer", value=long.id))
    assert entries(settle([short, long], prefer)[0]) == entries((long,))


def test_a_corrected_edition_counts_before_the_others_and_a_draft_after_them() -> None:
    def edition(source: Source, said: str) -> Source:
        meeting = source.meetings[0].model_copy(update={"fields": {"edition": said}})
        return source.model_copy(update={"meetings": [meeting]})

    plain = minutes("plain", {"甲": "一", "乙": "二"})
    corrected = edition(minutes("corrected", {"甲": "一"}), "corrected")
    draft = edition(minutes("draft", {"甲": "一", "乙": "二", "丙": "三"}), "draft")
    for order in itertools.permutations([plain, corrected, draft]):
        sources, _overlaps = settle(order, [])
        assert [s.name for s in sources if s.meetings] == ["corrected"]
    assert [s.name for s in settle([draft, plain], [])[0] if s.meetings] == ["plain"]


def test_tables_of_other_groups_or_dates_complete_each_other() -> None:
    sources = [
        table("a", {"甲": "一"}),
        table("b", {"甲": "一"}, group="教育組"),
        table("c", {"甲": "一"}, date="2025-01-01"),
    ]
    settled, overlaps = settle(sources, [])
    assert len(entries(settled)) == 3
    assert overlaps == ()


def test_a_table_in_two_parts_of_one_source_is_whole() -> None:
    part = table("a", {"甲": "一"})
    twice = part.model_copy(update={"reports": [*part.reports, *table("x", {"乙": "二"}).reports]})
    assert settle([twice], []) == ((twice,), ())


def test_parts_of_one_table_in_several_files_all_count() -> None:
    parts = [table("a", {"甲": "一", "乙": "二"}), table("b", {"丙": "三"}), table("c", {"丙": "三", "丁": "四"})]
    for order in itertools.permutations(parts):
        settled, overlaps = settle(order, [])
        assert sorted(text for _source, _case, text in entries(settled)) == ["一", "三", "二", "四"]
        assert len(overlaps) == 1


def test_one_meeting_out_of_many_is_taken_out_alone() -> None:
    first, second = minutes("m1", {"甲": "一"}), minutes("m2", {"乙": "二"}, ordinal=2)
    both = minutes("both", {"甲": "一", "丙": "三"})
    both = both.model_copy(update={"meetings": [*both.meetings, *minutes("x", {"乙": "二"}, ordinal=2).meetings]})
    for order in itertools.permutations([first, second, both]):
        settled, overlaps = settle(order, [])
        meetings = sorted(
            (m.ordinal, r.text) for s in settled for m in s.meetings for p in m.sections for r in p.resolutions
        )
        assert meetings == [(1, "一"), (1, "三"), (2, "二")]
        assert sorted((o.ordinal, o.identical) for o in overlaps) == [(1, False), (2, True)]


def test_meetings_are_kept_apart_where_anything_that_tells_them_apart_differs() -> None:
    sources = [minutes("a", {"甲": "一"}), minutes("b", {"甲": "一"}, ordinal=2), minutes("c", {"甲": "一"}, day=10)]
    settled, overlaps = settle(sources, [])
    assert sum(len(s.meetings) for s in settled) == 3
    assert overlaps == ()
    unknown = [
        s.model_copy(update={"meetings": [m.model_copy(update={"starts_at": None, "year": None}) for m in s.meetings]})
        for s in sources
    ]
    assert sum(len(s.meetings) for s in settle(unknown, [])[0]) == 3
