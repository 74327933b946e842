"""What happens to each file of a batch, and what it leaves in the store."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kbbt.errors import ExitCode, StoreError
from kbbt.ingest import Event, IngestOptions, ingest
from kbbt.ingest.model import Job
from kbbt.ingest.reading import Direct
from kbbt.records import EntryGroup, Problem, Source, StatusEntry, StatusReport
from kbbt.store import Store


def tree(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def put(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_batch_is_kept_and_told(tmp_path: Path, store: Store, reading: Direct) -> None:
    first = put(tmp_path / "in", "a.txt", "2024-07-11\n甲: 一\n乙: 二")
    put(tmp_path / "in", "b.txt", "2025-01-01\n乙: 三\n丙: 四")
    events: list[Event] = []
    summary = ingest([tmp_path / "in"], store, progress=events.append, reading=reading)
    assert [(o.path.name, o.result, o.entries, o.new_cases) for o in summary.outcomes] == [
        ("a.txt", "new", 2, ("甲", "乙")),
        ("b.txt", "new", 2, ("丙",)),
    ]
    assert summary.exit_code == ExitCode.OK
    assert [e.path.name for e in events if e.kind == "done"] == ["a.txt", "b.txt"]
    knowledge = store.knowledge()
    assert sorted(s.name for s in knowledge.sources) == ["a.txt", "b.txt"]
    assert [c.name for c in knowledge.register.cases] == ["丙", "乙", "甲"]
    assert first.exists()


def test_done_is_said_only_of_what_is_on_the_disk(tmp_path: Path, store: Store, reading: Direct) -> None:
    put(tmp_path / "in", "a.txt", "2024-07-11\n甲: 一")
    put(tmp_path / "in", "b.txt", "2024-07-12\n甲: 一")

    def progress(event: Event) -> None:
        if event.kind == "done":
            assert event.outcome is not None
            assert Store(store.path).source(event.outcome.source).name == event.path.name

    assert len(ingest([tmp_path / "in"], store, progress=progress, reading=reading).outcomes) == 2


def test_pages_that_are_pictures_are_told(tmp_path: Path, store: Store) -> None:
    def scan(job: Job, options: IngestOptions) -> Source:
        for page in (1, 2):
            job.on_picture(page)
        return Source(id=job.sha256, name=job.name, media_type="application/pdf", family="test")

    events: list[Event] = []
    ingest([put(tmp_path, "a.pdf", "x")], store, progress=events.append, reading=Direct(IngestOptions(), scan))
    assert [(e.kind, e.number, e.picture) for e in events] == [
        ("reading", 1, 0),
        ("reading", 1, 1),
        ("reading", 1, 2),
        ("done", 1, 0),
    ]


def test_the_second_time_changes_no_byte(tmp_path: Path, store: Store, reading: Direct) -> None:
    put(tmp_path / "in", "a.txt", "2024-07-11\n甲: 一")
    ingest([tmp_path / "in"], store, reading=reading)
    before, stamps = tree(store.path), {p: p.stat().st_mtime_ns for p in store.path.rglob("*.json")}
    summary = ingest([tmp_path / "in"], store, reading=reading)
    assert [(o.result, o.also, o.entries) for o in summary.outcomes] == [("already-there", "a.txt", 1)]
    assert tree(store.path) == before
    assert {p: p.stat().st_mtime_ns for p in store.path.rglob("*.json")} == stamps


def test_the_same_bytes_twice_are_one_source(tmp_path: Path, store: Store, reading: Direct) -> None:
    a = put(tmp_path, "a.txt", "2024-07-11\n甲: 一")
    b = put(tmp_path, "b.txt", "2024-07-11\n甲: 一")
    summary = ingest([a, b, a], store, reading=reading)
    assert [(o.path.name, o.result, o.also) for o in summary.outcomes] == [
        ("a.txt", "new", ""),
        ("b.txt", "repeated", "a.txt"),
    ]
    assert len(store.sources()) == 1


def test_force_reads_again(tmp_path: Path, store: Store, reading: Direct) -> None:
    a = put(tmp_path, "a.txt", "2024-07-11\n甲: 一")
    ingest([a], store, reading=reading)
    same = ingest([a], store, IngestOptions(force=True), reading=reading)
    assert [o.result for o in same.outcomes] == ["already-there"]

    def better(job: Job, options: IngestOptions) -> Source:
        return Source(id=job.sha256, name=job.name, media_type="text/plain", family="better")

    summary = ingest([a], store, IngestOptions(force=True), reading=Direct(IngestOptions(), better))
    assert [o.result for o in summary.outcomes] == ["read-again"]
    assert [s.family for s in store.knowledge().sources] == ["better"]
    assert store.knowledge().register.cases == []


def test_one_bad_file_stops_nothing(tmp_path: Path, store: Store, reading: Direct) -> None:
    bad = put(tmp_path / "in", "a.txt", "2024-07-11\nbad")
    put(tmp_path / "in", "b.txt", "2024-07-11\n甲: 一")
    put(tmp_path / "in", "c.txt", "no date at all")
    summary = ingest([tmp_path / "in", tmp_path / "none.txt"], store, reading=reading)
    assert [o.result for o in summary.outcomes] == ["failed", "new", "failed", "failed"]
    errors = [o.error for o in summary.outcomes if o.error]
    assert [e.exit_code for e in errors] == [ExitCode.UNREADABLE, ExitCode.INTERNAL, ExitCode.UNREADABLE]
    assert errors[0].where == str(bad)
    assert all(e.message and e.where and e.remedy for e in errors)
    assert summary.exit_code == ExitCode.UNREADABLE
    assert len(store.knowledge().sources) == 1


def test_nothing_but_failures_leave_no_store_behind(tmp_path: Path, store: Store, reading: Direct) -> None:
    bad = put(tmp_path, "a.txt", "bad")
    assert ingest([bad], store, reading=reading).exit_code == ExitCode.UNREADABLE
    assert not store.path.exists()


def test_a_reader_cannot_answer_for_another_file(tmp_path: Path, store: Store) -> None:
    def forged(job: Job, options: IngestOptions) -> Source:
        return Source(id="0" * 64, name=job.name, media_type="text/plain", family="x")

    summary = ingest([put(tmp_path, "a.txt", "x")], store, reading=Direct(IngestOptions(), forged))
    assert [o.result for o in summary.outcomes] == ["failed"]
    assert not store.path.exists()


@pytest.mark.parametrize("bad", ["\x1b[2J", "\x07", "\x9b31m", "\u202e", "\u200b", "\ufeff", "\ud800", "\x00", "\r"])
def test_only_clean_text_enters_the_store_whatever_the_reader_says(tmp_path: Path, store: Store, bad: str) -> None:
    def dirty(job: Job, options: IngestOptions) -> Source:
        entry = StatusEntry(name=f"甲{bad}案", text=f"一\n{bad}二", fields={f"主{bad}辦": f"丙{bad}"})
        report = StatusReport(
            title=bad, date=dt.date(2024, 7, 11), groups=[EntryGroup(name=f"{bad}組", entries=[entry])]
        )
        problem = Problem(code="x", text=f"see {bad}")
        return Source(id=job.sha256, name=job.name, media_type=bad, family="f", problems=[problem], reports=[report])

    ingest([put(tmp_path, "a.txt", "x")], store, reading=Direct(IngestOptions(), dirty))
    (source,) = store.sources()
    assert bad not in "".join(strings(source.model_dump()))
    (entry,) = source.reports[0].groups[0].entries
    assert entry.name.startswith("甲")
    assert entry.name.endswith("案")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def test_interrupted_between_files_keeps_what_was_done(tmp_path: Path, store: Store, reading: Direct) -> None:
    for n in range(5):
        put(tmp_path / "in", f"{n}.txt", f"2024-07-1{n}\n甲: {n}")

    def progress(event: Event) -> None:
        if event.kind == "done" and event.number == 3:
            raise KeyboardInterrupt

    summary = ingest([tmp_path / "in"], store, progress=progress, reading=reading)
    assert summary.interrupted
    assert summary.exit_code == ExitCode.INTERRUPTED
    assert [o.path.name for o in summary.outcomes] == ["0.txt", "1.txt", "2.txt"]
    # Readers see what was kept, with a register made of it; the next batch goes on where this one was cut off.
    assert {s.name for s in store.knowledge().sources} == {"0.txt", "1.txt", "2.txt"}
    assert [c.name for c in store.knowledge().register.cases] == ["甲"]
    again = ingest([tmp_path / "in"], store, reading=reading)
    assert [o.result for o in again.outcomes] == ["already-there"] * 3 + ["new"] * 2
    assert not store.verify()


def test_a_register_left_behind_is_written_by_the_next_batch_even_if_it_brings_nothing(
    tmp_path: Path, store: Store, reading: Direct
) -> None:
    put(tmp_path / "in", "a.txt", "2024-07-11\n甲: 一")
    ingest([tmp_path / "in"], store, reading=reading)
    whole = tree(store.path)
    store.layout.register.unlink()
    assert [o.result for o in ingest([tmp_path / "in"], store, reading=reading).outcomes] == ["already-there"]
    assert tree(store.path) == whole


def test_originals_are_kept_by_hash_on_request(tmp_path: Path, store: Store, reading: Direct) -> None:
    a = put(tmp_path, "a.TXT", "2024-07-11\n甲: 一")
    summary = ingest([a], store, IngestOptions(keep_originals=True), reading=reading)
    (source,) = (o.source for o in summary.outcomes)
    assert (store.path / "originals" / f"{source}.txt").read_bytes() == a.read_bytes()
    assert store.original(source) == a.read_bytes()


def test_names_that_would_act_or_cannot_be_stored_become_safe(tmp_path: Path, store: Store, reading: Direct) -> None:
    (tmp_path / "in").mkdir()
    with Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/\xff\x1b[31m\xe2\x80\xaegpj.txt")).open("wb") as file:
        file.write(b"2024-07-11\na: b")
    ingest([tmp_path / "in"], store, reading=reading)
    assert [s.name for s in store.knowledge().sources] == ["\ufffd[31mgpj.txt"]


def test_a_folder_that_is_no_store_is_refused_before_anything_is_read(tmp_path: Path, reading: Direct) -> None:
    a = put(tmp_path / "in", "a.txt", "2024-07-11\n甲: 一")
    with pytest.raises(StoreError, match="holds other things"):
        ingest([a], Store(tmp_path / "in"), reading=reading)
    assert tree(tmp_path / "in") == {"a.txt": a.read_bytes()}


def test_the_store_inside_the_input_folder_is_not_read(tmp_path: Path, reading: Direct) -> None:
    put(tmp_path / "in", "a.txt", "2024-07-11\n甲: 一")
    from tests.ingest.conftest import build_by_name

    store = Store(tmp_path / "in" / "kbbt-data", build=build_by_name)
    ingest([tmp_path / "in"], store, IngestOptions(keep_originals=True), reading=reading)
    summary = ingest([tmp_path / "in"], store, reading=reading)
    assert [(o.path.name, o.result) for o in summary.outcomes] == [("a.txt", "already-there"), ("kbbt-data", "skipped")]
