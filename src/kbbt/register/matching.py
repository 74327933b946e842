"""Which new name is which known case: what the names, the lists and the decisions of the documents say together.

A name that is not written exactly as before is joined to a case only when that case is unaccounted for in the very
unit that brings the name, the decision fits (a case closed before, or a proposal that is new, does not), the names are
alike in a way that offices write one name, and no other case or name competes. What is alike but lacks one of these is
asked. Everything else is a new case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from typing import Literal, NamedTuple

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from kbbt.i18n import said
from kbbt.records import Disposition
from kbbt.register.graph import Graph
from kbbt.register.mentions import Unit
from kbbt.register.names import Likeness, NameForm, best_match, compare

State = Literal["proposed", "tracked", "closing", "closed"]
Verdict = Literal["join", "ask", "apart"]

LEAST, TWINS = 45.0, 90.0
"""How alike plain texts must be to look closely at their names; how alike two names in one source are nearly the same."""

_LACKS = {
    "contrast": said("one of the names lacks a word of the other that tells cases apart"),
    "number": said("one of the names lacks the other's number"),
    "place": said("one of the names lacks the other's place"),
    "remark": said("one of the names lacks the other's remark in brackets"),
    "series": said("one of the names lacks the other's common first part"),
    "year": said("one of the names lacks the other's year"),
}
"""Why two names are asked of which one has something that the other has not."""

MARGIN = 5.0
"""Two candidates whose scores are nearer than this compete."""

_STATES: dict[Disposition, State] = {
    "add": "proposed", "propose-add": "proposed", "defer": "proposed", "continue": "tracked",
    "propose-delist": "closing", "delist": "closed", "withdraw": "closed",
}  # fmt: skip
_PRESUPPOSES: frozenset[Disposition | None] = frozenset({"delist", "propose-delist", "withdraw"})
_NEW: frozenset[Disposition | None] = frozenset({"add", "propose-add"})


class Ask(NamedTuple):
    """Two names (by number) that may be one case."""

    left: int
    right: int
    score: int
    reason: str
    kind: Literal["same-case", "which-case"] = "same-case"


class _Pair(NamedTuple):
    new: int
    """The set of the new name."""
    name: int
    old: int
    likeness: Likeness
    verdict: Verdict
    reason: str


class _Index:
    """Names by their texts, to find quickly those worth a close look; each stands for a number, a case's or its own."""

    def __init__(self, names: Iterable[tuple[int, NameForm]]) -> None:
        self._texts: list[str] = []
        self._numbers: list[int] = []
        self._letters: dict[str, list[int]] = defaultdict(list)
        for number, form in names:
            for text in sorted({form.bare, form.body}):
                self._texts.append(text)
                self._numbers.append(number)
                self._letters["".join(sorted(text))].append(number)

    def near(self, form: NameForm, least: float = LEAST) -> list[int]:
        """The numbers of names that are not too unlike ``form``, or made of the same characters, in order."""
        found: set[int] = set()
        for text in {form.bare, form.body}:
            hits = process.extract(text, self._texts, scorer=ratio, score_cutoff=least, limit=None)
            found |= {self._numbers[index] for _text, _score, index in hits}
            found |= set(self._letters.get("".join(sorted(text)), ()))
        return sorted(found)


class Matcher:
    """Goes through the units in order and joins what is certain; :attr:`asks` holds what is not."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.clusters = graph.clusters
        self.asks: list[Ask] = []
        self._state: dict[int, State] = {}
        self._groups: dict[str, dict[int, None]] = defaultdict(dict)
        self._closing_items = {s.before for s in graph.successions if s.relation != "renamed"}

    def run(self) -> None:
        """Match all units with a group in their order, then the names of meetings of all groups."""
        for unit in self.graph.units:
            if unit.group:
                self._unit(unit)
        self._moved()
        self._groupless()

    # One unit

    def _unit(self, unit: Unit) -> None:
        group = self.graph.names[self.graph.present[unit.number][0][0]].group
        started = {self.clusters.find(root) for root in self._groups[group]}
        present: dict[int, None] = dict.fromkeys(number for number, _one in self.graph.present[unit.number])
        accounted = {self.clusters.find(number) for number in present}
        new = [number for number in present if self.clusters.find(number) not in started]
        candidates = started - accounted
        if new:
            self._twins(new, present)
            if candidates:
                self._match(unit, new, candidates)
        self._advance(unit, group, {self.clusters.find(number) for number in present})

    def _advance(self, unit: Unit, group: str, present: set[int]) -> None:
        """Take note of what this unit decides of each case."""
        missing = {self.clusters.find(old) for old in self._groups[group]} - present if unit.covers_group else ()
        for root in missing:
            if self._state.get(root) == "closing":
                self._state[root] = "closed"
        for number, one in self.graph.present[unit.number]:
            root = self.clusters.find(number)
            self._groups[group][root] = None
            if one.role == "predecessor" and number in self._closing_items:
                self._state[root] = "closed"
            elif one.role == "subject" and one.disposition:
                self._state[root] = _STATES[one.disposition]
            elif self._state.get(root) in (None, "proposed"):
                self._state[root] = "tracked"
        self._groups[group] = dict.fromkeys(self.clusters.find(root) for root in self._groups[group])

    def _match(self, unit: Unit, new: list[int], candidates: set[int]) -> None:
        index = self._index(candidates)
        pairs = [pair for number in new for pair in self._pairs(unit, number, index)]
        pairs.sort(
            key=lambda pair: (-pair.likeness.score, -pair.likeness.shared, pair.name, min(self._members(pair.old)))
        )
        joined: set[int] = set()
        taken: set[int] = set()
        for pair in pairs:
            if pair.verdict != "join" or pair.new in joined or pair.old in taken:
                continue
            rivals = [one for one in pairs if self._rival(one, pair)]
            if rivals:
                for one in (pair, *rivals):
                    self._ask(
                        one.name, one.old, one.likeness, said("the name fits several cases equally well"), "which-case"
                    )
                joined |= {one.new for one in (pair, *rivals)}
                continue
            state = self._state.get(pair.old)
            if self.clusters.join(pair.new, pair.old):
                joined.add(pair.new)
                taken.add(pair.old)
                if state:
                    self._state[self.clusters.find(pair.new)] = state
        asked: dict[int, int] = defaultdict(int)
        for pair in pairs:
            if pair.verdict == "ask" and pair.new not in joined and pair.old not in taken and asked[pair.new] < 2:
                asked[pair.new] += 1
                self._ask(pair.name, pair.old, pair.likeness, pair.reason)

    @staticmethod
    def _rival(one: _Pair, best: _Pair) -> bool:
        near = best.likeness.score - one.likeness.score < MARGIN and one.verdict == "join"
        return near and (one.new == best.new) != (one.old == best.old)

    def _members(self, root: int) -> list[int]:
        return self.clusters.members(root)

    def _index(self, roots: Iterable[int]) -> _Index:
        """All names of the cases."""
        return _Index((root, self.graph.names[n].form) for root in sorted(roots) for n in self._members(root))

    def _pairs(self, unit: Unit, number: int, candidates: _Index) -> Iterable[_Pair]:
        names = self.graph.names
        dispositions = self._dispositions(unit, number)
        for root in candidates.near(names[number].form):
            if self.clusters.separated(number, root):
                continue
            forms = [names[member].form for member in self._members(root)]
            likeness = best_match(names[number].form, forms, self.graph.words)
            narrowed = bool(names[number].form.places) and "place" in likeness.left_out
            verdict, reason = judge(likeness, dispositions, self._state.get(root, "tracked"), narrowed=narrowed)
            if verdict != "apart":
                yield _Pair(self.clusters.find(number), number, root, likeness, verdict, reason)

    def _dispositions(self, unit: Unit, number: int) -> set[Disposition | None]:
        """What this unit decides of the new name; a former name presupposes its case as a delisting does."""
        found = [one for n, one in self.graph.present[unit.number] if n == number]
        if all(one.role == "predecessor" for one in found):
            return {"propose-delist"}
        return {one.disposition for one in found if one.role == "subject"}

    def _twins(self, new: list[int], present: Iterable[int]) -> None:
        """Two names of one unit are two cases; when they are all but the same, that is asked."""
        names = self.graph.names
        others = sorted(n for n in present if names[n].occurrences[0].role == "subject")
        index = _Index((n, names[n].form) for n in others)
        fresh = set(new)
        for number in new:
            for other in index.near(names[number].form, least=TWINS):
                if other == number or (other in fresh and other > number):
                    continue
                likeness = compare(names[number].form, names[other].form, self.graph.words)
                close = (
                    likeness.manner in ("same", "order", "glyph") and likeness.score >= TWINS and likeness.shortest >= 6
                )
                if close and not likeness.veto and not likeness.years:
                    self._ask(number, other, likeness, said("two names in one source are nearly the same"))

    # All groups

    def _moved(self) -> None:
        """A case that its group names no more, and a group that names one of just this name from then on: asked."""
        by_core: dict[str, dict[int, str]] = defaultdict(dict)
        for name in self.graph.names:
            if name.group:
                by_core[name.form.core][self.clusters.find(name.number)] = name.group
        last_met = {group: max(numbers) for group, numbers in self._coverage().items()}
        for roots in by_core.values():
            for old, new in permutations(roots, 2) if len(set(roots.values())) > 1 else ():
                ended, began = max(self.clusters.units(old)), min(self.clusters.units(new))
                gone = ended < began and ended < last_met.get(roots[old], -1) and self._state.get(old) != "closed"
                if gone and roots[old] != roots[new]:
                    first = min(self._members(new))
                    likeness = Likeness(100, "same", shortest=len(self.graph.names[first].form.core))
                    self._ask(first, old, likeness, said("one group names the case no longer and another one does"))

    def _coverage(self) -> dict[str, list[int]]:
        """By group the units that are expected to name all its cases."""
        found: dict[str, list[int]] = defaultdict(list)
        for unit in self.graph.units:
            if unit.group and unit.covers_group and self.graph.present[unit.number]:
                found[self.graph.names[self.graph.present[unit.number][0][0]].group].append(unit.number)
        return found

    def _groupless(self) -> None:
        """A name given without its group is a case of any group when it fits one alone."""
        names = self.graph.names
        grouped: dict[str, dict[int, None]] = defaultdict(dict)
        everywhere: _Index | None = None
        for name in names:
            if name.group:
                grouped[name.form.core][self.clusters.find(name.number)] = None
        for name in names:
            if name.group:
                continue
            roots = list(dict.fromkeys(self.clusters.find(root) for root in grouped[name.form.core]))
            if len(roots) == 1 and self.clusters.join(name.number, roots[0]):
                continue
            for root in roots if len(roots) > 1 else ():
                likeness = Likeness(100, "same", shortest=len(name.form.core))
                self._ask(name.number, root, likeness, said("the name stands in several groups"), "which-case")
            if not roots:
                everywhere = everywhere or self._index({self.clusters.find(n.number) for n in names if n.group})
                self._ask_any_group(name.number, everywhere)

    def _ask_any_group(self, number: int, candidates: _Index) -> None:
        names = self.graph.names
        found = []
        for root in candidates.near(names[number].form):
            forms = [names[member].form for member in self._members(root)]
            likeness = best_match(names[number].form, forms, self.graph.words)
            if not likeness.veto and likeness.score >= 85:
                found.append((likeness.score, root, likeness))
        for _score, root, likeness in sorted(found, key=lambda one: (-one[0], one[1]))[:2]:
            self._ask(number, root, likeness, said("the meeting does not say of which group the case is"))

    def _ask(
        self,
        new: int,
        old: int,
        likeness: Likeness,
        reason: str,
        kind: Literal["same-case", "which-case"] = "same-case",
    ) -> None:
        if self.clusters.find(new) != self.clusters.find(old) and not self.clusters.separated(new, old):
            self.asks.append(Ask(max(self._members(old)), new, round(likeness.score), reason, kind))


def judge(
    likeness: Likeness, dispositions: set[Disposition | None], state: State, *, narrowed: bool = False
) -> tuple[Verdict, str]:
    """Whether a new name is a case that is in ``state`` and not named in the new name's unit; and why it is asked.

    ``narrowed``: the new name has a place that the case's names lack. (That a place is left out is common: a case of some
    cities becomes one of all.)
    """
    score, left_out = likeness.score, set(likeness.left_out)
    if likeness.veto:
        return "apart", ""
    if likeness.years:
        # what is closed was that year's; the next year's is another
        return ("ask", said("the names differ in the year")) if score >= 95 and state != "closed" else ("apart", "")
    if not _fits(dispositions, state):
        if score < 85:
            return "apart", ""
        closed = state in ("closing", "closed")
        return "ask", said("a case with a like name was closed before") if closed else said(
            "a like name is proposed as new"
        )
    if left_out <= {"place", "series"} and not narrowed and _one_name(likeness, dispositions):
        return "join", ""
    if left_out and score >= 85:
        return "ask", _LACKS[min(left_out)]
    if score >= 65 or likeness.shared >= 0.6:
        return "ask", said("one name is there no longer and a like one appears")
    return "apart", ""


def _one_name(likeness: Likeness, dispositions: set[Disposition | None]) -> bool:
    """Whether two names are alike in a way in which offices write one name; the shorter they are, the less may differ."""
    score = likeness.score
    if likeness.manner in ("same", "order"):
        return True
    if likeness.manner == "glyph":
        return score >= 90 and likeness.shortest >= 10
    if likeness.manner == "omission":
        return score >= (90 if likeness.left_out else 85) and likeness.shortest >= 6 and likeness.longer <= 2
    # Characters were replaced: only a decision that presupposes the case tells that this is it.
    return score >= 85 and likeness.shortest >= 10 and not likeness.left_out and bool(dispositions & _PRESUPPOSES)


def _fits(dispositions: set[Disposition | None], state: State) -> bool:
    """Whether what is decided of the new name can be decided of a case in this state."""
    if dispositions & _NEW:
        return state == "proposed"
    if dispositions & {"delist", "propose-delist"}:
        return True
    return state != "closed"
