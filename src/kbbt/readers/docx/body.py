"""Blocks of a Word document in reading order: paragraphs with their labels, tables, boxes after their paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kbbt.i18n import _
from kbbt.readers.docx.fields import FieldState
from kbbt.readers.docx.names import MC, R, W, number, toggle, value
from kbbt.readers.docx.numbering import Counters, read_definitions
from kbbt.readers.docx.runs import BOX, REMOVED, Inline, RunReader, pick_branch
from kbbt.readers.docx.styles import Styles
from kbbt.readers.docx.tables import TableReader, cells, rows
from kbbt.readers.flow import Flow, check_nesting

if TYPE_CHECKING:
    from lxml.etree import _Element

    from kbbt.readers.docx.package import Package

_WRAPPERS = frozenset(W + n for n in ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink"))
_ADDED = frozenset({W + "ins", W + "moveTo"})


@dataclass(slots=True)
class _Story:
    """The body, a text box or a note: fields and numbers run on inside it."""

    fields: FieldState
    counters: Counters


@dataclass(slots=True)
class _Pending:
    """A paragraph whose end is not there (deleted, moved away, hidden): the next one goes on with it."""

    inline: Inline = field(default_factory=Inline)
    label: str = ""
    level: int | None = None
    heading: bool = False
    glued: bool = False
    own: bool = False
    """True when the joined paragraph keeps this one's label and level: it begins the line a person sees."""

    def take(self, inline: Inline) -> Inline:
        """``inline`` with what was pending put before it."""
        return Inline(
            self.inline.text + inline.text,
            self.inline.boxes + inline.boxes,
            self.inline.notes + inline.notes,
            self.inline.hidden or inline.hidden,
        )


class BodyReader:
    """Reads the whole document into ``flow``."""

    def __init__(self, package: Package, flow: Flow) -> None:
        self._flow = flow
        self._styles = Styles(package.styles)
        self._runs = RunReader(self._styles, flow)
        self._lists = read_definitions(package.numbering, self._styles)
        self._boxes = Counters(self._lists)
        self._embedded = package.embedded
        self._note_parts = {"footnote": package.footnotes, "endnote": package.endnotes}
        self._notes: list[tuple[str, str]] = []
        self._chunks: set[str | None] = set()
        self._depth = 0

    def read(self, document: _Element) -> None:
        """Read the body, then the foot- and endnotes it refers to, in the order of their marks."""
        body = document.find(W + "body")
        if body is None:
            return
        counters = Counters(self._lists)
        self._blocks(body, _Story(FieldState(body, BOX, REMOVED), counters))
        noted = Counters(self._lists)
        seen: set[tuple[str, str]] = set()
        # Notes may refer to notes; those come after.
        for kind, note_id in self._notes:
            part = self._note_parts.get(kind)
            if part is None or (kind, note_id) in seen:
                continue
            seen.add((kind, note_id))
            for note in part.iterchildren(W + kind):
                if note.get(W + "id") == note_id:
                    self._flow.remark("footnotes")
                    self._blocks(note, _Story(FieldState(note, BOX, REMOVED), noted))
        for name in sorted(counters.unknown | self._boxes.unknown | noted.unknown):
            self._flow.remark("number-format", name)

    def _children(self, container: _Element) -> Iterator[_Element]:
        """Paragraphs, tables and parts of another format, also those inside content controls and the like."""
        stack = [iter(container)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
            elif element.tag in (W + "p", W + "tbl"):
                yield element
            elif element.tag in _WRAPPERS:
                stack.append(iter(element))
            elif element.tag in _ADDED:
                self._flow.remark("tracked-changes")
                stack.append(iter(element))
            elif element.tag in REMOVED:
                self._flow.remark("tracked-changes")
            elif element.tag == MC + "AlternateContent":
                branch = pick_branch(element)
                if branch is not None:
                    stack.append(iter(branch))
            elif element.tag == W + "altChunk":
                yield element

    def _blocks(self, container: _Element, story: _Story, *, covered: bool = False) -> None:
        """Read ``container``; ``covered`` says that nothing of it is seen, so that empty numbers do not count."""
        self._depth += 1
        check_nesting(self._depth)
        pending: _Pending | None = None
        last: _Element | None = None
        for element in self._children(container):
            if element.tag == W + "tbl":
                if pending is not None and last is not None:
                    self._flush(pending, last, story)
                pending = None
                self._table(element, story)
            elif element.tag == W + "altChunk":
                self._chunk(element)
            else:
                last = element
                pending = self._paragraph(element, pending, story, covered)
        if pending is not None and last is not None:
            self._flush(pending, last, story)
        self._depth -= 1

    def _chunk(self, chunk: _Element) -> None:
        """A part of another format, which Word shows as if it stood here."""
        from kbbt.readers.docx.chunks import read_chunk

        # each part once: a file can name the same one a thousand times
        data = self._embedded(name) if (name := chunk.get(R + "id")) not in self._chunks else None
        self._chunks.add(name)
        document = read_chunk(data) if data else None
        if document is None:
            self._flow.remark("not-read", _("a part of another format"))
            return
        self._flow.remark("chunks")
        if any(note.code == "html.struck-out" for note in document.notes):
            self._flow.remark("struck-out")
        for block in document.blocks:
            self._flow.take(block)

    def _flush(self, pending: _Pending, paragraph: _Element, story: _Story) -> None:
        """Nothing follows that could go on with ``pending``, so it stands for itself if anything is seen of it."""
        if pending.own:
            self._add(pending.inline, pending)
        elif pending.inline.text.strip() or pending.inline.boxes:
            self._add(pending.inline, self._head(paragraph, pending.inline, story))

    def _table(self, table: _Element, story: _Story) -> None:
        if self._flow.in_cell:
            for row in rows(table, self._flow):
                for cell in cells(row, self._flow):
                    self._blocks(cell, story)
        else:
            TableReader(self._flow, lambda cell, covered: self._blocks(cell, story, covered=covered)).read(table)

    def _paragraph(
        self, paragraph: _Element, pending: _Pending | None, story: _Story, covered: bool
    ) -> _Pending | None:
        """Read ``paragraph`` after ``pending``; what the next one has to go on with, None when it ends here."""
        inline = self._runs.read(paragraph, story.fields)
        properties = paragraph.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and any(mark.find(W + n) is not None for n in ("ins", "moveTo")):
            self._flow.remark("tracked-changes")
        if mark is not None and any(mark.find(W + n) is not None for n in ("del", "moveFrom")):
            # The mark that is left, that of the following paragraph, says how the joined one looks.
            self._flow.remark("tracked-changes")
            if pending is None:
                return _Pending(inline)
            pending.inline = pending.take(inline)
            return pending
        if pending is not None and pending.own and self._list_level(paragraph) is not None:
            self._add(pending.inline, pending)
            pending = None
        own = pending is not None and pending.own
        joined = pending.take(inline) if pending is not None else inline
        runs_on = self._runs_on(properties, mark)
        if runs_on and not joined.text.strip():
            # Wholly hidden: not seen, not counted.
            return _Pending(joined) if joined.boxes or joined.notes else None
        if covered and not joined.text.strip():
            return None
        head = pending if pending is not None and own else self._head(paragraph, joined, story)
        if runs_on:
            head.inline, head.own = joined, True
            return head
        self._add(joined, head)
        return None

    @staticmethod
    def _runs_on(properties: _Element | None, mark: _Element | None) -> bool:
        """True when the paragraph's end is not seen: a hidden mark (style separator), a drop cap in a frame."""
        frame = properties.find(W + "framePr") if properties is not None else None
        if frame is not None and frame.get(W + "dropCap", "none") != "none":
            return True
        return bool(toggle(mark, "vanish") or toggle(mark, "specVanish"))

    def _head(self, paragraph: _Element, inline: Inline, story: _Story) -> _Pending:
        """The label, level and heading of ``paragraph``; its list counts on."""
        properties = paragraph.find(W + "pPr")
        outline = self._styles.outline(value(properties, "pStyle"))
        own_outline = number(value(properties, "outlineLvl"))
        heading = own_outline < 9 if own_outline is not None else outline.heading
        level = own_outline if own_outline is not None and heading else outline.level if heading else None
        head = _Pending(level=level, heading=heading)
        listed = self._list_level(paragraph)
        # A paragraph that only carries a section break shows no number.
        only_break = not inline.text.strip() and properties is not None and properties.find(W + "sectPr") is not None
        if listed is not None and not only_break:
            head.label = story.counters.advance(*listed)
            head.glued = self._lists[listed[0]].glued(listed[1])
            head.level = head.level if head.level is not None else listed[1]
        return head

    def _list_level(self, paragraph: _Element) -> tuple[int, int] | None:
        """``numId`` and ``ilvl`` of a paragraph that is numbered, by itself or by its style."""
        properties = paragraph.find(W + "pPr")
        direct = properties.find(W + "numPr") if properties is not None else None
        style = self._styles.numbering(value(properties, "pStyle"))
        num_id = number(value(direct, "numId"))
        ilvl = number(value(direct, "ilvl"))
        if num_id is None:
            num_id = style.num_id
        listed = self._lists.get(num_id) if num_id is not None else None
        if not num_id or listed is None:
            return None
        if ilvl is None:
            for style_id, style_level in style.chain:
                ilvl = listed.level_of(style_id)
                ilvl = ilvl if ilvl is not None else style_level
                if ilvl is not None:
                    break
        nearest = listed.nearest(max(0, ilvl or 0))
        return (num_id, nearest) if nearest is not None else None

    def _add(self, inline: Inline, head: _Pending) -> None:
        self._flow.add(inline.text, label=head.label, glued=head.glued, level=head.level, heading=head.heading)
        self._notes.extend(inline.notes)
        for box in inline.boxes:
            self._blocks(box, _Story(FieldState(box, BOX, REMOVED), self._boxes))
