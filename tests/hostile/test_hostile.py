"""Each hostile file ends in a named error or in right records, within the limits, and harms nothing else.

The suite takes the files that try different things; ``KBBT_HOSTILE=all`` takes the whole corpus.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kbbt import errors
from kbbt.errors import ExitCode
from kbbt.store import Store
from kbbt.text import INVISIBLE
from tests.hostile.corpus import files, make
from tests.hostile.making import HEADING, OPENING
from tests.store.making import tree

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows limits neither memory nor CPU time; the docs say so")

ROOT = Path(__file__).resolve().parents[2]
ALL = os.environ.get("KBBT_HOSTILE") == "all"
CPU = "20" if ALL else "2"
SAMPLE = [
    "docx_bomb.docx", "docx_deep.docx", "docx_external.docx", "docx_fields.docx", "docx_laughs.docx",
    "docx_long_paragraph.docx", "docx_lying_sizes.docx", "docx_many_members.docx", "docx_names.docx",
    "docx_numbers.docx", "docx_relations_loop.docx", "docx_spans.docx", "docx_style_loop.docx", "docx_sum_bomb.docx",
    "docx_traversal.docx", "docx_twice.docx", "docx_wide_table.docx", "docx_xxe.docx", "empty.pdf", "html_deep.html",
    "html_lists.html", "html_script.html", "html_wide.html", "jpeg_huge.jpg", "odt_blanks.odt", "odt_laughs.odt",
    "odt_repeats.odt", "odt_sheet.odt", "odt_style_loop.odt", "pdf_cut.pdf", "pdf_deep_arrays.pdf",
    "pdf_double_flate.pdf", "pdf_form_loop.pdf", "pdf_glyph_programs.pdf", "pdf_length_loop.pdf",
    "pdf_many_annotations.pdf", "pdf_million_operators.pdf", "pdf_odd_numbers.pdf", "pdf_page_count.pdf",
    "pdf_page_tree_deep.pdf", "pdf_page_tree_loop.pdf", "pdf_trees_loop.pdf", "pdf_xref_stream.pdf",
    "pdf_xref_wrong.pdf", "png_bomb.png", "png_texts.png", "txt_blanks.txt", "txt_escapes.txt", "txt_invisible.txt",
    "txt_numerals.txt", "txt_surrogates.txt", "txt_utf16_bare.txt", "txt_utf16_surrogates.txt", "txt_utf32.txt",
    "txt_zeros.txt", "zip_same_bytes.docx",
]  # fmt: skip
SOUND = "sound.txt"
NAMED = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.KbbtError)}

Told = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, dict[str, Any], Store]:
    """The corpus, with a sound file before and after each dozen, ingested in one batch."""
    folder = tmp_path_factory.mktemp("hostile")
    inbox = folder / "in"
    inbox.mkdir()
    for name, data in files() if ALL else ((name, make(name)) for name in SAMPLE):
        (inbox / name).write_bytes(data)
    for n, name in enumerate(("0", "m", "z")):
        (inbox / f"{name}_{SOUND}").write_text(
            HEADING + OPENING + f"一、列管合作案(共1案)：\n(一)案{n}：本案持續列管。\n"
        )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.driver", str(inbox), str(folder / "store"), CPU],
        env=env,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    told = json.loads(done.stdout)
    if ALL:
        print(done.stderr.decode(), done.stdout.decode())
    return {one["name"]: one for one in told["outcomes"]}, told, Store(folder / "store")


def test_each_ends_in_records_or_a_named_error_with_a_remedy(run: tuple[Told, dict[str, Any], Store]) -> None:
    outcomes, told, _store = run
    assert not told["failure"]
    assert len(outcomes) >= len(SAMPLE) + 3
    for name, one in outcomes.items():
        assert one["result"] in ("new", "failed"), one
        if one["result"] == "failed":
            assert one["error"] in NAMED, name
            assert one["code"] not in (ExitCode.OK, ExitCode.INTERNAL), f"{name}: {one['message']}"
            assert one["message"], name
            assert one["remedy"], name


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured where there is a /proc")
def test_the_whole_run_stays_under_a_gigabyte(run: tuple[Told, dict[str, Any], Store]) -> None:
    assert 1 << 20 < run[1]["peak"] < 1 << 30


def test_failures_leave_no_trace_and_the_sound_files_are_there(run: tuple[Told, dict[str, Any], Store]) -> None:
    outcomes, _told, store = run
    new = {one["source"] for one in outcomes.values() if one["result"] == "new"}
    assert {source.id for source in store.sources()} == new
    assert {name for name in outcomes if name.endswith(SOUND)} <= {
        n for n, o in outcomes.items() if o["result"] == "new"
    }
    assert store.verify() == []
    assert set(tree(store.path)) == {"store.json", "register.json", *(f"sources/{sha}.json" for sha in new)}
    assert not list(Path("/tmp").glob("kbbt-was-here*"))
    assert not Path("/etc/kbbt-was-here").exists()


def test_what_was_stored_is_clean(run: tuple[Told, dict[str, Any], Store]) -> None:
    store = run[2]
    for path in store.layout.source_files():
        text = json.dumps(json.loads(path.read_bytes()), ensure_ascii=False)
        text.encode("utf-8")
        assert not re.search(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{INVISIBLE}]", text), path
        assert "root:" not in text


def test_what_can_be_read_all_the_same_is_read_rightly(run: tuple[Told, dict[str, Any], Store]) -> None:
    names: dict[str, list[str]] = {}
    for source in run[2].sources():
        resolutions = [
            one for meeting in source.meetings for section in meeting.sections for one in section.resolutions
        ]
        names[source.name] = [mention.name for one in resolutions for mention in one.mentions]
    assert names["txt_invisible.txt"] == ["案名"]
    assert names["txt_utf16_bare.txt"] == ["案名"]
    assert "docx_external.docx" in names


@pytest.mark.parametrize("name", [name for name in SAMPLE if "laughs" in name or "xxe" in name or "bomb" in name])
def test_bombs_and_entities_are_errors(run: tuple[Told, dict[str, Any], Store], name: str) -> None:
    assert run[0][name]["result"] == "failed"
