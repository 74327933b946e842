"""Resolutions: the items under a heading, one to a label, to a 案由/決議 triple, or to a table row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.document import Block, Paragraph, Table
from kbbt.i18n import said
from kbbt.parsing.brackets import Brackets
from kbbt.parsing.dispositions import (
    Hit,
    Verdict,
    agrees,
    decide,
    decide_each,
    decide_heading,
    decide_proposal,
    hits,
    options_apart,
    refuses,
)
from kbbt.parsing.folded import Folded
from kbbt.parsing.headings import is_heading, names_section, split_heading, without_brackets
from kbbt.parsing.names import Named, find_names, subject_words
from kbbt.parsing.outline import Node, label_of, outline, printed_label
from kbbt.parsing.parts import Parts, Triples, read_parts, triples
from kbbt.parsing.reading import Reading, places_of, quote, text_of
from kbbt.parsing.sums import Sums
from kbbt.parsing.tables import further_fields, one_line, read_columns, read_rows, ticked, whole_row
from kbbt.parsing.totals import declared_totals
from kbbt.records import Disposition, Mention, Place, Relation, Resolution, Section

_COLONS = ":："
_CLOSING: frozenset[Disposition] = frozenset({"delist", "propose-delist", "withdraw"})
_PASSED_ON: frozenset[Relation | None] = frozenset({"merged", "split"})


@dataclass
class _Open:
    """A section while its items are read. ``above`` are the headings around an item, the innermost last."""

    label: str
    heading: str
    resolutions: list[Resolution] = field(default_factory=list)


@dataclass
class _Item:
    """One item read, before what it decides is known. ``after`` is where the case's name ends in the first deciding text."""

    label: str
    text: str
    blocks: Sequence[Block]
    named: Named
    deciding: Sequence[str]
    after: int = 0
    proposals: Sequence[str] = ()
    fields: dict[str, str] = field(default_factory=dict)
    places: Sequence[Place] = ()
    """Where a row stands; an item of ``blocks`` has theirs."""


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading of the minutes: its label and name as printed, and what follows the name on its line."""

    label: str
    name: str
    rest: str
    paragraph: Paragraph | None


class ItemReader:
    """Reads what stands under one heading into sections of resolutions."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._family = reading.family
        self.left: dict[str, str] = {}
        """Headings with words that no section keeps, for the meeting's fields: 會議結論 → (依列管案類型)."""

    def sections(self, heading: HeadingLine, blocks: Sequence[Block]) -> list[Section]:
        """The sections under ``heading`` in order; items that stand directly under it are in one with its own label."""
        if self._family.is_nothing(heading.rest) and self._family.is_nothing(text_of(blocks)):
            return []
        grouped = triples(blocks, self._family)
        if grouped is not None:
            return self._from_triples(heading, grouped)
        root = outline(blocks, self._family.rule.levels, lambda text: names_section(text, self._family))
        direct = _Open(heading.label, heading.name)
        sections = [direct]
        self._take_rest(heading, root, direct)
        self._body(root.body, direct, [])
        for child in root.children:
            if self._is_section(child):
                head, rest = split_heading(child.words)
                label = child.label if child.label is not None and child.label.number is not None else None
                section = _Open(printed_label(label) if label is not None else "", head)
                sections.append(section)
                self._inside(child, rest, section, [head])
            else:
                # an item directly under the heading after a section of its own: back to the heading
                if sections[-1] is not direct and direct.resolutions:
                    direct = _Open(heading.label, heading.name)
                    sections.append(direct)
                elif direct not in sections[-1:]:
                    direct = _Open(direct.label, direct.heading)
                    sections.append(direct)
                direct.resolutions.append(self._resolution(child, [direct.heading]))
        if not sections[0].resolutions and sections[0].heading != heading.name:
            self.left[heading.name] = heading.rest
        return [self._record(s) for s in sections if s.resolutions or (s.heading and s is not sections[0])]

    def _record(self, section: _Open) -> Section:
        return Section(
            label=section.label,
            heading=section.heading,
            declared=declared_totals(section.heading, self._family),
            resolutions=section.resolutions,
        )

    def _take_rest(self, heading: HeadingLine, root: Node, direct: _Open) -> None:
        """What follows the heading's name on its line: a heading of its own, a remark, or a resolution."""
        rest = heading.rest.strip()
        if not rest:
            return
        folded = Folded(rest)
        brackets = Brackets(folded.text)
        is_remark = folded.text.startswith("(") and brackets.close.get(0) == len(folded.text.rstrip(":")) - 1
        head, after = split_heading(rest)
        if is_remark:
            direct.heading = f"{heading.name}{head}"
        elif (
            (root.children or root.body)
            and not after
            and (names_section(head, self._family) or declared_totals(head, self._family))
        ):
            direct.heading = head
        else:
            root.body.insert(0, Paragraph(rest, places=heading.paragraph.places if heading.paragraph else ()))

    def _is_section(self, node: Node) -> bool:
        """True for a heading inside the resolutions: by its declared name, by a total it states, or by what stands below."""
        head, rest = split_heading(node.words)
        below = bool(node.children or node.body)
        named = names_section(head, self._family)
        counted = bool(declared_totals(head, self._family))
        if rest:
            if self._family.is_nothing(rest):
                return named or counted
            own_name = bool(find_names([rest], self._family).mentions) and split_heading(rest)[1] != ""
            return (named or counted) and (bool(node.children) or own_name)
        if not below:
            return named
        if named:
            return True
        if len(find_names([head], self._family).mentions) > 1:
            return False
        if counted:
            return True
        return self._holds_cases(node, head)

    def _holds_cases(self, node: Node, head: str) -> bool:
        folded = Folded(without_brackets(head)).text
        if not node.children or any(p.search(folded) for p in self._family.endings):
            return False
        heads = [bool(find_names([c.words], self._family).mentions) for c in node.children]
        return all(heads) and not any(p.fullmatch(folded) for p in self._family.not_names)

    def _inside(self, node: Node, rest: str, section: _Open, headings: list[str]) -> None:
        body = list(node.body)
        if rest and not self._family.is_nothing(rest) and node.head is not None:
            body.insert(0, Paragraph(rest, places=node.head.places))
        self._body(body, section, headings)
        for child in node.children:
            if self._is_section(child):
                head, inner = split_heading(child.words)
                label = child.label.text if child.label else ""
                before = len(section.resolutions)
                self._inside(child, inner, section, [*headings, f"{label}{head}"])
                if len(section.resolutions) == before:
                    self.left[f"{label}{head}"] = inner or text_of(child.body)
            else:
                section.resolutions.append(self._resolution(child, headings))

    def _body(self, body: Sequence[Block], section: _Open, headings: list[str]) -> None:
        """Unlabelled paragraphs and tables: a paragraph that names a case at its head begins an item."""
        item: list[Block] = []
        for block in body:
            if isinstance(block, Table) and read_columns(block, self._family) is not None:
                self._flush(item, section, headings)
                section.resolutions.extend(self._rows(block, headings))
                continue
            begins = isinstance(block, Paragraph) and bool(find_names([block.text], self._family).mentions)
            if begins:
                self._flush(item, section, headings)
            if not isinstance(block, Paragraph) or not self._family.is_nothing(block.text):
                item.append(block)
        self._flush(item, section, headings)

    def _flush(self, item: list[Block], section: _Open, headings: list[str]) -> None:
        if item:
            first = item[0] if isinstance(item[0], Paragraph) else Paragraph("")
            rest = item[1:] if isinstance(item[0], Paragraph) else item
            section.resolutions.append(self._resolution(Node(first, None, list(rest)), headings))
            item.clear()

    def _resolution(self, node: Node, headings: list[str]) -> Resolution:
        texts = node.paragraph_texts()
        blocks = list(node.blocks())
        item = _Item(printed_label(node.label) if node.label else "", node.text, blocks, Named(), texts)
        parts = read_parts(blocks, self._family)
        if parts is not None:
            item.label = parts.label or item.label
            item.proposals, item.fields = parts.proposals, parts.fields
        if parts is not None and parts.subject is not None:
            item.named, item.deciding = self._subject(parts.subject), parts.decisions
            item.proposals = [*parts.proposals, parts.subject]
            return self._built(item, headings)
        listed = bool(headings) and names_section(headings[-1], self._family)
        item.named = find_names(texts, self._family, in_parts=parts is not None, listed=listed)
        if parts is not None and parts.decisions:
            item.deciding = parts.decisions
            return self._built(item, headings)
        item.after = item.named.end
        if parts is not None:
            item.deciding = [texts[0], *parts.others[1:]] if parts.others else []
        return self._built(item, headings)

    def _subject(self, subject: str) -> Named:
        """The case of a subject part: a name at its head, or all of it."""
        whole = subject_words(one_line(subject), self._family)
        named = find_names([whole], self._family)
        if not named.mentions and whole and not is_heading(whole, self._family):
            named.mentions = [Mention(name=whole)]
        return named

    def _built(self, item: _Item, headings: Sequence[str]) -> Resolution:
        named, fields = item.named, item.fields
        found = hits(item.deciding, self._family, item.after)
        each = decide_each(item.deciding, named.subjects, found) if len(named.subjects) > 1 else {}
        apart = [] if each else options_apart(found)
        if apart:
            self._reading.options_apart(apart, item.blocks, item.places)
        verdict = None if apart else self._verdict(item, found, headings)
        group = self._group([item.text.split("\n", 1)[0][len(item.label) :], *reversed(headings)])
        if group is not None:
            fields = {"group": group, **fields}
        if len(headings) > 1:
            fields = {"heading": "\n".join(headings[1:]), **fields}
        for code, problem in named.problems:
            self._reading.problem(code, said("{text}: {problem}", text=quote(item.text), problem=problem), item.blocks)
        self._reading.check_cities(item.text, places_of(item.blocks))
        if not named.mentions and self._family.rule.cases.expected:
            told = said("no case is named in: {text}", text=quote(item.text))
            self._reading.problem("no-case", told, item.blocks)
        mentions = list(named.mentions)
        if each:
            verdict = None
            mentions = [
                m.model_copy(update={"disposition": each[m.name].kind, "evidence": each[m.name].evidence})
                if m.role == "subject" and m.name in each
                else m
                for m in mentions
            ]
        elif verdict is not None and verdict.kind in _CLOSING and any(m.relation in _PASSED_ON for m in mentions):
            # A併入B，解除列管: what is over is A, not what it went over into
            mentions = [
                m.model_copy(update={"disposition": verdict.kind, "evidence": verdict.evidence})
                if m.role == "predecessor"
                else m
                for m in mentions
            ]
            verdict = None
        if not mentions:
            verdict = None
        return Resolution(
            label=item.label,
            mentions=mentions,
            disposition=verdict.kind if verdict else None,
            evidence=verdict.evidence if verdict else None,
            text=item.text,
            places=places_of(item.blocks),
            fields=fields,
        )

    def _verdict(self, item: _Item, found: Sequence[Hit], headings: Sequence[str]) -> Verdict | None:
        """The item's own words, then the proposal it agrees to, then its heading, then words that only hint."""
        own = decide(found)
        above = self._from_headings([*headings, item.named.heading])
        proposed = decide_proposal(item.proposals, self._family) or above
        if any(not h.weak for h in found):
            # to put off a delisting, or to withdraw it, does nothing to the case
            puts_off = own is not None and own.kind in ("defer", "withdraw")
            return None if puts_off and proposed is not None and proposed.kind in ("delist", "propose-delist") else own
        if agrees(item.deciding, self._family):
            return proposed or own
        if above is not None and above.kind not in self._family.rule.agreement.spares:
            above = None if refuses(item.deciding, self._family) else above
        return above or own

    def _group(self, heads: Sequence[str]) -> str | None:
        """The group that the head of an item, or a heading above it, names: （一）交通組（3案）：…, 交通組「A」…"""
        for head in heads:
            name = without_brackets(split_heading(head)[0])
            label = label_of(Paragraph(name))
            name = name[label.end :] if label is not None else name
            group = self._family.groups.find(name.partition("「")[0])
            if group is not None:
                return group
        return None

    def _from_headings(self, headings: Sequence[str]) -> Verdict | None:
        for heading in reversed(headings):
            verdict = decide_heading(heading, self._family)
            if verdict is not None:
                return verdict
        return None

    def _from_triples(self, heading: HeadingLine, found: Triples) -> list[Section]:
        sections: list[Section] = []
        left = [heading.rest] if heading.rest and any(g.heading for g in found.groups) else []
        left += [text_of(found.before)] if found.before else []
        if left:
            self.left[heading.name] = "\n".join(left)
        for group in found.groups:
            section = _Open(group.label or heading.label, group.heading.rstrip(_COLONS) or heading.rest or heading.name)
            for parts in group.items:
                inner = self._items_decided(parts)
                if inner is not None:
                    sections.append(inner)
                    continue
                subject = [parts.subject] if parts.subject is not None else []
                item = _Item(
                    parts.label,
                    text_of(parts.blocks),
                    parts.blocks,
                    self._subject(subject[0]) if subject else Named(),
                    parts.decisions,
                    proposals=[*parts.proposals, *subject],
                    fields=parts.fields,
                )
                section.resolutions.append(self._built(item, [section.heading]))
            if section.resolutions or not group.items:
                sections.append(self._record(section))
        return sections

    def _items_decided(self, parts: Parts) -> Section | None:
        """The section that one item in parts is when its decision lists cases: 案由：…，共5案。決議：一、「A」…."""
        root = outline(parts.deciding, self._family.rule.levels)
        subject = one_line(parts.subject or "").rstrip("。")
        words = subject_words(subject, self._family)
        names = [find_names(c.paragraph_texts(), self._family) for c in root.children]
        if root.body or not names or not all(n.mentions for n in names):
            return None
        quoted = all(Folded(c.words).text.find("「", 0, n.end) >= 0 for c, n in zip(root.children, names, strict=True))
        if not (is_heading(words, self._family) or quoted) or find_names([words], self._family).mentions:
            return None
        section = _Open(parts.label, subject)
        section.resolutions = [self._resolution(c, [subject]) for c in root.children]
        inside = {id(block) for block in parts.deciding}
        self.left[" ".join(t for t in (parts.label, subject) if t)] = text_of(
            b for b in parts.blocks if id(b) not in inside
        )
        return self._record(section)

    def _rows(self, table: Table, headings: list[str]) -> list[Resolution]:
        columns = read_columns(table, self._family)
        if columns is None:
            return []
        found: list[Resolution] = []
        above = list(headings)
        sums = Sums()
        for row in read_rows(table, columns, self._reading):
            if row.kind == "heading" or row.kind == "group":
                above = [*headings, row.text]
                self.left[row.text] = ""  # until a row stands below it
            if row.kind == "total":
                sums.check(row, columns, self._reading)
                self.left[row.text] = whole_row(row)
            if row.kind == "other":
                told = said("a table whose columns are not known: {text}", text=row.text)
                self._reading.problem("table", told, places=row.places)
            if row.kind != "record":
                continue
            sums.add(row)
            self.left.pop(above[-1] if above else "", None)
            name = one_line(row.values.get("name", ""))
            decision = row.values.get("decision", "")
            text = row.values.get("text", "") or decision
            named = Named([Mention(name=name)] if name else [])
            further = further_fields(row, columns, self._family, {"name", "text", "label"})
            label = one_line(row.values.get("label", ""))
            item = _Item(label, text, (), named, [decision or text], fields=further, places=row.places)
            resolution = self._built(item, above)
            verdict = ticked(row, columns, self._reading)
            update: dict[str, object] = {"places": row.places}
            if verdict is not None:
                update |= {"disposition": verdict.kind, "evidence": verdict.evidence}
            found.append(resolution.model_copy(update=update))
        return found
