"""The cases that an item names: at its head, quoted, in a list, and what came out of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.i18n import said
from kbbt.numerals import parse_number
from kbbt.parsing.brackets import Brackets
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.headings import names_section
from kbbt.parsing.patterns import Match, Pattern
from kbbt.parsing.totals import total_at_end
from kbbt.records import Mention, Relation
from kbbt.text import clean

LONGEST_NAME = 120
"""Characters of a name without blanks. A council's 案由 is read as a part, not as a name in running text."""
_LONGEST_BARE = 30
_STOPS = ",。;!?"
_DASH = "--"
"""What a dash of two characters (──) is when folded: it stands for a colon."""
Span = tuple[int, int]


@dataclass
class Named:
    """The cases an item names. ``end`` is where its head ends in the folded first text."""

    mentions: list[Mention] = field(default_factory=list)
    end: int = 0
    heading: str = ""
    """The head where it is a heading of its own and the names follow it: 持續列管案件計2案：「A」、「B」."""
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

    def skip_words(self, at: int) -> int:
        """Past 有關, 關於 and the like before a name without quotation marks; a single character is rather part of it."""
        end = self._longest(self.family.before, at)
        return end if end - at > 1 else at

    def cut_end(self, end: int) -> int:
        """Back over words at the end of a subject that are no part of its name: 一案, ，提請討論."""
        while True:
            found = [m.start() for p in self.family.subject_ends if (m := p.search(self.text, 0, end)) is not None]
            cut = min((start for start in found if start > 0), default=end)
            if cut == end:
                return end
            end = cut

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


def subject_words(subject: str, family: Family) -> str:
    """What a part of role ``subject`` is about, without 有關 before it and ，提請討論 behind it."""
    text = _Text(subject, family)
    start = text.skip_before(0) or text.skip_words(0)
    return text.folded.cut(start, text.cut_end(len(text.text))).rstrip("。")


def find_names(texts: Sequence[str], family: Family, *, in_parts: bool = False, listed: bool = False) -> Named:
    """The cases named in an item whose paragraphs, the first without its label, are ``texts``.

    ``in_parts`` says that the item goes on in labelled parts, so that a first line without any mark is its name;
    ``listed`` that it stands under a heading of cases, so that a line that is no sentence is one.
    """
    if not texts:
        return Named()
    text = _Text(texts[0], family)
    named = _by_relation(text) or _at_head(text, listed=listed)
    if named is None and (len(texts) > 1 or listed):
        named = _alone(text, in_parts=in_parts, listed=listed)
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


def _at_head(text: _Text, *, listed: bool, at: int = 0) -> Named | None:
    start = text.skip_before(at)
    stop = text.brackets.find(_STOPS, start, len(text.text))
    head = _head_end(text, start, stop)
    quoted = _quoted_run(text, start)
    if quoted is not None:
        spans, end = quoted
        # 「有為老化，活躍人生」高齡人才培育計畫：the quotation marks are part of a longer name
        longer = end < head[0] if head is not None else _goes_on_as_name(text, end, stop, listed)
        if len(spans) > 1 or not longer:
            return Named([Mention(name=text.name(s)) for s in [*spans, *_named_later(text, end)]], end)
    if head is None:
        return _list(text, start, None) or _before_comma(text, start, stop, of_group=at > 0)
    end, past = head
    if names_section(text.folded.cut(start, end), text.family):
        return _below_heading(text, end, past)
    several = _list(text, past, _count_before(text, end)) if past < len(text.text) else None
    if several is not None:
        return several
    span = text.trim((start, end))
    if text.is_name(span):
        return Named([Mention(name=text.name(s)) for s in [span, *_named_later(text, past)]], past)
    # 交通組：「A」，…: the group whose case it is, then the case
    return _at_head(text, listed=listed, at=past) if text.family.groups.find(text.name(span)) else None


def _head_end(text: _Text, start: int, stop: int | None) -> Span | None:
    """Where the head of an item ends at a colon, or at a dash that stands for one, and where the text goes on."""
    colon = text.brackets.find(":", start, len(text.text))
    if colon is not None and stop is not None and colon == stop + 1 and text.text[stop] in "!?":
        stop = None  # 電子煙 Get Out!：the mark belongs to the name
    if colon is not None and (stop is None or colon < stop):
        return colon, colon + 1
    dash = text.text.find(_DASH, start, stop if stop is not None else len(text.text))
    if (
        dash > start
        and not _is_sentence(text, text.text[start:dash])
        and not any(opening < dash < closing for opening, closing in text.brackets.close.items())
    ):
        return dash, dash + len(_DASH)
    return None


def _goes_on_as_name(text: _Text, end: int, stop: int | None, listed: bool) -> bool:
    """True where words that end as names end stand between a closing quotation mark and the first stop: 「MaaS」整合計畫，.

    In a list of cases a line without any stop is a name whatever its end.
    """
    words = text.text[end:stop] if stop is not None else text.text[end:]
    as_name = any(p.search(words) for p in text.family.endings) or (listed and stop is None)
    if not words or len(words) > _LONGEST_BARE or not as_name:
        return False
    deciding = [p for d in text.family.deciders for p in (*d.phrases, *d.weak)]
    return not _is_sentence(text, words) and not any(p.search(words) for p in deciding)


def _named_later(text: _Text, start: int) -> list[Span]:
    """Further cases of the item, in quotation marks at the head of a later sentence: …；「B」：…, …；另「C」案，…."""
    found: list[Span] = []
    for i in text.brackets.outside(start, len(text.text)):
        if text.text[i] not in "。;":
            continue
        at = text.skip_before(i + 1)
        quoted = _quoted_run(text, at)
        if quoted is None:
            continue
        spans, end = quoted
        as_case = at > i + 1 or text.text[end - 1] != "」"  # 另 before it, or 案 behind it
        if text.text.startswith(":", end) or (as_case and text.text.startswith(",", end)):
            found.extend(spans)
    return found


def _below_heading(text: _Text, end: int, past: int) -> Named | None:
    """持續列管案件計2案：「A」、「B」，請…: the head is a heading, and the cases stand behind it."""
    quoted = _quoted_run(text, text.skip_before(past)) if past < len(text.text) else None
    if quoted is not None:
        named = Named([Mention(name=text.name(s)) for s in quoted[0]], quoted[1])
    else:
        listed = _list(text, past, _count_before(text, end)) if past < len(text.text) else None
        if listed is None:
            return None
        named = listed
    named.heading = text.folded.cut(0, end)
    return named


def _before_comma(text: _Text, start: int, stop: int | None, *, of_group: bool) -> Named | None:
    """某某計畫，請…: words that end as names end, or follow the group, before the first comma. Only the place says so,
    and it is told.
    """
    start = text.skip_words(start)
    if stop is None or text.text[stop] != "," or stop - start > _LONGEST_BARE:
        return None
    words, span = text.text[start:stop], text.trim((start, text.cut_end(stop)))
    ends_so = of_group or any(p.search(words) for p in text.family.endings)
    if _is_sentence(text, words) or not ends_so or not text.is_name(span):
        return None
    return Named([Mention(name=text.name(span))], stop, problems=[_by_place(text, span)])


def _is_sentence(text: _Text, words: str) -> bool:
    return any(p.match(words) for p in text.family.not_bare)


def _by_place(text: _Text, span: Span) -> tuple[str, str]:
    return "names", said("read as a name because of its place only: {name}", name=text.name(span))


def _alone(text: _Text, *, in_parts: bool, listed: bool) -> Named | None:
    """A first line that is nothing but a name: the item goes on below it, in parts or not, or stands in a list of cases."""
    ends_so = any(p.search(text.text) for p in text.family.endings)
    if not (in_parts or listed or ends_so):
        return None
    span = text.trim((0, len(text.text)))
    if text.brackets.find(_STOPS + ":", 0, len(text.text)) is not None or not text.is_name(span):
        return None
    named = Named([Mention(name=text.name(span))], len(text.text))
    if not in_parts and not ends_so:
        if _is_sentence(text, text.text) or len(text.text) > _LONGEST_BARE:
            return None
        named.problems.append(_by_place(text, span))
    return named


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
    """The count right before the colon, in brackets or not: …（8 案）： …計3案：."""
    opening = text.brackets.open.get(colon - 1)
    inside = text.text[opening + 1 : colon - 1] if opening is not None else text.text[:colon]
    if opening is None and total_at_end(inside, text.family) == len(inside):
        return None
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
