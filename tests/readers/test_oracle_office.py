"""LibreOffice as an oracle: the labels it prints are the labels that are read.

Slow and in need of a program, so only on demand: ``KBBT_ORACLE=1 pytest tests/readers/test_oracle_office.py``.
Where LibreOffice is known to differ from Word (``isLgl``, ``lvlRestart``, ① beyond 20, counting from 100 on) nothing is compared.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kbbt.readers.docx import read_docx
from kbbt.readers.odt import read_odt
from kbbt.readers.options import ReadOptions
from kbbt.text import squeeze

from .build import definition, docx, level, num, para
from .number_formats import number_formats

pytestmark = [
    pytest.mark.skipif(not os.environ.get("KBBT_ORACLE"), reason="slow; set KBBT_ORACLE=1 to compare with LibreOffice"),
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed"),
]

FORMATS = (
    "decimal", "decimalZero", "decimalEnclosedCircle", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter",
    "taiwaneseCounting", "taiwaneseCountingThousand", "chineseCounting", "chineseCountingThousand",
    "chineseLegalSimplified", "ideographTraditional", "ideographZodiac", "ideographLegalTraditional",
)  # fmt: skip


def word_list() -> bytes:
    """Every format from 1 to 20, and the levels of minutes with restarts and a second list."""
    numbering = "".join(definition(i, level(0, name, "%1、")) + num(i, i) for i, name in enumerate(FORMATS, 1))
    body = "".join(para("案", num=i, lvl=0) for i in range(1, len(FORMATS) + 1) for _ in range(20))
    levels = (
        level(0, "ideographLegalTraditional", "%1、"),
        level(1, "taiwaneseCounting", "%2、"),
        level(2, "decimal", "%1-%3."),
    )
    numbering = definition(99, *levels) + numbering + num(98, 99) + num(99, 99)
    uses = [(0, 98), (1, 98), (2, 98), (2, 99), (1, 99), (2, 98), (0, 99), (2, 98), (0, 98)]
    return docx(body + "".join(para("案", num=n, lvl=i) for i, n in uses), {"numbering": numbering})


def test_libreoffice_prints_the_same(tmp_path: Path) -> None:
    files = {"word.docx": word_list(), "template.ott": number_formats()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), *(str(tmp_path / name) for name in files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    for name, reader in (("word.docx", read_docx), ("template.ott", read_odt)):
        printed = (tmp_path / name).with_suffix(".txt").read_text("utf-8-sig").splitlines()
        read = reader(files[name], ReadOptions()).paragraphs()
        assert [squeeze(p.text) for p in read] == [squeeze(line) for line in printed if line.strip()]
