"""A first declaration for a document that none knows: what its title, fields, headings and columns look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kbbt.dates import find_dates
from kbbt.document import Block, Document, Paragraph, Table
from kbbt.i18n import _
from kbbt.parsing.brackets import Brackets
from kbbt.parsing.dispositions import decide, hits
from kbbt.parsing.family import Declarations, Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.outline import label_of
from kbbt.parsing.patterns import BUILT_IN
from kbbt.parsing.reading import plain, quote
from kbbt.parsing.recognise import explain
from kbbt.parsing.tables import cell_text, is_tick, one_line
from kbbt.parsing.toml_out import string, value
from kbbt.text import join_lines

_LONGEST_NAME = 10
_LONGEST_TITLE = 60
_TITLE_LINES = 3
_HEAD = 40
"""Blocks from the beginning in which fields are looked for; below them, only labelled headings count."""
_HEADER_CELL = 16
_SHORTEST_BODY = 3
"""Characters of the shortest name of a body at the head of a title."""
_LONGEST_REMARK = 40
_FIELD_TITLE = "年度"  # how a year is written in a title; grammar of dates, not of any document
_YEAR = re.compile(rf"(?:{BUILT_IN['year']})年度?")
_DATE = re.compile(rf"{BUILT_IN['number']}年{BUILT_IN['number']}月(?:{BUILT_IN['number']}日)?")
_ORDINAL = re.compile(rf"第(?:{BUILT_IN['number']})(?=[次屆期])")
_SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")


@dataclass
class _Found:
    """What was seen in the document."""

    title: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    """How often each field is seen: what is said again and again is part of an item."""
    headings: dict[str, str] = field(default_factory=dict)
    columns: dict[str, list[str]] = field(default_factory=dict)
    """Title of each column → its filled cells."""


def draft_declaration(document: Document, declarations: Declarations, *, name: str = "") -> str:
    """TOML of a declaration for ``document``, to be finished by hand: every line that was guessed shows what it was seen in.

    It extends the shared declaration that knows most of the document's fields and columns, and lists only what that
    does not know. The draft loads, and claims the document it was drafted from.
    """
    found = _look(document)
    base = _base(found, declarations)
    claims = [c for c in explain(document, declarations) if c.claims]
    is_table = bool(found.columns) and not _opens_resolutions(found, base)
    out = [
        "# "
        + _(
            "Drafted from {name}. Give the keys better names, take out what is not needed, then try it:",
            name=quote(name or _("the document")),
        ),
        "# kbbt parsers check, kbbt inspect --explain, kbbt parsers test.",
        "",
        "version = 1",
        f'kind = "{"table" if is_table else "minutes"}"',
        f"summary = {string(quote(found.title) or name)}",
    ]
    if base is not None:
        out.append(f'extends = "{base.name}"')
    # it stands in front of those that claim the document already
    before = _("before {names}", names=", ".join(c.name for c in claims))
    others = f"  # {before}" if claims else ""
    priority = f"priority = {max((c.priority for c in claims), default=0) + 1}{others}"
    out += ["", "[recognise]", priority, f"required = {value(_marks(found))}"]
    out += ["", "[title]", "# " + (quote(found.title) or _("no title was found"))]
    out += [f"patterns = [{string(_title_pattern(found.title, base))}]"] if found.title else ["patterns = []"]
    out += _fields(found, base, is_table=is_table)
    if not is_table:
        out += _headings(found, base)
        out += _parts(found, base)
    out += _columns(found, base, is_table=is_table)
    return "\n".join(out) + "\n"


def _look(document: Document) -> _Found:
    found = _Found()
    title: list[str] = []
    begun = False
    top = ""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table):
            begun = True
            found.columns = found.columns or _header(block)
            continue
        label = label_of(block)
        body = block.text[label.end :] if label is not None else block.text
        named = _named(body)
        if named is not None and (number < _HEAD or label is not None):
            begun = True
            top = top or (label.kind if label is not None else "")
            follows = named[1] or _next_text(document.blocks, number)
            if label is not None and label.kind != top:
                continue  # the kind of label that the first field or heading has is that of all of them
            if label is not None and not named[1]:
                found.headings.setdefault(named[0], follows)
            elif number < _HEAD:
                found.fields.setdefault(named[0], follows)
                found.times[named[0]] += 1
        elif not begun and label is None and len(title) < _TITLE_LINES and _may_be_title(body):
            title.append(body.strip())
        else:
            begun = begun or bool(body.strip())
    for line in title:
        found.title = join_lines(found.title, line)
    return found


def _may_be_title(body: str) -> bool:
    folded = Folded(body).text
    return 0 < len(folded) <= _LONGEST_TITLE and not re.search("[:;。]", folded)


def _named(body: str) -> tuple[str, str] | None:
    """Name and value when the text is 名稱：值 with a short name."""
    folded = Folded(body)
    brackets = Brackets(folded.text)
    colon = brackets.find(":", 0, len(folded.text))
    if colon is None or not 0 < colon <= _LONGEST_NAME or brackets.find(",。;、", 0, colon) is not None:
        return None
    return folded.text[:colon], folded.rest(colon + 1) if colon + 1 < len(folded.text) else ""


def _next_text(blocks: Sequence[Block], at: int) -> str:
    following = blocks[at + 1] if at + 1 < len(blocks) else None
    return following.text if isinstance(following, Paragraph) else ""


def _header(table: Table) -> dict[str, list[str]]:
    """The titles of the columns, each with its filled cells. A header is the first row, and the row under it where a
    cell of the first spans columns.
    """
    grid = table.grid()
    if len(grid) < 2 or table.columns < 2:
        return {}
    deep = 2 if any(c.col_span > 1 for c in table.rows[0].cells) and len(grid) > 2 else 1
    found: dict[str, list[str]] = {}
    for column in range(table.columns):
        texts = [one_line(cell_text(grid[r][column])) for r in range(deep)]
        title = next((t for t in reversed(texts) if t), "")
        if len(title) > _HEADER_CELL:
            return {}
        if title:
            cells = [row[column] for row in grid[deep:] if column == 0 or row[column] is not row[column - 1]]
            found.setdefault(title, []).extend(t for t in map(cell_text, cells) if t)
    return found if len(found) > 1 else {}


def _base(found: _Found, declarations: Declarations) -> Family | None:
    """The declaration made to be extended that knows most of what was seen."""
    bases = [f for f in declarations if f.rule.kind == "base"]
    best = max(bases, key=lambda f: _knows(found, f), default=None)
    return best if best is not None and _knows(found, best) else None


def _knows(found: _Found, family: Family) -> int:
    names = [*found.fields, *found.headings]
    known = sum(_is_known(n, family) for n in names)
    return known + sum(family.columns.whole(Folded(c).text) is not None for c in found.columns)


def _opens_resolutions(found: _Found, base: Family | None) -> bool:
    if base is None:
        return bool(found.headings)
    keys = [base.headings.whole(n) for n in (*found.headings, *found.fields)]
    return any(k is not None and base.rule.headings[k].role == "resolutions" for k in keys)


def _title_pattern(title: str, base: Family | None) -> str:
    """The title with its year, ordinal, group and platform as named groups; the rest as it is."""
    text = Folded(title).text
    spans: list[tuple[int, int, str]] = []

    def add(start: int, end: int, pattern: str) -> None:
        if all(end <= s or e <= start for s, e, _ in spans):
            spans.append((start, end, pattern))

    date = _DATE.search(text)
    if date is not None:
        day = "{number}日" if date.group().endswith("日") else ""
        add(*date.span(), f"(?P<date>{{number}}年{{number}}月{day})")
    for year in _YEAR.finditer(text):
        if any(s <= year.start() < e for s, e, _ in spans):
            continue
        add(*year.span(), "(?P<year>{year})年" + ("度" if _FIELD_TITLE in year.group() else ""))
        break
    ordinals = list(_ORDINAL.finditer(text))
    for match in ordinals[:-1]:
        add(*match.span(), "第{number}")
    if ordinals:
        add(*ordinals[-1].span(), "第(?P<ordinal>{number})")
    for spelling in base.groups.spellings() if base is not None else ():
        at = text.find(spelling)
        if at >= 0:
            add(at, at + len(spelling), "(?P<group>{group})")
            break
    brackets = Brackets(text)
    quoted = next(((i + 1, brackets.close[i]) for i, c in enumerate(text) if c == "「" and i in brackets.close), None)
    if quoted is not None:
        add(*quoted, "(?P<platform>[^「」]+)")
    elif spans and min(spans)[0] >= _SHORTEST_BODY:
        # who writes stands before the first number
        end = min(spans)[0]
        spans.append((0, end, f"(?P<platform>{_literal(text[:end])})"))
    return "".join(_pieces(text, sorted(spans)))


def _pieces(text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[str]:
    at = 0
    for start, end, pattern in spans:
        yield _literal(text[at:start])
        yield pattern
        at = end
    yield _literal(text[at:])


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _marks(found: _Found) -> list[str]:
    """Words of the title that do not change from one document to the next, and the names of two columns or headings."""
    text = Folded(found.title).text
    constant = [p for p in re.split(r"[0-9「」()○\-]+|第|年度?|次", text) if len(p) >= 4]
    marks = sorted(constant, key=len, reverse=True)[:2]
    marks += [Folded(n).text for n in [*(found.columns or (*found.headings, *found.fields))][:2]]
    return [_literal(m) for m in dict.fromkeys(marks)]


def _fields(found: _Found, base: Family | None, *, is_table: bool) -> list[str]:
    """The fields that ``base`` does not know; the first with a date is the date of a table."""
    lines: list[str] = []
    wants_date = is_table and not any(base is not None and base.fields.whole(n) == "date" for n in found.fields)
    number = 0
    for name, shown in found.fields.items():
        if wants_date and find_dates(plain(shown)):
            wants_date = False
            lines.append(f"date = {{ names = [{string(_literal(name))}] }}  # {_short(shown)}")
        elif not _is_known(name, base) and (is_table or found.times[name] == 1):
            number += 1
            lines.append(f"field-{number} = {{ names = [{string(_literal(name))}] }}  # {_short(shown)}")
    return ["", "[fields]", *lines] if lines else []


def _is_known(name: str, base: Family | None) -> bool:
    if base is None:
        return False
    part = base.parts.at_start(name)
    rest = name[part[1].end() :] if part is not None else name
    return bool(
        base.fields.whole(name)
        or base.headings.whole(name)
        or (part is not None and (not rest or base.parts.whole(rest)))
        or any(p.match(f"{name}:") for p in base.table_notes)
    )


def _parts(found: _Found, base: Family | None) -> list[str]:
    """Fields that are said again and again, and that ``base`` does not know: parts of an item."""
    names = [n for n in found.fields if found.times[n] > 1 and not _is_known(n, base)]
    lines = [
        f"part-{i} = {{ names = [{string(_literal(n))}] }}  # {_short(found.fields[n])}" for i, n in enumerate(names, 1)
    ]
    remark = "# " + _("one of them has the role subject (or opens), one the role decision")
    return ["", "[parts]", remark, *lines] if lines else []


def _headings(found: _Found, base: Family | None) -> list[str]:
    lines: list[str] = []
    for name, shown in found.headings.items():
        if base is not None and (base.headings.whole(name) or base.fields.whole(name)):
            continue
        rule = f'{{ role = "text", names = [{string(_literal(name))}] }}'
        lines.append(f"heading-{len(lines) + 1} = {rule}  # {_short(shown)}")
    return ["", "[headings]", *lines] if lines else []


def _short(text: str) -> str:
    text = quote(text)
    return text if len(text) <= _LONGEST_REMARK else text[:_LONGEST_REMARK] + "…"


def _columns(found: _Found, base: Family | None, *, is_table: bool) -> list[str]:
    """The columns that ``base`` does not know; of a table, which of them may be the name and the text of a case."""
    known = {c: base.columns.whole(Folded(c).text) for c in found.columns} if base is not None else {}
    unknown = [c for c in found.columns if not known.get(c)]
    wanted = [k for k in ("name", "text") if is_table and k not in known.values()]
    likely = [c for c in unknown if not _is_ticked(found.columns[c], base)]
    guessed = dict(zip(wanted, _longest(likely, len(wanted), found), strict=False))
    lines: list[str] = []
    for column in unknown:
        key = next((k for k, c in guessed.items() if c == column), "")
        rest, remark = "", "  # " + _("a guess") if key else ""
        if _is_ticked(found.columns[column], base):
            verdict = decide(hits([column], base)) if base is not None else None
            rest = f', tick = "{verdict.kind}"' if verdict is not None else ""
            remark = "" if rest else "  # " + _("ticks: what does one say? tick = …")
        key = key or f"column-{len(lines) + 1}"
        lines.append(f"{key} = {{ titles = [{string(_literal(column))}]{rest} }}{remark}")
    return ["", "[table.columns]", *lines] if lines else []


def _is_ticked(cells: Sequence[str], base: Family | None) -> bool:
    """True for the cells of a column of ticks: a tick, or an empty box."""
    marks = [Folded(c).text for c in cells]
    return any(not m.isdigit() for m in marks) and all(
        m.isdigit() or not any(c.isalnum() for c in m) or (base is not None and is_tick(m, base)) for m in marks
    )


def _longest(columns: Sequence[str], count: int, found: _Found) -> list[str]:
    """The ``count`` columns of the longest texts that are no dates, as they stand on the page: a name before its text."""

    def length(column: str) -> float:
        cells = found.columns[column]
        dated = all(find_dates(plain(c)) for c in cells)
        return 0 if dated else sum(map(len, cells)) / len(cells)

    return sorted(sorted(columns, key=length, reverse=True)[:count], key=columns.index)
