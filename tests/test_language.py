"""Everything people read is Chinese or English, never both: catalogue, help, usage errors, what a store keeps."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import kbbt
from kbbt import i18n

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path(kbbt.__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KBBT_LANG", "zh_TW")
    i18n.reset()
    yield
    monkeypatch.undo()
    i18n.reset()


def catalogue() -> dict[str, str]:
    found: dict[str, str] = vars(i18n._translations())["_catalog"]
    return {key: text for key, text in found.items() if key}


def fields(text: str) -> set[str]:
    return {name.split("!")[0] for _own, name, *_rest in Formatter().parse(text) if name}


def test_every_message_is_translated_and_compiled() -> None:
    done = subprocess.run(
        [sys.executable, "tools/make_locale.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_translation_fills_in_the_same_fields(chinese: None) -> None:
    for key, text in catalogue().items():
        message = key.rpartition("\x04")[2]
        if not re.search(r"\{%|%\}|\{0,", message):  # a tag or a pattern is quoted, nothing is filled in
            assert fields(text) == fields(message), message


def test_what_is_kept_is_told_in_the_language_of_the_reader(chinese: None) -> None:
    for key, text in catalogue().items():
        context, _mark, message = key.rpartition("\x04")
        if context != i18n.KEPT or not re.search("[a-z]", re.sub(r"\{\w+\}", "", message)):
            continue
        names = fields(message)
        values = {name: f"「值{number}」" for number, name in enumerate(sorted(names))}
        expected = text.format(**values) if values else text
        assert i18n.retold(i18n.said(message, **values)) == expected, message


def test_what_is_quoted_in_a_kept_text_stays_as_it_is(chinese: None) -> None:
    quoted = "甲案 (一); OCR is on; R&D (x)"
    assert i18n.retold(i18n.said("no case is named in: {text}", text=quoted)) == f"找不到案名：{quoted}"
    assert i18n.retold("words nobody knows; and more") == "words nobody knows; and more"
    assert i18n.retold("the row has no name (+4); a word is cut (+2)") == "該列沒有案名（+4）；英文字被切斷（+2）"


def test_in_english_a_kept_text_is_as_it_was_said() -> None:
    i18n.reset()
    assert i18n.retold("no case is named in: 甲案") == "no case is named in: 甲案"


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_messages_stand_in_the_source_where_they_are_found() -> None:
    """Messages inside an f-string are not seen by the tool that collects them."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "_":
                        words = [str(a.value) for a in inner.args if isinstance(a, ast.Constant)]
                        assert not any(len(word.strip()) > 1 for word in words), f"{path}:{node.lineno}"


def test_notes_and_problems_are_kept_texts() -> None:
    """The text of a note or problem is a call of said() or a name, never a text on the spot that no catalogue has."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("Note", "note", "problem") and isinstance(node.args[0], ast.Constant):
                assert not isinstance(node.args[1], ast.Constant | ast.JoinedStr), f"{path}:{node.lineno}"


WALK = """
import typer
from kbbt.cli.app import app
def walk(command, path, parent=None):
    ctx = command.context_class(command, info_name=path[-1], parent=parent)
    print("@", *path)
    print(command.get_help(ctx))
    for name, one in getattr(command, "commands", {}).items():
        walk(one, [*path, name], ctx)
walk(typer.main.get_command(app), ["kbbt"])
"""


def _helps(language: str) -> dict[str, str]:
    environment = {**os.environ, "KBBT_LANG": language, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", WALK], capture_output=True, text=True, check=True, env=environment, encoding="utf-8"
    )
    return {title.strip(): body for title, _line, body in (p.partition("\n") for p in done.stdout.split("\n@") if p)}


def test_help_is_chinese_throughout_and_fits_the_screen() -> None:
    from rich.cells import cell_len

    pages = _helps("zh_TW")
    assert len(pages) > 30
    for title, page in pages.items():
        for line in page.split("\n"):
            told = line if "kbbt " not in line else ""  # usage and examples are commands
            assert HAN.search(told) or not re.search(r"[a-z]{3,} [a-z]{2,}", told), f"{title}: {line}"
            assert cell_len(line) <= 80 or "kbbt " in line, f"{title}: {line}"
        assert re.search(r"^範例：\n  kbbt ", page, re.MULTILINE), title
        assert "用法：kbbt" in page


def test_help_is_english_in_english() -> None:
    for title, page in _helps("en").items():
        for line in page.split("\n"):
            assert not HAN.search(line) or "kbbt " in line or "民國" in line, f"{title}: {line}"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ingest"], "缺少參數 'PATH…'"),
        (["repot"], "沒有指令 'repot'。您是指 'report'"),
        (["report", "--forma", "md"], "沒有選項 --forma（相近的選項：--format）"),
        (["report", "x"], "多餘的參數（x）"),
        (["ingest", "--time-limit", "0", "x"], "不得小於 1"),
        (["report", "--date"], "選項 '--date' 須指定值"),
    ],
)
def test_wrong_use_is_told_in_chinese(
    words: list[str], told: str, chinese: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from kbbt.cli.app import run

    assert run(words) == 2
    said = capsys.readouterr().err
    assert told in said
    assert not re.search(r"Usage|Error|Missing|Try ", said)
