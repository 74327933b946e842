"""Minutes by many hands, ``hands/*.txt``: each file is a document, a line ``---``, and what a careful reader makes of it.

The lines behind ``---`` are the meeting's fields, ``S`` a section (label | heading | declared totals), ``R`` a resolution
(label and group | cases, ``<`` before a predecessor | disposition | evidence; ``A=delist (words)`` where its cases differ), ``M`` a
motion, ``P`` the codes of what is asked or told.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kbbt.labels import split_label
from kbbt.parsing import Declarations, parse
from kbbt.records import Meeting, Mention, Source
from kbbt.repair import repair
from kbbt.text import fold
from tests.parsing.conftest import document

HANDS = sorted((Path(__file__).parent / "hands").glob("*.txt"))


def _mention(mention: Mention) -> str:
    own = f"={mention.disposition} ({mention.evidence})" if mention.disposition else ""
    return ("<" if mention.role == "predecessor" else "") + mention.name + own


def told(meeting: Meeting) -> list[str]:
    """The meeting in the lines of a file."""
    title = (meeting.platform, meeting.group, meeting.year, meeting.ordinal, meeting.level)
    lines = [" ".join(str(part) for part in title)]
    lines.append(f"{meeting.starts_at:%Y-%m-%d %H:%M} {f'{meeting.ends_at:%H:%M}' if meeting.ends_at else None}")
    for name in ("venue", "chair", "recorder", "attendees"):
        value = getattr(meeting, name)
        lines.append(f"{name}: {value.replace(chr(10), ' / ') if value else None}")
    for section in meeting.sections:
        totals = ", ".join(f"{t.kind} {t.count}" for t in section.declared)
        lines.append(f"S {section.label} | {section.heading} | {totals}".rstrip())
        for r in section.resolutions:
            cases = "; ".join(_mention(m) for m in r.mentions)
            group = f" [{r.fields['group']}]" if "group" in r.fields else ""
            lines.append(f"R {r.label}{group} | {cases} | {r.disposition or '-'} | {r.evidence or ''}".rstrip())
    return lines + [f"M {motion.text.replace(chr(10), ' / ')}" for motion in meeting.motions]


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [s for k, v in value.items() for s in (k, *_strings(v))]
    if isinstance(value, list):
        return [s for v in value for s in _strings(v)]
    return [value] if isinstance(value, str) else []


def lost(text: str, source: Source) -> list[str]:
    """The sentences of ``text`` that stand in no record and no problem; names of fields and of headings are no sentences."""
    kept = "\0".join(fold(s) for s in _strings(json.loads(source.model_dump_json())))
    found: list[str] = []
    for piece in re.split(r"[\n。；|/<（]|[ \u3000]{2,}", text):
        label = split_label(piece)
        whole = fold(piece[label.end :] if label else piece).rstrip(":")
        name, colon, value = whole.partition(":")
        is_name = len(name) <= 8 and (not colon or value.strip("()") in ("無", ""))
        if whole and not is_name and whole not in kept and not (len(name) <= 10 and value and value in kept):
            found.append(piece)
    return found


@pytest.mark.parametrize("path", HANDS, ids=lambda p: p.stem)
def test_hand(declarations: Declarations, path: Path) -> None:
    text, _, truth = path.read_text(encoding="utf-8").partition("\n---\n")
    source = parse(repair(document(text)), declarations, source="0" * 64, name=path.name)
    codes = sorted({p.code.removeprefix("parser.") for p in source.problems})
    got = [line for meeting in source.meetings for line in told(meeting)]
    assert [*got, *(f"P {code}" for code in codes)] == truth.splitlines()
    assert lost(text, source) == []


@pytest.mark.parametrize("family", ["working-group-minutes", "deputy-mayors-minutes"])
def test_many_hands_in_one_file(declarations: Declarations, family: str) -> None:
    texts = [path.read_text(encoding="utf-8").partition("\n---\n")[0] for path in HANDS]
    sources = [parse(document(text), declarations, source="0" * 64, name="one.txt") for text in texts]
    chosen = [i for i, source in enumerate(sources) if source.family == family]
    whole = parse(document("\n".join(texts[i] for i in chosen)), declarations, source="0" * 64, name="all.txt")
    assert [told(m) for m in whole.meetings] == [told(m) for i in chosen for m in sources[i].meetings]
