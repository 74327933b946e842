"""What lies in the store's folder, and how a file that is not as kbbt wrote it is told from one that is."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import kbbt.store.layout
import kbbt.store.sealed
import kbbt.store.store
from kbbt.errors import ExitCode, StoreError, UnreadableError, UsageError
from kbbt.records import Decision, Source
from kbbt.store import Store
from tests.ingest.conftest import build_by_name
from tests.store.making import table, tree

A = table("a.pdf", {"捷運": "施工中", "公車": "通車"})
B = table("b.pdf", {"捷運": "完工"}, date="2025-01-01")


@pytest.fixture
def full(store: Store) -> Store:
    store.put_source(A, b"a.pdf")
    store.put_source(B)
    store.put_decisions([Decision(id="d1", kind="note", names=["交通組|捷運"], value="重要")])
    return store


def reopened(store: Store) -> Store:
    return Store(store.path, build=build_by_name)


def test_reading_an_absent_store_makes_nothing(store: Store) -> None:
    assert store.knowledge().sources == ()
    assert (store.sources(), store.decisions(), store.verify(), store.has(A.id)) == ((), (), [], False)
    assert not store.path.exists()


def test_what_was_put_is_there(full: Store) -> None:
    knowledge = reopened(full).knowledge()
    assert knowledge.sources == tuple(sorted((A, B), key=lambda one: one.id))
    assert [case.name for case in knowledge.register.cases] == ["公車", "捷運"]
    assert [one.value for one in knowledge.decisions] == ["重要"]
    assert full.verify() == []
    assert sorted(tree(full.path)) == sorted(
        [
            "decisions.json",
            "register.json",
            f"sources/{A.id}.json",
            f"sources/{B.id}.json",
            f"originals/{A.id}.pdf",
            "store.json",
        ]
    )


def test_the_same_again_writes_nothing(full: Store) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in full.path.rglob("*.*") if ".lock" not in path.name}
    assert not full.put_source(A, b"a.pdf")
    assert not full.put_decisions(full.decisions())
    full.refresh()
    assert {path: path.stat().st_mtime_ns for path in full.path.rglob("*.*") if ".lock" not in path.name} == stamps


def test_files_are_readable_json_with_a_checksum(full: Store) -> None:
    text = full.layout.source(A.id).read_text(encoding="utf-8")
    assert text.startswith('{\n "kbbt": "source/1",\n "checksum": "sha256:')
    assert "捷運" in text
    assert json.loads(text)["record"]["id"] == A.id


def test_line_ends_and_layout_are_no_edit(full: Store) -> None:
    path = full.layout.source(A.id)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert full.verify() == []
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=8, sort_keys=True), encoding="utf-8")
    assert full.verify() == []
    assert len(reopened(full).knowledge().sources) == 2


def broken(text: str, replacement: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(text.encode(), replacement.encode())


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "edited": (broken("施工中", "停工"), "edited"),
    "empty": (lambda data: b"", "damaged"),
    "zeros": (lambda data: b"\0" * len(data), "damaged"),
    "cut off": (lambda data: data[: len(data) // 2], "damaged"),
    "not utf-8": (lambda data: data.replace("施".encode(), b"\xff"), "damaged"),
    "no envelope": (lambda data: json.dumps(json.loads(data)["record"]).encode(), "damaged"),
    "a wrong key": (broken('"media_type"', '"mediatype"'), "damaged"),
    "another kind": (broken("source/1", "register/1"), "damaged"),
    "nested": (lambda data: b'{"kbbt":' + b"[" * 100_000, "damaged"),
    "another source": (broken(A.id, B.id), "damaged"),
    "newer": (broken("source/1", "source/2"), "newer"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_source_that_is_not_sound_is_told_with_its_remedy(full: Store, name: str) -> None:
    damage, code = DAMAGE[name]
    path = full.layout.source(A.id)
    path.write_bytes(damage(path.read_bytes()))
    harm = [finding for finding in full.verify() if not finding.harmless]
    assert [(f.code, f.path) for f in harm if f.code != "edited"] or code == "edited"
    assert (code, f"sources/{A.id}.json") in [(f.code, f.path) for f in harm]
    assert all(f.text and f.remedy for f in harm)
    with pytest.raises(StoreError) as caught:
        reopened(full).knowledge()
    assert caught.value.exit_code == ExitCode.STORE
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_damaged_register_is_derived_again(full: Store) -> None:
    before = tree(full.path)
    full.layout.register.write_bytes(b"\0\0\0")
    with pytest.raises(StoreError, match="damaged") as caught:
        full.knowledge()
    assert "kbbt store rebuild" in caught.value.remedy
    assert full.rebuild().register_changed
    assert tree(full.path) == before


def test_a_lost_register_is_built_in_memory_until_it_is_written(full: Store) -> None:
    cases = full.knowledge().register
    full.layout.register.unlink()
    assert full.knowledge().register == cases
    assert [f.code for f in full.verify()] == ["stale"]
    assert not full.layout.register.exists()


def test_a_lost_source_is_noticed(full: Store) -> None:
    full.layout.source(B.id).unlink()
    with pytest.raises(StoreError, match="missing"):
        full.knowledge()
    assert [f.code for f in full.verify() if not f.harmless] == ["missing"]
    with pytest.raises(StoreError, match="cannot be derived"):
        full.rebuild()
    full.rebuild(accept=True)
    assert full.knowledge().sources == (A,)


def test_ingesting_the_document_again_heals_its_record(full: Store) -> None:
    before = tree(full.path)
    full.layout.source(A.id).write_bytes(b"")
    assert not full.has(A.id)
    full.put_source(A)
    assert tree(full.path) == before


def test_an_edited_record_is_not_taken_unasked(full: Store) -> None:
    path = full.layout.source(A.id)
    edited = path.read_bytes().replace("施工中".encode(), "停工".encode())
    path.write_bytes(edited)
    with pytest.raises(StoreError, match="cannot be derived"):
        full.rebuild()
    assert path.read_bytes() == edited
    assert full.rebuild(accept=True).accepted == [f"sources/{A.id}.json"]
    (entry, _other) = next(s for s in full.knowledge().sources if s.id == A.id).reports[0].groups[0].entries
    assert entry.text == "停工"
    assert full.verify() == []


def test_a_damaged_source_is_read_again_from_its_original_or_moved_aside(full: Store) -> None:
    asked: list[tuple[str, str, bytes]] = []

    def reread(sha256: str, name: str, data: bytes) -> Source:
        asked.append((sha256, name, data))
        if len(asked) > 1:
            raise UnreadableError("no")
        return A

    path = full.layout.source(A.id)
    sound = path.read_bytes()
    path.write_bytes(sound[: len(sound) // 2])
    assert full.rebuild(reread=reread).reread == [f"sources/{A.id}.json"]
    assert asked == [(A.id, "a.pdf", b"a.pdf")]
    assert path.read_bytes() == sound
    path.write_bytes(b"junk")
    done = full.rebuild(reread=reread, accept=True)
    assert (done.moved_aside, list(done.failed)) == ([f"sources/{A.id}.json"], [f"sources/{A.id}.json"])
    assert (full.path / "damaged" / path.name).read_bytes() == b"junk"
    assert full.knowledge().sources == (B,)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        None,
        b"[" * 100_000,
        *(b'{"format": "kbbt-store", "version": %s}' % v for v in (b"1e400", b"0", b"-3", b"true")),
    ],
    ids=lambda content: str(content)[:60],
)
def test_the_head_of_the_store_can_be_written_again(full: Store, content: bytes | None) -> None:
    before = tree(full.path)
    full.layout.head.unlink()
    if content is not None:
        full.layout.head.write_bytes(content)
    with pytest.raises(StoreError, match="version"):
        full.knowledge()
    with pytest.raises(StoreError, match="version"):
        full.put_source(B)
    assert [f.code for f in full.verify()] == ["head"]
    full.rebuild()
    assert tree(full.path) == before


def test_a_newer_store_is_left_alone(full: Store) -> None:
    full.layout.head.write_text('{"format": "kbbt-store", "version": 2}')
    before = tree(full.path)
    for act in (full.knowledge, full.sources, full.rebuild, lambda: full.put_source(A), full.register):
        with pytest.raises(StoreError, match="version 2") as caught:
            act()
        assert "newest kbbt" in caught.value.remedy
    assert tree(full.path) == before


def test_a_folder_of_other_things_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    store = Store(tmp_path)
    for act in (store.knowledge, lambda: store.put_source(A)):
        with pytest.raises(StoreError, match="holds other things"):
            act()
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    with pytest.raises(StoreError, match="this is a file"):
        Store(tmp_path / "letter.txt").knowledge()


def test_an_id_is_never_a_path(store: Store) -> None:
    for bad in ("../../etc/passwd", "", "A" * 64, "0" * 63):
        with pytest.raises(ValueError, match="SHA-256"):
            store.layout.source(bad)
    assert store.layout.original(A.id, "x.p/../../df").name == A.id
    assert store.layout.original(A.id, "x.PDF").name == f"{A.id}.pdf"


def test_a_record_that_could_not_be_read_again_is_never_written(store: Store) -> None:
    with pytest.raises(ValueError, match="surrogate"):
        store.put_source(A.model_copy(update={"name": "a\ud800"}))
    assert store.sources() == ()


def test_what_a_damaged_file_of_decisions_needs_is_told(full: Store) -> None:
    full.layout.decisions.write_text("{")
    with pytest.raises(StoreError, match="damaged") as caught:
        full.knowledge()
    assert "backup" in caught.value.remedy
    assert "document" not in caught.value.remedy  # there is none to ingest again


def test_an_original_that_was_changed_is_not_read_for_the_file_that_was_ingested(full: Store) -> None:
    (full.path / "originals" / f"{A.id}.pdf").write_bytes(b"other bytes")
    before = full.layout.source(A.id).read_bytes()
    done = full.rebuild(reread=lambda sha256, name, data: A.model_copy(update={"name": "other"}), everything=True)
    assert "not the file that was ingested" in done.failed[f"sources/{A.id}.json"]
    assert full.layout.source(A.id).read_bytes() == before


def test_a_changed_original_and_strange_files_are_told(full: Store) -> None:
    (full.path / "originals" / f"{A.id}.pdf").write_bytes(b"other bytes")
    (full.path / "notes.txt").write_text("mine")
    (full.path / ".register.json.99.kbbt-tmp").write_text("half")
    findings = full.verify()
    assert [(f.code, f.path) for f in findings] == [
        ("original", f"originals/{A.id}.pdf"),
        ("litter", ".register.json.99.kbbt-tmp"),
        ("unknown", "notes.txt"),
    ]
    assert all(f.harmless for f in findings)
    full.put_source(table("c.pdf", {}))
    assert not (full.path / ".register.json.99.kbbt-tmp").exists()


def test_a_backup_is_the_store_again(full: Store, tmp_path: Path) -> None:
    assert full.backup(tmp_path / "b.zip") == 6
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        archive.extractall(tmp_path / "again")
    assert tree(tmp_path / "again") == tree(full.path)
    with pytest.raises(UsageError, match="there already"):
        full.backup(tmp_path / "b.zip")
    full.backup(tmp_path / "c.zip")
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "c.zip").read_bytes()
    with pytest.raises(UsageError, match="cannot write"):
        full.backup(tmp_path / "nowhere" / "b.zip")
    with pytest.raises(StoreError, match="nothing here"):
        Store(tmp_path / "empty").backup(tmp_path / "d.zip")


def test_a_source_can_be_taken_out_again(full: Store) -> None:
    full.remove(A.id)
    assert full.verify() == []
    assert [source.name for source in full.knowledge().sources] == ["b.pdf"]
    assert [case.name for case in full.knowledge().register.cases] == ["捷運"]
    assert not list((full.path / "originals").iterdir())
    assert full.put_source(A)


def test_no_time_of_the_run_is_in_the_store(full: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other", build=build_by_name)
    other.put_decisions(full.decisions())
    other.put_source(B)
    other.put_source(A, b"a.pdf")
    other.refresh()
    full.refresh()
    assert tree(other.path) == tree(full.path)
    assert not re.search(rb"20[2-9]\d-\d\d-\d\dT", b"".join(tree(full.path).values()))


def test_a_store_of_an_older_version_is_read_and_brought_up_to_date(
    full: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renamed(kind: str, record: dict[str, object]) -> dict[str, object]:
        return {**record, "family": "v2"} if kind == "source" else record

    for module in (kbbt.store.sealed, kbbt.store.layout, kbbt.store.store):
        monkeypatch.setattr(module, "VERSION", 2)
    monkeypatch.setitem(kbbt.store.sealed.MIGRATIONS, 1, renamed)
    before = tree(full.path)
    assert {source.family for source in full.sources()} == {"v2"}
    assert [finding for finding in full.verify() if not finding.harmless] == []
    assert tree(full.path) == before  # reading changes nothing
    full.put_source(table("c.pdf", {}))
    assert json.loads(full.layout.head.read_bytes())["version"] == 2  # from here on an older kbbt keeps away
    assert full.layout.source(A.id).read_bytes() == before[f"sources/{A.id}.json"]
    full.rebuild()
    assert full.layout.source(A.id).read_bytes().startswith(b'{\n "kbbt": "source/2"')
    assert full.verify() == []
