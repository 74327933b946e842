"""Imports go one way: the table in ARCHITECTURE.md, held against the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import kbbt

SOURCE = Path(kbbt.__file__).parent
# From the outermost room to the innermost; a room may import itself and what stands after it.
ORDER = [
    "cli", "renderers", "views", "ingest", "store", "register", "parsing", "repair", "readers",
    "dates", "labels", "numerals", "text", "records", "document", "jsonio", "resources", "errors", "i18n",
]  # fmt: skip
FOUNDATION = {"dates", "labels", "numerals", "text", "records", "document", "jsonio", "resources", "errors", "i18n"}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("kbbt.")} & set(ORDER)


def test_every_room_is_in_the_order() -> None:
    rooms = {
        room_of(path)
        for path in SOURCE.rglob("*.py")
        if path.parent != SOURCE or path.stem not in ("__init__", "__main__")
    }
    assert rooms - {"__init__.py", "__main__.py", "parsers", "templates"} <= set(ORDER)


def test_imports_go_one_way() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        room = room_of(path)
        if room not in ORDER:
            continue
        for other in imported(path):
            inward = ORDER.index(other) >= ORDER.index(room) or (room in FOUNDATION and other in FOUNDATION)
            if not inward:
                wrong.append(f"{path.relative_to(SOURCE)} imports {other}")
    assert not wrong, wrong


def test_the_table_in_the_docs_names_every_room() -> None:
    text = (Path(__file__).resolve().parents[1] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)(?:/|\.py)`", text))
    assert {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()} <= named
