"""What a text does to a case: declared phrases, struck by the guards near them.

A text is taken sentence by sentence. Of readings that overlap the longest counts ("to be put before the mayors for
delisting" is not "delisting"), then its guards decide whether it has force ("to be considered again next year" has
none). Of the phrases left, the last one that decides wins; weak phrases count only where nothing decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kbbt.labels import split_label
from kbbt.parsing.brackets import Brackets
from kbbt.parsing.family import Decider, Family, Guard
from kbbt.parsing.folded import Folded
from kbbt.parsing.patterns import Pattern
from kbbt.parsing.totals import declared_totals
from kbbt.records import Disposition

_Marks = list[tuple[int, int, bool]]
"""The boxes in a folded text, in order: start, end, and whether the option behind it is chosen."""

_SENTENCE = re.compile(r"[^。;!?]+[。;!?]?")
_LONGEST_SENTENCE = 2_000
_CLAUSE = re.compile(r"[^,。;:!?]+")
_CLAUSE_ENDS = ",:"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A disposition and the very words it rests on."""

    kind: Disposition
    evidence: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase with force: in which text of the item, from where to where in its folded form."""

    kind: Disposition
    text: int
    start: int
    end: int
    weak: bool
    evidence: str
    chosen: bool = False
    """An option behind a ticked box."""


@dataclass(frozen=True, slots=True)
class _Reading:
    decider: Decider
    start: int
    end: int


def _marks(text: str, family: Family) -> _Marks:
    kinds = ((family.options_chosen, True), (family.options_left, False))
    return sorted((*m.span(), chosen) for patterns, chosen in kinds for p in patterns for m in p.finditer(text))


def _sentences(text: str, marks: _Marks) -> Iterator[tuple[int, int]]:
    """Where each sentence, and each option in it, begins and ends."""
    for match in _SENTENCE.finditer(text):
        cuts = [match.start(), *(start for start, _, _ in marks if match.start() < start < match.end()), match.end()]
        for begin, end in pairwise(cuts):
            for start in range(begin, end, _LONGEST_SENTENCE):
                yield start, min(start + _LONGEST_SENTENCE, end)


def _readings(text: str, start: int, end: int, decider: Decider, patterns: Sequence[Pattern]) -> list[_Reading]:
    sentence = text[start:end]
    return [
        _Reading(decider, start + m.start(), start + m.end())
        for p in patterns
        for m in p.finditer(sentence)
        if m.end() > m.start()
    ]


def _longest(readings: list[_Reading]) -> list[_Reading]:
    """Of readings that overlap the longest; of equally long ones the one declared first."""
    kept: list[_Reading] = []
    for reading in sorted(readings, key=lambda r: r.start - r.end):
        if all(reading.end <= k.start or k.end <= reading.start for k in kept):
            kept.append(reading)
    return kept


def _clause_start(text: str, start: int, at: int) -> int:
    return max((text.rfind(c, start, at) for c in _CLAUSE_ENDS), default=-1) + 1 or start


def _is_struck(text: str, start: int, reading: _Reading, lifted: Collection[str]) -> bool:
    """True when a guard near the phrase takes away its force; ``start`` is where its sentence begins."""
    clause = _clause_start(text, start, reading.start)
    before = _clause_start(text, start, clause - 1) if clause > start and text[clause - 1] == "," else clause
    guards = [g for g in reading.decider.guards if g.name not in lifted]
    return any(_strikes(guard, text, before, clause, reading) for guard in guards)


def _strikes(guard: Guard, text: str, before: int, clause: int, reading: _Reading) -> bool:
    near = text[clause : reading.start]
    return (
        any(p.search(near) for p in guard.touching)
        or any(p.search(text[clause : reading.end]) for p in guard.clause)
        or (before < clause and any(p.search(text[before : clause - 1]) for p in guard.previous))
        or any(p.match(text, reading.end) for p in guard.after)
    )


def hits(texts: Sequence[str], family: Family, after: int = 0, lifted: Collection[str] = ()) -> list[Hit]:
    """Every phrase with force in the texts of one item, in order.

    ``after`` is the index in the folded first text where its head, the name of the case, ends: names decide nothing.
    ``lifted`` are the names of guards that do not count.
    """
    found: list[Hit] = []
    for number, raw in enumerate(texts):
        folded = Folded(raw)
        marks = _marks(folded.text, family)
        boxes = {end: chosen for _, end, chosen in marks}
        for start, end in _sentences(folded.text, marks):
            start = max(start, after) if number == 0 else start
            if start >= end:
                continue
            strong = _longest([r for d in family.deciders for r in _readings(folded.text, start, end, d, d.phrases)])
            strong = [r for r in strong if boxes.get(r.start, True) and not _is_struck(folded.text, start, r, lifted)]
            weak = _longest([r for d in family.deciders for r in _readings(folded.text, start, end, d, d.weak)])
            weak = [
                r
                for r in weak
                if boxes.get(r.start, True)
                and all(r.end <= s.start or s.end <= r.start for s in strong)
                and not _is_struck(folded.text, start, r, lifted)
            ]
            for readings, is_weak in ((strong, False), (weak, True)):
                found.extend(
                    Hit(
                        r.decider.kind,
                        number,
                        r.start,
                        r.end,
                        is_weak,
                        folded.cut(r.start, r.end),
                        boxes.get(r.start, False),
                    )
                    for r in readings
                )
    return sorted(found, key=lambda h: (h.text, h.start))


def options_apart(found: Sequence[Hit]) -> list[str]:
    """The words of the chosen options where these decide differently (■解除列管 ■繼續列管), else nothing."""
    chosen = [h for h in found if h.chosen]
    return [h.evidence for h in chosen] if len({h.kind for h in chosen}) > 1 else []


def decide(found: Sequence[Hit]) -> Verdict | None:
    """What the phrases come to: the last that decides, else the last weak one."""
    deciding = [h for h in found if not h.weak] or list(found)
    return Verdict(deciding[-1].kind, deciding[-1].evidence) if deciding else None


def decide_each(texts: Sequence[str], names: Sequence[str], found: Sequence[Hit]) -> dict[str, Verdict]:
    """The verdict of each name where an item disposes of its cases differently; empty when it does not.

    A phrase speaks of the names that stand between the phrase before it and itself; where there are none it goes on
    speaking of the same ones, and at first of all.
    """
    folded = [Folded(t).text for t in texts]
    keys = {name: Folded(name).text for name in names}
    own: dict[str, list[Hit]] = {name: [] for name in names}
    about = list(names)
    last = (0, 0)
    for hit in found:
        between = "".join(
            t[last[1] if i == last[0] else 0 : hit.start if i == hit.text else len(t)]
            for i, t in enumerate(folded)
            if last[0] <= i <= hit.text
        )
        about = [name for name, key in keys.items() if key in between] or about
        for name in about:
            own[name].append(hit)
        last = (hit.text, hit.end)
    verdicts = {name: decide(h) for name, h in own.items()}
    if len({v.kind if v else None for v in verdicts.values()}) <= 1:
        return {}
    return {name: v for name, v in verdicts.items() if v is not None}


def refuses(texts: Sequence[str], family: Family) -> bool:
    """True when an item says by declared words that what its heading or its proposal says is not done."""
    return any(p.search(Folded(t).text) for t in texts for p in family.refusals)


def agrees(texts: Sequence[str], family: Family) -> bool:
    """True when some clause of a decision does no more than agree to the proposal, and none refuses it."""
    clauses = [c for t in texts for c in _CLAUSE.findall(Folded(_unlabelled(t)).text)]
    return any(p.fullmatch(c) for c in clauses for p in family.agreeing) and not refuses(texts, family)


def decide_proposal(proposals: Sequence[str], family: Family) -> Verdict | None:
    """What is decided where a decision only agrees (照案通過) to ``proposals``; the evidence is the proposal's words."""
    return decide([h for h in hits(proposals, family, lifted=family.rule.agreement.lifts) if not h.weak])


def _unlabelled(text: str) -> str:
    label = split_label(text)
    return text[label.end :] if label is not None else text


def decide_heading(heading: str, family: Family) -> Verdict | None:
    """What a heading decides for its items; None when it decides nothing, or several things at once."""
    folded = Folded(heading)
    brackets = Brackets(folded.text)
    end = len(folded.text)
    outside = set(brackets.outside(*((1, end - 1) if brackets.close.get(0) == end - 1 else (0, end))))
    found = _longest([r for d in family.deciders for r in _readings(folded.text, 0, len(folded.text), d, d.headings)])
    found = [r for r in found if r.start in outside]
    if len({r.decider.kind for r in found}) != 1 or _counts_apart(heading, family):
        return None
    return Verdict(found[0].decider.kind, folded.cut(found[0].start, found[0].end))


def _counts_apart(heading: str, family: Family) -> bool:
    """True for a heading over items of several kinds: 列管案件共4案，結案1案、持續列管2案."""
    totals = [t for t in declared_totals(heading, family) if t.kind not in (None, "from", "into")]
    return len({t.kind for t in totals} - {"total"}) > 1 or len({t.count for t in totals}) > 1
