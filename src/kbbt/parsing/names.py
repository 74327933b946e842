"""The cases that an item names: at its head, quoted, in a list, and what came out of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.i18n import said
from kbbt.numerals import parse_number
from kbbt.parsing.brackets import Brackets
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.patterns import Match, Pattern
from kbbt.records import Mention, Relation
from kbbt.text import clean

LONGEST_NAME = 120
"""Characters of a name without blanks. A council's 案由 is read as a part, not as a name in running text."""
_LONGEST_BARE = 30
_STOPS = ",。;!?"
Span = tuple[int, int]


@dataclass
class Named:
    """The cases an item names. ``end`` is where its head ends in the folded first text."""

    mentions: list[Mention] = field(default_factory=list)
    end: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Code and English text of what was not certain."""

    @property
    def subjects(self) -> list[str]:
        """The names of the cases the item is about."""
        return [m.name for m in self.mentions if m.role == "subject"]


class _Text:
    """A folded text with its brackets, and the declaration that says how names stand in it."""

    def __init__(self, raw: str, family: Family) -> None:
        self.folded = Folded(raw)
        self.text = self.folded.text
        self.brackets = Brackets(self.text)
        self.family = family

    def name(self, span: Span) -> str:
        return " ".join(clean(self.folded.cut(*span)).split("\n"))

    def _longest(self, patterns: Sequence[Pattern], at: int) -> int:
        return max((m.end() for p in patterns if (m := p.match(self.text, at)) is not None), default=at)

    def skip_before(self, at: int) -> int:
        """Past words before a name that are no part of it, when a quoted name follows them."""
        end = self._longest(self.family.before, at)
        return end if self.text.startswith("「", end) else at

    def skip_after(self, at: int) -> int:
        """Past words and remarks behind a quoted name that are no part of it."""
        while True:
            end = self._longest(self.family.after, at)
            if self.text.startswith("(", end) and end in self.brackets.close and self.is_remark(end):
                end = self.brackets.close[end] + 1
            if end == at:
                return at
            at = end

    def is_remark(self, opening: int) -> bool:
        inside = self.text[opening + 1 : self.brackets.close[opening]]
        return any(p.fullmatch(inside) for p in self.family.remarks)

    def trim(self, span: Span) -> Span:
        """``span`` without remarks and other words at its ends that are no part of the name, and out of its quotation marks."""
        start, end = span
        changed = True
        while changed and start < end:
            changed = False
            opening = self.brackets.open.get(end - 1)
            if opening is not None and opening > start and self.text[opening] == "(" and self.is_remark(opening):
                end, changed = opening, True
            elif self.text[start] == "「" and self.quoted_end(start) == end:
                start, end = start + 1, self.brackets.close[start]
                changed = True
            elif (
                self.text[start] == "「"
                and start in self.brackets.close
                and self.skip_after(self.brackets.close[start] + 1) == end
            ):
                end, changed = self.brackets.close[start] + 1, True
        return start, end

    def quoted_end(self, opening: int) -> int | None:
        return self.brackets.close[opening] + 1 if opening in self.brackets.close else None

    def is_name(self, span: Span) -> bool:
        words = self.text[slice(*span)]
        if any(not span[0] <= self.brackets.close.get(i, self.brackets.open.get(i, i)) < span[1] for i in range(*span)):
            return False  # a bracket of the name has its other half elsewhere
        return 1 < len(words) <= LONGEST_NAME and not any(p.fullmatch(words) for p in self.family.not_names)

    def join_at(self, at: int) -> int:
        """Past 、 or a word such as 及 that joins two names; ``at`` itself when there is none."""
        return at + 1 if self.text.startswith("、", at) else self._longest(self.family.joins, at)

    def split(self, span: Span, count: int | None = None, *, may_join: bool = False) -> list[Span] | None:
        """The names of a list; None when where one ends cannot be known.

        A word such as 及 splits where a bracket or a quotation mark stands beside it (names have 及 in them too), where
        ``count`` names are promised and it is the last, and, with ``may_join``, where it is the only one.
        """
        start, end = span
        cuts: list[Span] = []
        loose: list[Span] = []
        for i in self.brackets.outside(start, end):
            past = self.join_at(i)
            if past == i or i == start or past >= end or (cuts and i < cuts[-1][1]):
                continue
            if self.text[i] == "、" or self.text[i - 1] in ")」" or self.text[past] == "「":
                cuts.append((i, past))
            else:
                loose.append((i, past))
        wanted = count - len(cuts) - 1 if count is not None else None
        if loose and ((wanted == 1) or (may_join and not cuts and wanted is None)):
            after = [s for s in loose if not cuts or s[0] >= cuts[-1][1]]
            if len(after) != 1:
                return None
            cuts.append(after[0])
        pieces: list[Span] = []
        at = start
        for cut_start, cut_end in sorted(cuts):
            pieces.append((at, cut_start))
            at = cut_end
        pieces.append((at, end))
        return [self.trim(p) for p in pieces if p[0] < p[1]]


def find_names(texts: Sequence[str], family: Family, *, in_parts: bool = False) -> Named:
    """The cases named in an item whose paragraphs, the first without its label, are ``texts``.

    ``in_parts`` says that the item goes on in labelled parts, so that a first line without any mark is its name.
    """
    if not texts:
        return Named()
    text = _Text(texts[0], family)
    named = _by_relation(text) or _at_head(text)
    if named is None and len(texts) > 1:
        named = _alone(text, in_parts=in_parts)
    named = named or Named()
    _renamed_inside(named, texts, family)
    return named


def _mentions(text: _Text, old: list[Span], new: list[Span], relation: Relation) -> list[Mention]:
    return [
        *(Mention(name=text.name(s)) for s in new),
        *(Mention(name=text.name(s), role="predecessor", relation=relation) for s in old),
    ]


def _by_relation(text: _Text) -> Named | None:
    """「A」調整為「B」; A及B合併為C."""
    for rule, pattern in text.family.relations:
        if rule.inside:
            continue
        match = pattern.match(text.text)
        if match is None:
            continue
        old_span, new_span = _group(match, "old"), _new(text, match, rule.kind)
        if old_span is None:
            continue
        old = text.split(old_span, may_join=rule.several)
        if old is None:
            named = Named([Mention(name=text.name(text.trim(old_span)))], match.end())
            named.problems.append(
                ("names", said("where one name ends is not certain: {name}", name=text.name(old_span)))
            )
            return named
        new = (text.split(new_span, may_join=rule.kind == "split") or [new_span]) if new_span else []
        if not all(text.is_name(s) for s in [*old, *new]):
            continue
        if new:
            return Named(_mentions(text, old, new, rule.kind), match.end())
        # merged, but into what is not said here: what the item goes on to say may name it
        named = Named([Mention(name=text.name(s)) for s in old], match.end())
        if len(old) > 1:
            named.mentions = [m.model_copy(update={"relation": rule.kind}) for m in named.mentions]
        return named
    return None


def _group(match: Match, name: str) -> Span | None:
    return match.span(name) if name in match.re.groupindex and match.start(name) >= 0 else None


def _new(text: _Text, match: Match, kind: Relation) -> Span | None:
    """Where the new name stands. In quotation marks it ends where they close, quotation marks inside it or not."""
    span = _group(match, "new")
    if span is None or kind == "split":  # several names
        return span
    quoted_end = text.quoted_end(span[0]) if text.text.startswith("「", span[0]) else None
    return text.trim((span[0], quoted_end or span[1]))


def _at_head(text: _Text, at: int = 0) -> Named | None:
    start = text.skip_before(at)
    colon = text.brackets.find(":", start, len(text.text))
    stop = text.brackets.find(_STOPS, start, len(text.text))
    has_head = colon is not None and (stop is None or colon < stop)
    quoted = _quoted_run(text, start)
    if quoted is not None:
        spans, end = quoted
        # 「有為老化，活躍人生」高齡人才培育計畫：the quotation marks are part of a longer name
        if len(spans) > 1 or not has_head or colon is None or end >= colon:
            return Named([Mention(name=text.name(s)) for s in spans], end)
    if has_head and colon is not None:
        listed = _list(text, colon + 1, _count_before(text, colon)) if colon + 1 < len(text.text) else None
        if listed is not None:
            return listed
        span = text.trim((start, colon))
        if text.is_name(span):
            return Named([Mention(name=text.name(span))], colon + 1)
        # 交通組：「A」，…: the group whose case it is, then the case
        return _at_head(text, colon + 1) if text.family.groups.find(text.name(span)) else None
    return _list(text, start, None) or _before_comma(text, start, stop)


def _before_comma(text: _Text, start: int, stop: int | None) -> Named | None:
    """某某計畫，請…: words that end as names end, before the first comma. Only the place says so, and it is told."""
    if stop is None or text.text[stop] != "," or stop - start > _LONGEST_BARE:
        return None
    words, span = text.text[start:stop], text.trim((start, stop))
    is_sentence = any(p.match(words) for p in text.family.not_bare)
    if is_sentence or not any(p.search(words) for p in text.family.endings) or not text.is_name(span):
        return None
    named = Named([Mention(name=text.name(span))], stop)
    named.problems.append(("names", said("read as a name because of its place only: {name}", name=text.name(span))))
    return named


def _alone(text: _Text, *, in_parts: bool) -> Named | None:
    """A first line that is nothing but a name, the item going on below it: in parts, or the line ends as names end."""
    if not in_parts and not any(p.search(text.text) for p in text.family.endings):
        return None
    span = text.trim((0, len(text.text)))
    if text.brackets.find(_STOPS + ":", 0, len(text.text)) is not None or not text.is_name(span):
        return None
    return Named([Mention(name=text.name(span))], len(text.text))


def _quoted_run(text: _Text, start: int) -> tuple[list[Span], int] | None:
    """「A」, 「A」及「B」, 「A」（remark）、「B」案 … at ``start``, and where they end."""
    spans: list[Span] = []
    at = start
    while text.text.startswith("「", at) and at in text.brackets.close:
        span = text.trim((at, text.brackets.close[at] + 1))
        if not text.is_name(span):
            return None
        spans.append(span)
        at = text.skip_after(text.brackets.close[at] + 1)
        past = text.skip_before(text.join_at(at))
        if past == at or not text.text.startswith("「", past):
            break
        at = past
    return (spans, at) if spans else None


def _count_before(text: _Text, colon: int) -> int | None:
    """The count in brackets right before the colon: …（8 案）：."""
    opening = text.brackets.open.get(colon - 1)
    if opening is None:
        return None
    inside = text.text[opening + 1 : colon - 1]
    for unit in text.family.total_units:
        for match in unit.finditer(inside):
            if match.end() == len(inside):
                digits = inside[: match.start()]
                while digits and not digits[0].isdigit() and _number(digits) is None:
                    digits = digits[1:]
                return _number(digits)
    return None


def _number(printed: str) -> int | None:
    try:
        return parse_number(printed)
    except ValueError:
        return None


def _list(text: _Text, start: int, count: int | None) -> Named | None:
    """A、B（…）、C等 3 案均已…: a list of names in a sentence, its end told by a declared phrase."""
    best: Match | None = None
    for pattern in text.family.list_ends:
        for match in pattern.finditer(text.text):
            if match.start() > start and (best is None or match.start() < best.start()):
                best = match
                break
    if best is None:
        if count is None:
            return None
        end = text.brackets.find(_STOPS, start, len(text.text))
        end = len(text.text) if end is None else end
        past = end
    else:
        end, past = best.span()
        stated = _number(best["count"]) if "count" in best.re.groupindex and best["count"] else None
        count = stated if stated is not None else count
    if text.brackets.find("。;!?:", start, end) is not None:
        return None
    spans = text.split((start, end), count)
    if spans is None or not all(text.is_name(s) for s in spans):
        return None
    if best is None and len(spans) != count:
        return None
    if best is not None and len(spans) < 2:
        return None
    named = Named([Mention(name=text.name(s)) for s in spans], past)
    if count is not None and count != len(spans):
        named.problems.append(
            ("count", said("the list says {count} and {found} names were found", count=count, found=len(spans)))
        )
    return named


def _renamed_inside(named: Named, texts: Sequence[str], family: Family) -> None:
    """本案將定名為「X」 in a later sentence: the names at the head are the old ones."""
    subjects = [m for m in named.mentions if m.role == "subject"]
    merging = bool(subjects) and all(m.relation == "merged" for m in subjects)
    for raw in texts:
        text = _Text(raw, family)
        for rule, pattern in family.relations:
            match = pattern.search(text.text) if rule.inside else None
            span = _new(text, match, rule.kind) if match is not None else None
            if span is None or not text.is_name(span) or not subjects:
                continue
            if text.name(span) in named.subjects:
                continue
            if len(subjects) > 1 and not merging:
                named.problems.append(
                    ("names", said("which of several cases is now called {name} is not certain", name=text.name(span)))
                )
                continue
            relation: Relation = "merged" if merging else rule.kind
            old = [Mention(name=m.name, role="predecessor", relation=relation) for m in subjects]
            named.mentions = [Mention(name=text.name(span)), *old]
            return
    if merging:
        listed = "、".join(m.name for m in subjects)
        named.problems.append(
            ("merger", said("the document merges cases and does not say into which: {names}", names=listed))
        )
        named.mentions = [m.model_copy(update={"relation": None}) for m in named.mentions]
