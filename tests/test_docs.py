"""What is made from the program is up to date: command reference, templates reference, README sessions."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "words",
    [
        ["tools/make_docs.py", "--check"],
        ["tools/sessions.py", "--check", "README.md"],
        ["tools/sessions.py", "--check", "README.zh-TW.md"],
        ["tools/sessions.py", "--check", "docs/parsers.md"],
        ["tools/make_pictures.py", "--check"],
    ],
    ids=" ".join,
)
def test_generated_pages_are_current(words: list[str]) -> None:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def test_every_command_has_an_example_in_its_help() -> None:
    pages = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for heading, body in re.findall(r"^#+ kbbt ([^\n]+)\n\n```text\n(.*?)```", pages, re.MULTILINE | re.DOTALL):
        if "Commands:" not in body and " " not in heading:
            text = body.split("Options:")[0].replace("Usage: kbbt", "")
            assert re.search(rf"^ +kbbt {heading}\b", text, re.MULTILINE), heading


def test_the_readme_opens_with_a_session() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("```console\n$ kbbt") < 1200


def test_pages_link_to_what_is_there() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_no_page_names_an_address_of_one_machine() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        assert not re.search(r"/home/|/tmp/[a-z]|C:\\Users", path.read_text(encoding="utf-8")), path


def test_make_demo_does_what_the_readme_says(tmp_path: Path) -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\ndemo:")[1].split("\n\n")[0]
    commands = re.findall(r"^\t\$\(BIN\)/(kbbt .*)$", recipe, re.MULTILINE)
    assert [line.split()[1] for line in commands] == ["ingest", "report", "diff"]
    for line in commands:
        words = line.replace(".demo", str(tmp_path / "store")).split()[1:]
        done = subprocess.run([sys.executable, "-m", "kbbt", *words], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout or words[0] == "ingest"
