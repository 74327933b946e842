"""The truth about the two samples, read independently of the program (python-docx; a hand-written table)."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.table import Table

from kbbt.text import squeeze

HERE = Path(__file__).resolve().parent


@cache
def status_truth() -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups with (name, text) of every row of the published table, white space aside, by python-docx alone."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    document = docx.Document(str(HERE.parent / "samples" / "status_113-07-11.docx"))
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = [(squeeze(row.cells[0].text), squeeze(row.cells[1].text)) for row in block.rows]
            groups[-1][1].extend(row for row in rows if row[0] != "方案名稱")
        elif re.match(r"\([一二三四五六七八]\)", block.text):
            groups.append((block.text.strip()[3:], []))
    return groups


def minutes_truth() -> list[tuple[Any, ...]]:
    """The twelve meetings as written down by hand in ``minutes_truth.json``, oldest first."""
    data = json.loads((HERE / "minutes_truth.json").read_text(encoding="utf-8"))
    return [
        (
            one["year"], one["ordinal"], one["starts_at"], one["ends_at"], squeeze(one["venue"]), squeeze(one["chair"]),
            one["recorder"], [tuple(map(squeeze, mention)) for mention in one["subjects"]], one["declared"],
        )
        for one in data
    ]  # fmt: skip
