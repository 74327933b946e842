"""Every exit code, provoked from the command line, with a message that names the place and the remedy."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from kbbt.cli.app import run
from kbbt.errors import ExitCode
from kbbt.store import Store

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals and devices")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "store"
    names = [samples / "status_113-07-11.txt", samples / "minutes_industry_112-115.txt"]
    assert run(["ingest", *map(str, names), "--store", str(folder)]) == 0
    return folder


def picture_pdf(path: Path) -> Path:
    """A PDF whose one page is a grey picture."""
    out = io.BytesIO()
    Image.new("L", (600, 800), 200).save(out, "PDF")
    path.write_bytes(out.getvalue())
    return path


def empty_pdf(path: Path) -> Path:
    """A PDF without pages."""
    document = pypdfium2.PdfDocument.new()
    document.save(str(path))
    return path


def test_0_done(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["dates", "--store", str(filled)]) == ExitCode.OK
    assert "113-07-11" in capfd.readouterr().out


def test_1_only_where_asked(filled: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "113-07-11", "115-02-09", "--store", str(filled)]
    assert run(words) == ExitCode.OK
    assert run([*words, "--exit-code"]) == ExitCode.DIFFERENT
    assert run(["check", "--store", str(filled)]) == ExitCode.DIFFERENT
    capfd.readouterr()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", "--date", "113-02-30"], "29"),
        (["report", "--group", "不存在組"], "產業民生組"),
        (["report", "--format", "exe"], "docx"),
        (["report", "-o", "table.exe"], "docx"),
        (["diff", "113-07-11", "115-02-09", "--only", "nothing"], "added"),
        (["cases", "--status", "asleep"], "tracked"),
        (["check", "--select", "KB999"], "KB101"),
        (["report", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["report", "-o", "no/such/folder/table.md"], "folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_2_wrong_use(filled: Path, words: list[str], said: str, capfd: pytest.CaptureFixture[str]) -> None:
    options = ["--store", str(filled)] if words[0] != "nonsense" else []
    assert run([*words, *options]) == ExitCode.USAGE
    assert said in capfd.readouterr().err


def test_2_an_empty_store_names_the_next_command(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "--store", str(store)]) == ExitCode.USAGE
    assert "kbbt ingest" in capfd.readouterr().err
    assert not store.exists()


@pytest.mark.parametrize("kind", ["empty", "truncated", "text-as-pdf", "zip", "no-pages", "folder"])
def test_3_unreadable(kind: str, store: Path, tmp_path: Path, samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "given.pdf"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "truncated":
        path.write_bytes((samples / "status_113-07-11.pdf").read_bytes()[:4000])
    elif kind == "text-as-pdf":
        path.write_text("不是 PDF", encoding="utf-8")
    elif kind == "zip":
        path = tmp_path / "given.docx"
        path.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    elif kind == "no-pages":
        empty_pdf(path)
    else:
        path = tmp_path / "nothing here"
        path.mkdir()
    assert run(["ingest", str(path), "--store", str(store)]) == ExitCode.UNREADABLE
    out = "".join(capfd.readouterr().out.split())
    assert "".join(path.name.split()) in out
    assert Store(store).knowledge().sources == ()


def test_4_encrypted(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = Path(__file__).with_name("encrypted.pdf")
    assert run(["ingest", str(path), "--store", str(store)]) == ExitCode.ENCRYPTED
    assert "--password" in capfd.readouterr().out
    assert run(["ingest", str(path), "--store", str(store), "--password", "wrong"]) == ExitCode.ENCRYPTED


def test_5_only_pictures(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = picture_pdf(tmp_path / "scan.pdf")
    assert run(["ingest", str(path), "--store", str(store), "--ocr", "never"]) == ExitCode.NO_TEXT
    assert "--ocr" in capfd.readouterr().out


def test_5_without_tesseract_the_install_line_is_told(store: Path, tmp_path: Path) -> None:
    path = picture_pdf(tmp_path / "scan.pdf")
    done = subprocess.run(
        [sys.executable, "-m", "kbbt", "ingest", str(path), "--store", str(store)],
        env={**os.environ, "PATH": str(tmp_path), "KBBT_LANG": "en"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == ExitCode.NO_TEXT
    assert "tesseract-ocr-chi-tra" in done.stdout


def test_6_no_parser(store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("敬啟者：\n\n茲因本週停電，暫停辦公。\n", encoding="utf-8")
    assert run(["ingest", str(path), "--store", str(store)]) == ExitCode.NO_PARSER
    assert "--parser" in "".join(capfd.readouterr().out.split())


@pytest.mark.parametrize("name", ["合作", "沒有這個案子"])
def test_7_several_or_none(filled: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["history", name, "--store", str(filled)]) == ExitCode.AMBIGUOUS
    assert capfd.readouterr().err.count("\n") > 1


def test_8_a_newer_store(store: Path, samples: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["ingest", str(samples / "status_113-07-11.txt"), "--store", str(store)]) == 0
    head = store / "store.json"
    text = head.read_text(encoding="utf-8")
    head.write_text(text.replace('"version": 1', '"version": 99'), encoding="utf-8")
    assert text != head.read_text(encoding="utf-8")
    assert run(["dates", "--store", str(store)]) == ExitCode.STORE
    assert "kbbt" in capfd.readouterr().err


def test_9_a_missing_part(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.rtf"
    path.write_bytes(b"{\\rtf1\\ansi text}")
    done = subprocess.run(
        [sys.executable, "-m", "kbbt", "ingest", str(path), "--store", str(store)],
        env={**os.environ, "PATH": str(tmp_path), "KBBT_LANG": "en"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == ExitCode.MISSING_PART
    assert "libreoffice" in done.stdout.lower()


def test_70_a_fault_of_ours(filled: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def broken(*_words: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("kbbt.views.as_of.known_dates", broken)
    assert run(["dates", "--store", str(filled)]) == ExitCode.INTERNAL
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_130_interrupted(filled: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kbbt.views.as_of.known_dates", interrupted)
    assert run(["dates", "--store", str(filled)]) == ExitCode.INTERRUPTED
    capfd.readouterr()


def test_one_bad_file_never_stops_the_others(
    store: Path, tmp_path: Path, samples: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "a.pdf"
    bad.write_bytes(b"")
    letter = tmp_path / "b.txt"
    letter.write_text("敬啟者", encoding="utf-8")
    good = samples / "status_113-07-11.txt"
    assert run(["ingest", str(bad), str(letter), str(good), "--store", str(store)]) == ExitCode.UNREADABLE
    assert len(Store(store).knowledge().sources) == 1
    out = capfd.readouterr().out
    assert out.count("✗") == 2
    assert out.count("✓") == 1


def test_a_closed_pipe_is_no_failure(filled: Path) -> None:
    command = (
        f'"{sys.executable}" -m kbbt report --date 113-07-11 --store "{filled}" | head -n 1; exit ${{PIPESTATUS[0]}}'
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_what_was_kept_is_said_also_when_the_store_then_turns_out_damaged(
    tmp_path: Path, samples: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    assert run(["ingest", str(samples / "status_113-07-11.txt"), "--store", str(store)]) == 0
    (store / "decisions.json").write_text("{")
    capfd.readouterr()
    minutes = samples / "minutes_industry_112-115.txt"
    assert run(["ingest", str(minutes), "--store", str(store)]) == ExitCode.STORE
    told = "".join(capfd.readouterr().out.split())
    assert f"✓{minutes}" in told
    assert "decisions.json" in told


def kbbt(words: str, store: Path, redirections: str = "") -> subprocess.CompletedProcess[str]:
    command = f'"{sys.executable}" -m kbbt {words} --store "{store}" {redirections}'
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


@posix
@pytest.mark.parametrize("words", ["cases", "export", "report --date 113-07-11 --format docx", "dates --format json"])
def test_an_output_that_is_full_is_no_fault_of_ours(filled: Path, words: str) -> None:
    done = kbbt(words, filled, ">/dev/full")
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.count("\n") == 2, done.stderr


@posix
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-", "2>&-", "2>/dev/full"])
def test_streams_that_are_closed_do_no_harm(filled: Path, closed: str) -> None:
    done = kbbt("cases", filled, closed)
    assert (done.returncode, done.stderr) == (0, "")
    assert kbbt("history nothing", filled, closed).returncode == ExitCode.AMBIGUOUS
    assert Store(filled).verify() == []


@posix
def test_an_output_file_is_written_through_a_link_and_into_a_device(filled: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to("real.md")
    assert kbbt(f"report --date 113-07-11 -o {link}", filled).returncode == 0
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8").startswith("#")
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    done = kbbt(f"report --date 113-07-11 -o {pipe}", filled, f"& cat {pipe}; wait")
    assert done.stdout == (tmp_path / "real.md").read_text(encoding="utf-8")
    assert pipe.is_fifo()


@posix
@pytest.mark.parametrize("signals", [["TERM"], ["HUP"], ["INT", "INT"], ["TERM", "INT", "HUP"]])
def test_whoever_asks_it_to_end_finds_it_interrupted(tmp_path: Path, signals: list[str]) -> None:
    """From the first moment on, and however often it is asked."""
    waits = "import sys, time; import kbbt.cli.app as app; app.run = lambda: (print('up', flush=True), time.sleep(60))"
    code = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {waits}; import kbbt.cli; kbbt.cli.main()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        for name in signals:
            process.send_signal(getattr(signal, f"SIG{name}"))
        assert process.wait(timeout=30) == ExitCode.INTERRUPTED
        assert process.stderr.read() == b""


def test_names_of_files_do_not_act_on_the_terminal(
    filled: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also where a command prints them in a sentence."""
    store = tmp_path / "store"
    shutil.copytree(filled, store)
    (store / "sources" / "[bold]\x1b[31m\u202e\nx.json").write_text("")
    assert run(["store", "verify", "--store", str(store)]) == 0
    assert "[bold]\\x1b[31m\\u202e\\nx.json" in capfd.readouterr().out
    bad = tmp_path / "no\n✓ such.txt"
    assert run(["ingest", str(bad), "--store", str(store)]) == ExitCode.UNREADABLE
    assert "\n✓" not in capfd.readouterr().out


@pytest.mark.parametrize("encoding", ["cp950", "ascii", "utf-8"])
def test_no_console_encoding_ends_the_program(filled: Path, encoding: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kbbt", "cases", "--store", str(filled)],
        env={**os.environ, "PYTHONIOENCODING": encoding, "KBBT_LANG": "en"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
