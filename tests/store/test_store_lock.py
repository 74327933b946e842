"""One writer at a time: a live one is named, a dead one is no obstacle, and eight of them lose nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kbbt.store.lock
from kbbt.errors import ExitCode, StoreError
from kbbt.store import Store
from tests.ingest.conftest import build_by_name
from tests.store.making import table, tree

ROOT = Path(__file__).resolve().parents[2]
ENV = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}


@contextlib.contextmanager
def running(code: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=ENV, stdout=subprocess.PIPE, stdin=subprocess.PIPE
    ) as one:
        yield one
        one.kill()


HOLD = """
import sys
from pathlib import Path
from kbbt.store import Store
with Store(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_live_writer_is_named(store: Store) -> None:
    store.put_source(table("a", {}))
    with running(HOLD, str(store.path)) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(StoreError) as caught, store.writing(wait=0.1):
            pytest.fail("two writers at a time")
        assert str(holder.pid) in caught.value.message
        assert caught.value.exit_code == ExitCode.STORE
        assert caught.value.remedy
        # Readers are not kept waiting.
        assert len(store.knowledge().sources) == 1


def test_a_wait_is_told_with_whom_it_is_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(kbbt.store.lock, "_SILENT", 0.01)
    store.put_source(table("a", {}))
    with running(HOLD, str(store.path)) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(StoreError), store.writing(wait=0.05):
            pytest.fail("two writers at a time")
        assert str(holder.pid) in caplog.text


def test_a_killed_writer_is_no_obstacle(store: Store) -> None:
    store.put_source(table("a", {}))
    with running(HOLD, str(store.path)) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        holder.wait()
        assert (store.path / ".lock-holder.json").exists()
        with store.writing(wait=5):
            pass
    assert store.put_source(table("b", {}))


def test_the_lock_is_let_go_when_the_writer_fails(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing():
        raise RuntimeError
    with Store(store.path).writing(wait=0.1):
        pass
    assert not (store.path / ".lock-holder.json").exists()


INGEST = """
import sys
from pathlib import Path
from kbbt.ingest import IngestOptions, ingest
from kbbt.ingest.reading import Direct
from kbbt.store import Store
from tests.ingest.conftest import build_by_name, read_lines
store = Store(Path(sys.argv[1]), build=build_by_name)
print("ready", flush=True)
sys.stdin.readline()
summary = ingest([Path(sys.argv[2])], store, reading=Direct(IngestOptions(), read_lines))
print(sorted(one.result for one in summary.outcomes))
sys.exit(summary.exit_code)
"""


def test_eight_processes_end_with_all_in_the_store_and_none_twice(tmp_path: Path) -> None:
    names = set()
    for process in range(8):
        folder = tmp_path / f"in{process}"
        folder.mkdir()
        for n in range(4):
            # Each has three files of its own, and one that all have.
            name = f"{process}-{n}" if n else "shared"
            (folder / f"{name}.txt").write_text(f"2024-07-11\n{name}: text")
            names.add(name)
    store = Store(tmp_path / "store", build=build_by_name)
    with contextlib.ExitStack() as stack:
        workers = [
            stack.enter_context(running(INGEST, str(store.path), str(tmp_path / f"in{process}")))
            for process in range(8)
        ]
        for worker in workers:
            assert worker.stdout is not None
            worker.stdout.readline()
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(b"go\n")
            worker.stdin.flush()
        assert [worker.wait(timeout=60) for worker in workers] == [0] * 8
    assert store.verify() == []
    entries = [e.name for s in store.sources() for r in s.reports for g in r.groups for e in g.entries]
    assert sorted(entries) == sorted(names)
    assert {case.name for case in store.knowledge().register.cases} == names
    before = tree(store.path)
    Store(store.path, build=build_by_name).refresh(force=True)
    assert tree(store.path) == before
