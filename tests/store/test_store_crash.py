"""Kill the writer at every operation on the disk; what was said to be done is there, and the store goes on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kbbt.errors import ExitCode, StoreError
from kbbt.ingest import Event, IngestOptions, ingest
from kbbt.ingest.reading import Direct
from kbbt.records import Decision
from kbbt.store import Store
from kbbt.store.disk import Disk
from tests.ingest.conftest import build_by_name, read_lines
from tests.store.fragile import Dead, FragileDisk, FullDisk, Mode
from tests.store.making import tree

MODES: tuple[Mode, ...] = ("killed", "killed half way", "power cut", "power cut, renames kept")
KEEP = IngestOptions(keep_originals=True)


class Trial:
    """A store with one source and a decision, and an inbox of three more; the same every time."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "store"
        self.inbox = folder / "in"
        self.inbox.mkdir(parents=True)
        self.ids: dict[str, str] = {}
        for n in range(4):
            data = f"2024-07-1{n}\n甲: {n}\n案{n}: 新".encode()
            (self.inbox / f"{n}.txt").write_bytes(data)
            self.ids[f"{n}.txt"] = hashlib.sha256(data).hexdigest()
        self.done: set[str] = set()
        self.decisions: list[list[str]] = [[]]

    def store(self, disk: Disk | None = None) -> Store:
        return Store(self.path, disk=disk, build=build_by_name)

    def begin(self) -> None:
        self.ingest(self.store(), "0.txt")
        self.store().put_decisions([Decision(id="1", kind="note", value="before")])
        self.decisions = [["before"], ["after"]]

    def ingest(self, store: Store, *names: str) -> None:
        paths = [self.inbox / name for name in names] or [self.inbox]
        summary = ingest(paths, store, KEEP, self.hear, reading=Direct(KEEP, read_lines))
        assert summary.exit_code == ExitCode.OK

    def hear(self, event: Event) -> None:
        if event.kind == "done" and event.outcome:
            self.done.add(event.outcome.source)

    def change(self, store: Store) -> None:
        """What is interrupted: a batch, then a decision."""
        self.ingest(store)
        store.put_decisions([Decision(id="1", kind="note", value="after")])

    def look(self) -> None:
        """A store that opens, verifies, holds all that was done, and agrees with itself."""
        store = self.store()
        knowledge = store.knowledge()
        ids = {source.id for source in knowledge.sources}
        assert self.done <= ids <= set(self.ids.values())
        assert {ref.partition("#")[0] for ref in knowledge.register.assignment} == ids
        assert [one.value for one in knowledge.decisions] in self.decisions
        assert all(finding.harmless for finding in store.verify())
        for sha256 in self.done:
            original = store.original(sha256)
            assert original is not None
            assert hashlib.sha256(original).hexdigest() == sha256


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], int, int]:
    """The store after an undisturbed change, how many operations the change took, and how many everything took."""
    trial = Trial(tmp_path_factory.mktemp("finished"))
    trial.begin()
    disk = FragileDisk()
    trial.change(trial.store(disk))
    fresh = Trial(tmp_path_factory.mktemp("fresh"))
    whole = FragileDisk()
    fresh.ingest(fresh.store(whole))
    return tree(trial.path), disk.count, whole.count


@pytest.mark.parametrize("mode", MODES)
def test_killed_at_every_operation(tmp_path: Path, finished: tuple[dict[str, bytes], int, int], mode: Mode) -> None:
    expected, operations, _whole = finished
    assert operations > 30
    for die_at in range(1, operations + 1):
        trial = Trial(tmp_path / str(die_at))
        trial.begin()
        with pytest.raises(Dead):
            trial.change(trial.store(FragileDisk(die_at, mode)))
        trial.look()
        trial.change(trial.store())
        assert tree(trial.path) == expected, f"killed at operation {die_at}"


@pytest.mark.parametrize("mode", MODES)
def test_killed_while_the_store_is_made(
    tmp_path: Path, finished: tuple[dict[str, bytes], int, int], mode: Mode
) -> None:
    expected, _operations, whole = finished
    for die_at in range(1, whole + 1):
        trial = Trial(tmp_path / str(die_at))
        with pytest.raises(Dead):
            trial.ingest(trial.store(FragileDisk(die_at, mode)))
        trial.look()
        trial.ingest(trial.store())
        trial.store().put_decisions([Decision(id="1", kind="note", value="after")])
        assert tree(trial.path) == expected, f"killed at operation {die_at}"


@pytest.mark.parametrize("mode", MODES)
def test_killed_while_a_source_is_taken_out(tmp_path: Path, mode: Mode) -> None:
    whole = FragileDisk()
    trial = Trial(tmp_path / "whole")
    trial.begin()
    trial.store(whole).remove(trial.ids["0.txt"])
    assert whole.count > 4
    for die_at in range(1, whole.count + 1):
        trial = Trial(tmp_path / str(die_at))
        trial.begin()
        trial.ingest(trial.store())
        victim = trial.ids["2.txt"]
        trial.done.discard(victim)
        with pytest.raises(Dead):
            trial.store(FragileDisk(die_at, mode)).remove(victim)
        trial.look()  # the others are all there, and the store is whole with it or without it
        trial.store().remove(victim)
        assert {source.id for source in trial.store().sources()} == trial.done
        assert trial.store().verify() == []


def test_a_reader_at_any_moment_sees_a_whole_store(tmp_path: Path) -> None:
    trial = Trial(tmp_path)
    trial.begin()
    disk = FragileDisk(watch=trial.look)
    trial.change(trial.store(disk))
    trial.look()


@pytest.mark.parametrize("room", range(12))
def test_a_full_disk_stops_the_batch_and_keeps_what_was_done(tmp_path: Path, room: int) -> None:
    trial = Trial(tmp_path)
    trial.begin()
    store = trial.store(FullDisk(room))
    try:
        summary = ingest([trial.inbox], store, KEEP, trial.hear, reading=Direct(KEEP, read_lines))
    except StoreError:
        pytest.fail("what stops a batch belongs into its summary")
    if summary.failure is not None:
        assert summary.exit_code == ExitCode.STORE
        assert "No space left" in summary.failure.message
        assert summary.failure.remedy
    trial.look()
    assert not [finding for finding in trial.store().verify() if finding.code == "litter"]
    trial.change(trial.store())
    assert trial.store().verify() == []


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    import errno

    trial = Trial(tmp_path)
    trial.begin()
    before = tree(trial.path)
    summary = ingest([trial.inbox], trial.store(FullDisk(0, errno.EROFS)), KEEP, reading=Direct(KEEP, read_lines))
    assert summary.exit_code == ExitCode.STORE
    assert summary.failure is not None
    assert "Read-only" in summary.failure.message
    assert tree(trial.path) == before
