"""A store is rebuilt from the originals it kept."""

from __future__ import annotations

from pathlib import Path

from kbbt.ingest import IngestOptions, ingest
from kbbt.ingest.model import Job
from kbbt.ingest.reading import Direct
from kbbt.ingest.rebuild import rebuild
from kbbt.records import Source
from kbbt.store import Store
from tests.ingest.conftest import read_lines
from tests.store.making import tree


def test_damaged_records_come_back_from_their_originals(tmp_path: Path, store: Store, reading: Direct) -> None:
    for name in ('a "quoted".txt', "b.txt"):
        (tmp_path / name).write_text(f"2024-07-11\n{name}: one")
    ingest(sorted(tmp_path.glob("*.txt")), store, IngestOptions(keep_originals=True), reading=reading)
    before = tree(store.path)
    for path in store.layout.source_files():
        path.write_bytes(path.read_bytes()[:300])
    done = rebuild(store, reading=reading)
    assert sorted(done.reread) == sorted(f"sources/{path.name}" for path in store.layout.source_files())
    assert tree(store.path) == before


def test_a_newer_kbbt_reads_everything_again(tmp_path: Path, store: Store, reading: Direct) -> None:
    name = 'a "b" \\ c.txt'  # as no file is called on Windows, and some are elsewhere
    (tmp_path / name).write_text("2024-07-11\na: one")
    ingest([tmp_path / name], store, IngestOptions(keep_originals=True), reading=reading)

    def better(job: Job, options: IngestOptions) -> Source:
        return read_lines(job, options).model_copy(update={"family": "better"})

    assert rebuild(store, reading=Direct(IngestOptions(), better)).reread == []
    assert len(rebuild(store, everything=True, reading=Direct(IngestOptions(), better)).reread) == 1
    (source,) = store.sources()
    assert (source.name, source.family) == (name, "better")
