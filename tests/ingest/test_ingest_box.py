"""The box: what dies in it is one file's error, and nothing else notices."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import kbbt.ingest.box
from kbbt.errors import EncryptedError, KbbtError, LimitError, UnreadableError
from kbbt.ingest import IngestOptions, Limits, ingest
from kbbt.ingest.box import Box
from kbbt.ingest.model import MIB, Job
from kbbt.ingest.reading import CannotReadError
from kbbt.ingest.scratch import Scratch
from kbbt.store import Store

TARGET = "tests.ingest.targets:behave"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits; the docs say so")


def landlock_is_there(version: int = 1) -> bool:
    import ctypes

    return sys.platform.startswith("linux") and bool(ctypes.CDLL(None).syscall(444, None, 0, 1) >= version)


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's /proc and namespaces")


def job(text: str) -> Job:
    data = text.encode()
    return Job(data, "a.txt", hashlib.sha256(data).hexdigest())


@pytest.fixture
def box() -> Iterator[Box]:
    one = Box(IngestOptions(limits=Limits(memory=512 * MIB, cpu=1, wall=20)), TARGET)
    yield one
    one.close()


def ask(box: Box, text: str) -> str:
    box.submit(job(text))
    return box.result().problems[0].text


def test_a_child_is_reused(box: Box) -> None:
    first = ask(box, "pid")
    assert first != str(os.getpid())
    assert ask(box, "pid") == first


def test_errors_come_back_as_they_were_and_cost_no_child(box: Box) -> None:
    pid = ask(box, "pid")
    box.submit(job("encrypted"))
    with pytest.raises(EncryptedError, match="needs a password") as caught:
        box.result()
    assert (caught.value.where, caught.value.remedy) == ("a.txt", "Give --password.")
    assert ask(box, "pid") == pid


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        pytest.param("memory", LimitError, "512 MB of memory", marks=posix),
        pytest.param("forever", LimitError, "1 seconds", marks=posix),
        pytest.param("segfault", UnreadableError, "broke down", marks=posix),
        pytest.param("kill", LimitError, "memory", marks=posix),
        ("exit 3", UnreadableError, "exit status 3"),
        ("exit 0", UnreadableError, "exit status 0"),
        ("deep", LimitError, "nested too deep"),
        ("raise x", KbbtError, "a fault of ours: KeyError"),
        ("long 20000000", LimitError, "bigger than 48 MB"),
    ],
)
def test_what_goes_wrong_in_the_box_is_one_error(box: Box, act: str, kind: type[KbbtError], words: str) -> None:
    box.submit(job(act))
    with pytest.raises(kind, match=words) as caught:
        box.result()
    assert caught.value.where == "a.txt"
    assert caught.value.remedy
    assert ask(box, "fine after it") == "after it"


def test_a_sleeper_is_ended_with_all_it_started() -> None:
    box = Box(IngestOptions(limits=Limits(wall=0.5)), TARGET)
    try:
        ask(box, "fine up")
        box.submit(job("spawn 987.25"))
        with pytest.raises(LimitError, match=r"0\.5 seconds"):
            box.result()
    finally:
        box.close()
    if sys.platform.startswith("linux"):
        for _attempt in range(100):
            if not running("987.25"):
                break
            time.sleep(0.02)
        assert not running("987.25")


def test_each_page_that_is_a_picture_is_allowed_its_time() -> None:
    pages: list[int] = []
    box = Box(IngestOptions(limits=Limits(wall=0.5, picture=20)), TARGET)
    try:
        ask(box, "fine up")
        box.submit(replace(job("scan 3 0.7"), on_picture=pages.append))
        assert box.result().problems
    finally:
        box.close()
    assert pages == [1, 2, 3]


def test_pages_beyond_what_a_file_may_have_are_allowed_none() -> None:
    box = Box(IngestOptions(limits=Limits(wall=0.5, picture=0.1, pictures=3)), TARGET)
    try:
        ask(box, "fine up")
        box.submit(job("scan 100000 60"))
        with pytest.raises(LimitError, match=r"0\.8 seconds"):
            box.result()
    finally:
        box.close()


def running(argument: str) -> bool:
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if argument.encode() in path.read_bytes().split(b"\0"):
                return True
        except OSError:
            continue
    return False


@posix
def test_nothing_is_written_but_by_borrowed_programs(box: Box) -> None:
    assert ask(box, "write") != "written"
    # A gigabyte is more than the box allows, and what LibreOffice needs.
    assert ask(box, "helper") == f"10000 {1 << 30}"
    assert ask(box, "write") != "written"


@pytest.mark.skipif(not landlock_is_there(), reason="the kernel has no Landlock; the docs say what then holds")
def test_files_cannot_be_changed_even_by_code_that_was_smuggled_in(box: Box) -> None:
    # Not below these, where LibreOffice needs to remove its sockets; the checkout may well be.
    shared = (Path("/tmp"), Path("/var/tmp"))
    places = (Path(__file__).resolve().parent, Path.home())
    outside = next(place for place in places if not any(place.is_relative_to(one) for one in shared))
    with tempfile.TemporaryDirectory(dir=outside) as folder:
        path = Path(folder, "precious")
        path.write_text("x")
        assert ask(box, f"change {path}") == ""
        assert [one.name for one in Path(folder).iterdir()] == ["precious"]
        assert path.read_text() == "x"


@pytest.mark.skipif(not landlock_is_there(6), reason="the kernel's Landlock does not keep signals yet")
def test_no_other_process_can_be_ended_from_within(box: Box) -> None:
    assert ask(box, f"signal {os.getpid()}") == "PermissionError"
    assert ask(box, f"signal {ask(box, 'pid')}") == "signalled"


def test_no_temporary_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    box = Box(IngestOptions(), TARGET)
    ask(box, "helper")
    box.submit(job("kill"))
    with pytest.raises(LimitError):
        box.result()
    box.close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_behind_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    living, dead, fresh, strange = (
        Scratch(),
        tmp_path / "kbbt-box-dead",
        tmp_path / "kbbt-box-fresh",
        tmp_path / "other",
    )
    for folder in (dead, fresh, strange):
        folder.mkdir()
        (folder / "source.doc").write_text("a copy")
    link = tmp_path / "kbbt-box-link"
    link.symlink_to(strange, target_is_directory=True)
    for folder in (living.path, dead, strange):
        os.utime(folder, (0, 0))
    Scratch().remove()
    assert set(tmp_path.iterdir()) == {living.path, fresh, strange, link}
    assert [path.name for path in strange.iterdir()] == ["source.doc"]
    living.remove()


def test_no_place_for_temporary_files_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kbbt.ingest.box, "Scratch", full)
    with pytest.raises(CannotReadError, match="No space left") as caught:
        Box(IngestOptions(), TARGET)
    assert caught.value.remedy


def test_no_network(box: Box) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert ask(box, f"connect {server.getsockname()[1]}") == "PermissionError"


def test_what_libraries_print_does_not_spoil_the_answer(box: Box) -> None:
    assert ask(box, "print") == "printed"


@linux
def test_the_child_ends_with_a_killed_parent(tmp_path: Path) -> None:
    import signal
    import subprocess

    code = (
        "import hashlib, sys, time\n"
        "from kbbt.ingest.box import Box\nfrom kbbt.ingest.model import *\n"
        "box = Box(IngestOptions(), 'tests.ingest.targets:behave')\n"
        "def ask(text):\n"
        "    data = text.encode(); box.submit(Job(data, 'a', hashlib.sha256(data).hexdigest()))\n"
        "ask('pid'); print(box.result().problems[0].text, flush=True); ask('sleep 100'); time.sleep(100)\n"
    )
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, (Path(__file__).parents[2], Path(__file__).parents[2] / "src"))),
    }
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=env)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for _attempt in range(250):
        if not alive(child):
            break
        time.sleep(0.02)
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_batch_goes_on_over_the_dead(tmp_path: Path) -> None:
    texts = {"1.txt": "fine a", "2.txt": "exit 9", "3.txt": "fine b", "4.txt": "raise x", "5.txt": "fine c"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    store = Store(tmp_path / "store", build=lambda sources, decisions, before: before)
    options = IngestOptions()
    summary = ingest([tmp_path], store, options, reading=Box(options, TARGET))
    assert [o.result for o in summary.outcomes] == ["new", "failed", "new", "failed", "new"]
    assert [s.name for s in sorted(store.sources(), key=lambda s: s.name)] == ["1.txt", "3.txt", "5.txt"]
    assert not [f for f in store.verify() if not f.harmless]


def test_a_child_that_cannot_start_stops_the_batch(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("fine")
    (tmp_path / "2.txt").write_text("fine too")
    options = IngestOptions()
    summary = ingest([tmp_path], Store(tmp_path / "s"), options, reading=Box(options, "tests.ingest.nowhere:nothing"))
    assert summary.outcomes == ()
    assert summary.failure is not None
    assert "does not start" in summary.failure.message
    assert summary.exit_code == 70
