"""Legacy Word and RTF: what LibreOffice does and fails to do, with a stand-in for it, and the real one where it is."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from kbbt.document import Paragraph
from kbbt.errors import ExitCode, KbbtError
from kbbt.readers import legacy, read
from kbbt.readers.external import TimedOutError, run
from tests.readers.build import docx

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")

RTF = rb"{\rtf1\ansi x}"

CONVERTS = """
echo "$@" > "$KBBT_TEST_LOG"
while [ "$1" != --outdir ]; do shift; done
mkdir -p "$2"
cp "$KBBT_TEST_DOCX" "$2/source.docx"
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole search path, where a test puts its own ``soffice``."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "cp", "mkdir", "sleep"):
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    document = tmp_path / "converted.docx"
    document.write_bytes(docx("<w:p><w:r><w:t>會議紀錄</w:t></w:r></w:p>"))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("KBBT_TEST_DOCX", str(document))
    monkeypatch.setenv("KBBT_TEST_LOG", str(tmp_path / "log"))
    return folder


def soffice(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(0o755)


def failure(data: bytes = RTF, name: str = "a.rtf") -> KbbtError:
    with pytest.raises(KbbtError) as caught:
        read(data, name)
    return caught.value


def test_converted_and_read(stand_in: Path, tmp_path: Path) -> None:
    soffice(stand_in, CONVERTS)
    found = read(RTF, "a.rtf")
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["會議紀錄"]
    assert found.media_type == "application/rtf"
    assert [note.code for note in found.notes] == ["reader.converted"]
    arguments = (tmp_path / "log").read_text().split()
    profile = next(a for a in arguments if a.startswith("-env:UserInstallation=file://"))
    assert not Path(profile.partition("file://")[2]).exists()  # its profile is its own, and gone


def test_missing(stand_in: Path) -> None:
    error = failure()
    assert error.exit_code is ExitCode.MISSING_PART
    for line in ("apt install libreoffice", "brew install", "winget install"):
        assert line in error.remedy


def test_ends_well_without_output(stand_in: Path) -> None:
    soffice(stand_in, "exit 0\n")
    error = failure()
    assert error.exit_code is ExitCode.UNREADABLE
    assert "DOCX" in error.remedy


def test_complaint_is_handed_on(stand_in: Path) -> None:
    soffice(stand_in, "echo 'Error: source file could not be loaded' >&2; exit 1\n")
    assert "source file could not be loaded" in failure().message


def test_empty_output(stand_in: Path) -> None:
    soffice(stand_in, CONVERTS.replace('cp "$KBBT_TEST_DOCX"', "cp /dev/null"))
    assert failure().exit_code is ExitCode.UNREADABLE


def test_output_that_is_no_docx(stand_in: Path, tmp_path: Path) -> None:
    (tmp_path / "converted.docx").write_bytes(b"no zip")
    soffice(stand_in, CONVERTS)
    assert failure().exit_code is ExitCode.UNREADABLE


def test_hanging_program_is_ended_with_all_it_started(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child"
    monkeypatch.setenv("KBBT_TEST_CHILD", str(child))
    monkeypatch.setattr(legacy, "TIMEOUT", 0.5)
    soffice(stand_in, 'sleep 600 &\necho $! > "$KBBT_TEST_CHILD"\nwait\n')
    error = failure()
    assert error.exit_code is ExitCode.UNREADABLE
    assert "did not finish" in error.message
    assert _ends(int(child.read_text()))


def _ends(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        # a killed orphan stays in the table until its new parent has asked for it
        stat = Path(f"/proc/{process}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_run_hands_over_input_output_and_status(stand_in: Path) -> None:
    finished = run(["sh", "-c", "read x; echo got $x; echo bad >&2; exit 3"], timeout=10, data=b"word\n")
    assert (finished.status, finished.output, finished.complaint) == (3, b"got word\n", "bad")
    with pytest.raises(TimedOutError):
        run(["sleep", "600"], timeout=0.2)
    with pytest.raises(FileNotFoundError):
        run(["no-such-program"], timeout=1)


@pytest.mark.skipif(legacy.find_libreoffice() is None, reason="LibreOffice is not installed")
def test_real_libreoffice_reads_rtf() -> None:
    text = "".join(f"\\u{ord(c)}?" for c in "會議紀錄")
    data = (
        rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\f0 "
        + text.encode()
        + rb"\par\trowd\cellx2000\cellx4000 a\cell b\cell\row}"
    )
    found = read(data, "a.doc")
    first = found.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text == "會議紀錄"
    assert [cell.text for cell in found.blocks[1].rows[0].cells] == ["a", "b"]  # type: ignore[union-attr] # a table
