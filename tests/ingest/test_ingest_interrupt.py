"""Ctrl-C: what was finished is kept and said, what was being read is dropped, and the program ends at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kbbt.store import Store

ROOT = Path(__file__).resolve().parents[2]
INGEST = """
import signal
import sys
from pathlib import Path
from kbbt.ingest import IngestOptions, ingest
from kbbt.ingest.box import Box
from kbbt.store import Store

def progress(event):
    print(event.kind, event.path.name, flush=True)

# Started from a job in the background, Python would leave Ctrl-C ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
options = IngestOptions()
store = Store(Path(sys.argv[2]), build=lambda sources, decisions, before: before)
box = Box(options, "tests.ingest.targets:behave")
summary = ingest([Path(sys.argv[1])], store, options, progress, reading=box)
print("interrupted" if summary.interrupted else "not interrupted", [one.path.name for one in summary.of("new")], flush=True)
sys.exit(summary.exit_code)
"""


@pytest.mark.skipif(os.name == "nt", reason="a test cannot press Ctrl-C on Windows")
def test_ctrl_c_ends_a_batch_that_is_busy_with_a_slow_file(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name, text in {"1.txt": "fine a", "2.txt": "fine b", "3.txt": "sleep 1000", "4.txt": "fine c"}.items():
        (inbox / name).write_text(text)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    with subprocess.Popen(
        [sys.executable, "-c", INGEST, str(inbox), str(tmp_path / "store")], env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.strip())
            if line.strip() == "done 2.txt":
                process.send_signal(signal.SIGINT)
        # It waits neither for the thousand seconds nor for the limit of the box.
        assert process.wait(timeout=60) == 130
    assert lines[-1] == "interrupted ['1.txt', '2.txt']"
    store = Store(tmp_path / "store")
    assert sorted(source.name for source in store.sources()) == ["1.txt", "2.txt"]
    assert all(finding.harmless for finding in store.verify())
