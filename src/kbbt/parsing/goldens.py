"""Documents with golden records beside them: what the declarations make of each, against what it should be.

The golden record of ``minutes.docx`` is ``minutes.docx.golden.json``: the records as JSON, without the places, which
change with a document's layout and not with its meaning.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kbbt.document import Document
from kbbt.errors import KbbtError
from kbbt.i18n import _
from kbbt.jsonio import dumps
from kbbt.parsing import parse
from kbbt.parsing.family import Declarations
from kbbt.readers import read
from kbbt.records import Source
from kbbt.repair import repair

SUFFIX = ".golden.json"


@dataclass(frozen=True, slots=True)
class Golden:
    """What became of one document: ``diff`` are the lines of a unified diff, ``message`` why it could not be read."""

    document: Path
    golden: Path
    status: Literal["same", "different", "missing", "written", "failed"]
    diff: tuple[str, ...] = ()
    message: str = ""

    @property
    def is_good(self) -> bool:
        """True when there is nothing to look at."""
        return self.status in ("same", "written")


def golden_text(source: Source) -> str:
    """The golden record of ``source``: its JSON without places, empty fields and what depends on the machine."""
    return dumps(_without(source.model_dump(mode="json"))) + "\n"


def _without(item: Any) -> Any:
    if isinstance(item, dict):
        kept = {k: _without(v) for k, v in item.items() if k not in ("places", "source", "case", "id")}
        return {k: v for k, v in kept.items() if v not in (None, [], {}, "")}
    return [_without(i) for i in item] if isinstance(item, list) else item


def _read(path: Path) -> Document:
    return repair(read(path.read_bytes(), path.name))


def run_goldens(
    folder: Path,
    declarations: Declarations,
    *,
    update: bool = False,
    reader: Callable[[Path], Document] = _read,
) -> list[Golden]:
    """Read every document in ``folder`` and compare it with the golden record beside it; a report for each, by name.

    ``update`` writes the records that are missing or differ, for review. ``reader`` makes the repaired document; a file
    it cannot read is reported, and the others are still run. A golden record without its document is reported, too.
    """
    found: list[Golden] = []
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))
    for path in paths:
        if path.name.endswith(SUFFIX):
            document = path.with_name(path.name.removesuffix(SUFFIX))
            if not document.exists():
                found.append(
                    Golden(document, path, "failed", message=_("the document of this golden record is missing"))
                )
            continue
        golden = path.with_name(path.name + SUFFIX)
        if not golden.exists() and (path.suffix.lower() in (".toml", ".json") or path.stem.lower() == "readme"):
            continue
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            source = parse(reader(path), declarations, source=digest, name=path.name)
        except KbbtError as error:
            found.append(Golden(path, golden, "failed", message=str(error)))
            continue
        found.append(_compared(path, golden, golden_text(source), update=update))
    return found


def _compared(path: Path, golden: Path, text: str, *, update: bool) -> Golden:
    before = golden.read_text(encoding="utf-8") if golden.exists() else None
    if before == text:
        return Golden(path, golden, "same")
    lines = tuple(
        difflib.unified_diff(
            (before or "").splitlines(), text.splitlines(), golden.name, _("read now"), lineterm="", n=2
        )
    )
    if update:
        golden.write_text(text, encoding="utf-8", newline="\n")
        return Golden(path, golden, "written", lines)
    return Golden(path, golden, "missing" if before is None else "different", lines)
