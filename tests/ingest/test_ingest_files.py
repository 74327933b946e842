"""Which files are meant, and their bytes: whatever lies in a folder, nothing hangs and nothing is dropped silently."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from kbbt.errors import ExitCode, LimitError, UnreadableError
from kbbt.ingest import files
from kbbt.ingest.files import find, load, safe_name
from tests.hostile.corpus import place_traps

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such things in folders")


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def test_folders_are_read_to_the_bottom_in_order(tmp_path: Path) -> None:
    touch(tmp_path, "b/2.PDF", "b/10.pdf", "a.docx", "b/c/d/e.odt", "zz.txt")
    assert [str(one.path.relative_to(tmp_path)) for one in find([tmp_path])] == [
        "a.docx", "b/10.pdf", "b/2.PDF", "b/c/d/e.odt", "zz.txt",
    ]  # fmt: skip


def test_what_is_not_read_is_told_but_litter_is_not(tmp_path: Path) -> None:
    touch(tmp_path, "README.md", "a.pdf", "photo.heic", "notes", ".hidden.pdf", "~$a.docx", ".git/x.pdf", "Thumbs.db")
    found = {one.path.name: one.reason for one in find([tmp_path])}
    assert list(found) == ["README.md", "a.pdf", "notes", "photo.heic"]
    assert [name for name, reason in found.items() if not reason] == ["a.pdf"]
    assert not find([tmp_path / "README.md"])[0].reason


def test_a_file_given_by_name_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    touch(tmp_path, "minutes", ".hidden")
    assert [(one.path.name, one.reason, one.error) for one in find([tmp_path / "minutes", tmp_path / ".hidden"])] == [
        ("minutes", "", None),
        (".hidden", "", None),
    ]


def test_a_path_given_twice_is_read_once(tmp_path: Path) -> None:
    touch(tmp_path, "a.pdf")
    assert len(find([tmp_path / "a.pdf", tmp_path, tmp_path / "." / "a.pdf"])) == 1


def test_a_folder_without_documents_is_an_error_that_says_what_was_looked_for(tmp_path: Path) -> None:
    touch(tmp_path, "x/photo.heic")
    skipped, failed = find([tmp_path])
    assert skipped.reason
    assert failed.error is not None
    assert failed.error.exit_code == ExitCode.UNREADABLE
    assert ".docx" in failed.error.remedy
    (empty,) = find([tmp_path / "x" / ".." / "x" / "nothing"])
    assert empty.error is not None
    assert "no such file" in empty.error.message


@posix
def test_loops_pipes_sockets_and_devices_hang_nothing(tmp_path: Path) -> None:
    place_traps(tmp_path / "in")
    touch(tmp_path / "in", "a.pdf")
    found = {one.path.name: one for one in find([tmp_path / "in"])}
    assert [name for name, one in found.items() if not one.reason and not one.error][-1] == "a.pdf"
    for name in ("loop", "itself.pdf", "dangling.pdf", "fifo.pdf", "socket.pdf", "device.pdf"):
        assert found[name].reason, name
    for name in ("fifo.pdf", "socket.pdf", "device.pdf", "itself.pdf", "dangling.pdf", "."):
        with pytest.raises(UnreadableError) as caught:
            load(tmp_path / "in" / name, 1000)
        assert caught.value.remedy


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_closed_doors_are_failures(tmp_path: Path) -> None:
    touch(tmp_path, "in/a.pdf", "in/closed/b.pdf", "in/c.pdf")
    (tmp_path / "in" / "closed").chmod(0)
    (tmp_path / "in" / "c.pdf").chmod(0)
    found = {one.path.name: one for one in find([tmp_path / "in"])}
    (tmp_path / "in" / "closed").chmod(0o700)
    assert found["closed"].error is not None
    with pytest.raises(UnreadableError, match="Permission"):
        load(tmp_path / "in" / "c.pdf", 1000)


def test_a_folder_that_cannot_be_listed_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "in/a.pdf", "in/closed/b.pdf")
    listing = Path.iterdir

    def closed(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    a, b = find([tmp_path / "in"])
    assert (a.path.name, a.error) == ("a.pdf", None)
    assert b.error is not None
    assert "Permission denied" in b.error.message


def test_the_bytes_and_their_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"abc" * 1000)
    job = load(path, 3000)
    assert (job.data, job.name, job.sha256) == (b"abc" * 1000, "a.pdf", hashlib.sha256(b"abc" * 1000).hexdigest())


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(5 << 30)  # five gigabytes of nothing; takes no room
    read: list[int] = []

    def nothing(handle: int, size: int) -> bytes:
        read.append(size)
        return b""

    monkeypatch.setattr(files, "_read", nothing)
    with pytest.raises(LimitError, match="bigger than 1 MB") as caught:
        load(path, 1 << 20)
    assert sum(read) <= (1 << 20) + 1
    assert "--size-limit" in caught.value.remedy


@pytest.mark.parametrize("change", ["grows", "shrinks", "is written over"])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"x" * 10_000)
    reading = files._read

    def meddle(handle: int, size: int) -> bytes:
        if change == "shrinks":
            os.truncate(path, 5000)
        data = reading(handle, size)
        if change == "grows":
            with path.open("ab") as file:
                file.write(b"more")
        elif change == "is written over":
            with path.open("r+b") as file:
                file.write(b"y")
            os.utime(path, ns=(1, 1))
        return data

    monkeypatch.setattr(files, "_read", meddle)
    with pytest.raises(UnreadableError, match="changed while"):
        load(path, 1 << 20)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("會議紀錄.pdf", "會議紀錄.pdf"),
        ("a\nb\tc .pdf", "a b c .pdf"),
        ("\x1b[2Jx\u202e\u200b.pdf", "[2Jx.pdf"),
        (os.fsdecode(b"\xff\xfe.pdf"), "\ufffd\ufffd.pdf"),
        ("e\u0301.pdf", "\u00e9.pdf"),
        ("\u200b", "unnamed"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(Path(name)) == safe
