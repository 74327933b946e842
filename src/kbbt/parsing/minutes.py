"""Minutes: the meetings in a document, each with its fields, its sections and its motions."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.dates import parse_date_time, parse_time, western_year
from kbbt.document import Block, Document, Paragraph, Table
from kbbt.i18n import said
from kbbt.labels import Label
from kbbt.parsing.broken import names_joined
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.forms import unfolded
from kbbt.parsing.headings import names_section
from kbbt.parsing.items import HeadingLine, ItemReader
from kbbt.parsing.labelled import Labelled, read_labelled
from kbbt.parsing.outline import is_inside, label_of, outline, printed_label
from kbbt.parsing.parts import by_first_part, parts_of, triples
from kbbt.parsing.reading import Reading, places_of, plain, quote, text_of
from kbbt.parsing.tables import one_line, read_columns
from kbbt.parsing.title import Title, find_titles
from kbbt.records import Meeting, Motion, Section
from kbbt.text import join_lines

_ATTRIBUTES = ("venue", "chair", "recorder", "attendees")
_PRINTED = ("time", "end")


def read_minutes(document: Document, reading: Reading) -> list[Meeting]:
    """Every meeting in ``document``, in order. Text before the first title becomes a problem that quotes it."""
    blocks = names_joined(unfolded(document.blocks, reading.family), reading.family)
    titles = find_titles(blocks, reading.family)
    if not titles:
        reading.problem("title", said("no title of a meeting was found"))
        titles = [Title(0, 0)]
    before = [b for b in blocks[: titles[0].start] if text_of([b])]
    if before:
        reading.problem("unread", said("text before the first title: {text}", text=text_of(before)), before)
    ends = [t.start for t in titles[1:]] + [len(blocks)]
    return [
        _MeetingReader(reading, title).read(blocks[title.start : title.end], blocks[title.end : end])
        for title, end in zip(titles, ends, strict=True)
    ]


@dataclass
class _Heading:
    """A heading of the meeting and the blocks under it. ``role`` is None when no declaration names it."""

    line: HeadingLine
    role: str | None
    blocks: list[Block] = field(default_factory=list)


class _MeetingReader:
    """Reads the blocks of one meeting."""

    def __init__(self, reading: Reading, title: Title) -> None:
        self._reading = reading
        self._family: Family = reading.family
        self._title = title
        self._values: dict[str, list[str]] = {}
        self._blocks_of: dict[str, list[Block]] = {}
        self._headings: list[_Heading] = []
        self._open_field: str | None = None
        self._number = 0

    def read(self, title_blocks: Sequence[Block], blocks: Sequence[Block]) -> Meeting:
        self._top = self._top_kind(blocks)
        for block in blocks:
            self._take(block)
        sections, motions, fields = self._contents()
        starts_at, ends_at = self._times()
        if not self._title.group_known:
            told = said("no declaration knows the group {group}", group=self._title.group)
            self._reading.problem("unknown-group", told, title_blocks)
        printed = {k: "\n".join(v) for k, v in self._values.items() if k not in _ATTRIBUTES}
        return Meeting(
            platform=self._title.platform,
            group=self._title.group,
            level=self._title.level,
            year=self._title.year,
            ordinal=self._title.ordinal,
            title=self._title.text,
            starts_at=starts_at,
            ends_at=ends_at,
            venue=self._value("venue"),
            chair=self._value("chair"),
            recorder=self._value("recorder"),
            attendees=self._value("attendees"),
            fields={**printed, **fields, **self._edition()},
            sections=sections,
            motions=motions,
            places=places_of(title_blocks),
        )

    def _edition(self) -> dict[str, str]:
        edition = self._title.edition or self._reading.edition
        return {"edition": edition} if edition else {}

    def _value(self, key: str) -> str | None:
        lines = [v for v in self._values.get(key, []) if v]
        return "\n".join(lines) or None

    def _top_kind(self, blocks: Sequence[Block]) -> str | None:
        """The kind of the labels that stand before fields and headings: 壹、 here, 一、 or 甲、 elsewhere."""
        kinds: Counter[str] = Counter()
        for block in blocks:
            label = label_of(block) if isinstance(block, Paragraph) else None
            if label is None or not isinstance(block, Paragraph):
                continue
            body = block.text[label.end :]
            if self._heading_at(body, label) or read_labelled(body, self._family.fields, strict=False):
                kinds[label.kind] += 1
        return kinds.most_common(1)[0][0] if kinds else None

    def _heading_at(self, body: str, label: Label | None) -> tuple[str, str, str] | None:
        """Key, name and rest when ``body`` begins with the name of a heading."""
        folded = Folded(body)
        found = self._family.headings.at_start(folded.text)
        if found is None:
            return None
        key, match = found
        end = match.end()
        follows = folded.text[end : end + 1]
        spaced = bool(follows) and folded.raw_start(end) > 0 and folded.raw[folded.raw_start(end) - 1].isspace()
        if follows and follows not in ":(" and not (label is not None and (spaced or follows == "。")):
            return None
        rest = folded.rest(end + (follows == ":")) if end < len(folded.text) - (follows == ":") else ""
        return key, folded.cut(match.start(), end), rest.lstrip("：:")

    def _take(self, block: Block) -> None:
        if not isinstance(block, Paragraph):
            self._content(block)
            return
        label = label_of(block)
        top = label is not None and label.kind == self._top and not self._is_item(block, label)
        if label is not None and not top:
            self._content(block)
            return
        body = block.text[label.end :] if label else block.text
        inside = self._headings[-1] if self._headings else None
        if label is None and inside is not None and inside.role != "text" and parts_of(block, self._family):
            self._content(block)
        elif self._take_heading(block, body, label) or self._take_fields(block, body, label):
            if label is not None and label.number is not None:
                self._number = label.number
            elif self._headings and self._open_field is None:
                self._number = 10_000  # an unlabelled heading: labels of this kind are items now
        elif label is not None and label.number == self._number + 1:
            self._number += 1
            self._undeclared(block, body, label)
        else:
            self._content(block)

    def _is_item(self, block: Paragraph, label: Label) -> bool:
        """True for an item of a list inside the list of the headings that is numbered as they are: 1. under 5."""
        heading = self._headings[-1] if self._headings else None
        if heading is None or not is_inside(block, heading.line.paragraph):
            return False
        begun = any(isinstance(b, Paragraph) and b.label and b.level == block.level for b in heading.blocks)
        return begun or label.number == 1

    def _take_heading(self, block: Paragraph, body: str, label: Label | None) -> bool:
        found = self._heading_at(body, label)
        if found is None:
            return False
        key, name, rest = found
        line = HeadingLine(printed_label(label) if label else "", name, rest, block)
        self._headings.append(_Heading(line, self._family.rule.headings[key].role))
        self._open_field = None
        return True

    def _take_fields(self, block: Paragraph, body: str, label: Label | None) -> bool:
        found = read_labelled(body, self._family.fields, strict=label is None, apart=False)
        for one in found:
            self._check_sitting(one, block)
        # in the text of the meeting 時間：… may be anybody's; a field is told once
        if not found or (self._headings and label is None and found[0].key in self._values):
            return False
        for one in found:
            self._values.setdefault(one.key, []).append(one.value)
            self._blocks_of.setdefault(one.key, []).append(block)
        self._open_field = found[-1].key
        return True

    def _check_sitting(self, one: Labelled, block: Paragraph) -> None:
        """A second time on another day may begin a meeting that has no title: what follows is read with this one."""
        if one.key != "time" or "time" not in self._values:
            return
        before = parse_date_time(plain(one_line("\n".join(self._values["time"])))).date
        day = parse_date_time(plain(one.value)).date
        if before is not None and day is not None and day != before:
            told = said("perhaps another meeting, without a title, begins here: {text}", text=quote(block.text))
            self._reading.problem("sitting", told, [block])

    def _undeclared(self, block: Paragraph, body: str, label: Label) -> None:
        name, _, rest = body.partition("：") if "：" in body else body.partition(":")
        role = "resolutions" if names_section(name, self._family) else None
        self._headings.append(_Heading(HeadingLine(printed_label(label), name.strip(), rest.strip(), block), role))
        self._open_field = None

    def _content(self, block: Block) -> None:
        if self._open_field is not None:
            self._values[self._open_field].append(text_of([block]))
            self._blocks_of[self._open_field].append(block)
        elif self._headings:
            self._headings[-1].blocks.append(block)
        elif text_of([block]):
            self._values.setdefault("preamble", []).append(text_of([block]))

    def _contents(self) -> tuple[list[Section], list[Motion], dict[str, str]]:
        sections: list[Section] = []
        motions: list[Motion] = []
        fields: dict[str, str] = {}
        for heading in self._headings:
            role = heading.role
            if role == "resolutions" or (role == "discussion" and self._decides(heading)):
                items = ItemReader(self._reading)
                sections.extend(items.sections(heading.line, heading.blocks))
                fields.update(items.left)
                continue
            if role == "motions":
                motions.extend(self._motions(heading))
                continue
            text = "\n".join(t for t in (heading.line.rest, text_of(heading.blocks)) if t)
            if role is None and text:
                own = [heading.line.paragraph] if heading.line.paragraph else []
                self._reading.problem(
                    "undeclared-heading",
                    said("no declaration names the heading {heading}", heading=quote(heading.line.name)),
                    own,
                )
            name = heading.line.name
            fields[name] = f"{fields[name]}\n{text}" if name in fields else text
        return sections, motions, fields

    def _decides(self, heading: _Heading) -> bool:
        roles = {self._family.rule.parts[p.key].role for b in heading.blocks for p in parts_of(b, self._family)}
        if "decision" in roles:
            return True
        tables = [read_columns(b, self._family) for b in heading.blocks if isinstance(b, Table)]
        ticks = [k for k, c in self._family.rule.table.columns.items() if c.tick is not None]
        return any(t is not None and any(t.has(k) for k in ("decision", *ticks)) for t in tables)

    def _motions(self, heading: _Heading) -> list[Motion]:
        rest = [] if self._family.is_nothing(heading.line.rest) else [Paragraph(heading.line.rest)]
        blocks: list[Block] = [*rest, *heading.blocks]
        grouped = triples(heading.blocks, self._family)
        if grouped is not None:
            items: list[Sequence[Block]] = [[*rest, *grouped.before]]
            for group in grouped.groups:
                items.extend([group.blocks, *(p.blocks for p in group.items)])
        else:
            root = outline(blocks, self._family.rule.levels)
            items = [*by_first_part(root.body, self._family), *(list(c.blocks()) for c in root.children)]
        own = heading.line.paragraph
        return [
            Motion(text=text_of(item), places=places_of([*([own] if own and item is items[0] else []), *item]))
            for item in items
            if not self._family.is_nothing(text_of(item))
        ]

    def _times(self) -> tuple[dt.datetime | None, dt.datetime | None]:
        words = plain(one_line("\n".join(self._values.get("time", []))))
        year = western_year(self._title.year) if self._title.year else None
        if not words:
            self._reading.problem("date", said("{meeting}: the meeting says no time", meeting=self._where()))
            return None, None
        found = parse_date_time(words, context_year=year)
        blocks = self._blocks_of.get("time", [])
        if found.date is None:
            told = (
                said("{meeting}: there is no such day: {words}", meeting=self._where(), words=quote(words))
                if "impossible-date" in found.contradictions
                else said("{meeting}: no date can be read: {words}", meeting=self._where(), words=quote(words))
            )
            self._reading.problem("date", told, blocks)
            return None, None
        if found.time is None:
            self._reading.problem("time", self._no_time(quote(words)), blocks)
        starts_at = dt.datetime.combine(found.date, found.time or dt.time())
        return starts_at, self._end(found.date, found.end)

    def _end(self, day: dt.date, stated: dt.time | None) -> dt.datetime | None:
        lines = self._values.get("end", [])
        words = "".join(lines).strip("。．. ")
        time = parse_time(plain(" ".join(lines))) if words else stated
        if time is None and words:
            words = quote(" ".join(lines))
            self._reading.problem("time", self._no_time(words), self._blocks_of["end"])
        return dt.datetime.combine(day, time) if time else None

    def _no_time(self, words: str) -> str:
        return said("{meeting}: no time of day can be read from {words}", meeting=self._where(), words=words)

    def _where(self) -> str:
        return quote(join_lines(self._title.text, "")) or said("the meeting")
