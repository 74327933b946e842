"""KB2: a name is written in a way that a person should look at."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from kbbt.dates import to_roc
from kbbt.i18n import _, retold
from kbbt.register.mentions import Occurrence
from kbbt.register.names import NameForm, compare, series_of, take_apart
from kbbt.text import fold
from kbbt.views.check.facts import Facts, Spot
from kbbt.views.check.model import Found, check

_PAIRS = {
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "(": ")",
    "（": "）",
    "[": "]",
    "“": "”",
}
_HALF = str.maketrans("（）", "()")
_STAND_INS = "□■◆◇○●?？"  # what a font or a conversion puts where it has no character
_CITY = re.compile(r"(?<![一-鿿])[一-鿿]{2}[市縣](?=政府|[:：])")


@check(
    "KB201",
    "two-spellings",
    "warning",
    summary=_("One source writes one case's name in two ways."),
    explanation=_(
        "A character that is written like the right one, words in another order, a word left out: the names were taken for "
        "one case, or it was asked whether they are. A name that a document says was changed is no second spelling."
    ),
    remedy=_("Settle on one name: kbbt cases rename. Should they be two cases: kbbt cases split."),
)
def two_spellings(facts: Facts) -> Iterator[Found]:
    """KB201."""
    for case, namings in facts.namings.items():
        by_source: dict[str, list[Occurrence]] = defaultdict(list)
        for one in namings:
            by_source[one.source].append(one)
        for ones in by_source.values():
            spellings = _spellings(facts, ones, namings)
            if spellings:
                spot = facts.at(spellings[-1])
                yield Found(
                    _spelt(spellings),
                    Spot(spot.source, spot.date, spot.group, case, spot.title, spot.label, spot.places),
                )
    for question in facts.knowledge.register.questions:
        yield from _twins(facts, question.left_refs, question.right_refs)


def _spelt(spellings: Sequence[Occurrence]) -> str:
    listed = _("; ").join(f"{one.name} ({to_roc(one.date)})" if one.date else one.name for one in spellings)
    return _("written in {count} ways: {names}", count=len(spellings), names=listed)


def _spellings(facts: Facts, ones: Sequence[Occurrence], namings: Sequence[Occurrence]) -> list[Occurrence]:
    """The first naming of each spelling of one name, where there are at least two."""
    renamed = {one.item: fold(one.name) for one in namings if one.role == "predecessor"}
    firsts: dict[str, Occurrence] = {}
    for one in ones:
        firsts.setdefault(fold(one.name), one)
    if len(firsts) < 2:
        return []
    series = series_of(one.name for unit in facts.units if unit.group == ones[0].group for one in unit.occurrences)
    forms = {key: take_apart(one.name, facts.words, series) for key, one in firsts.items()}
    related: dict[str, None] = {}
    for a, b in combinations(firsts, 2):
        stated = renamed.get(firsts[a].item) == b or renamed.get(firsts[b].item) == a
        if not stated and _another_spelling(facts, forms[a], forms[b]):
            related |= {a: None, b: None}
    return [firsts[key] for key in firsts if key in related]


def _another_spelling(facts: Facts, a: NameForm, b: NameForm) -> bool:
    likeness = compare(a, b, facts.words)
    if likeness.veto or likeness.years or set(likeness.left_out) - {"series"}:
        return False
    return likeness.manner in ("order", "glyph") or (likeness.manner in ("omission", "other") and likeness.score >= 85)


def _twins(facts: Facts, left: Sequence[str], right: Sequence[str]) -> Iterator[Found]:
    """Two names of one unit that were asked about."""
    for ref in right:
        unit = facts.unit_of.get(ref)
        if unit is None:
            continue
        here = [one for one in unit.occurrences if one.ref in left or one.ref == ref]
        if len({fold(one.name) for one in here}) > 1:
            yield Found(
                _("two cases whose names are nearly the same: {names}", names=_("; ").join(one.name for one in here)),
                facts.at(here[-1]),
            )
            return


@check(
    "KB202",
    "strange-character",
    "warning",
    summary=_("A name holds a character that it can hardly be written with."),
    explanation=_(
        "A private-use character (造字) shows only where its font is installed; a replacement mark or a box stands where a "
        "conversion lost a character. Names with such characters do not match those written rightly."
    ),
    remedy=_("Find the character in the original and give the case its name: kbbt cases rename."),
)
def strange_character(facts: Facts) -> Iterator[Found]:
    """KB202."""
    for one in _each_name(facts):
        strange = [c for n, c in enumerate(one.name) if _strange(one.name, n)]
        if strange:
            listed = _(", ").join(f"{c} (U+{ord(c):04X})" for c in dict.fromkeys(strange))
            yield Found(_("{name}: {characters}", name=one.name, characters=listed), facts.at(one))


def _strange(name: str, index: int) -> bool:
    c = name[index]
    if unicodedata.category(c) in ("Co", "Cn", "Cc", "Cs", "Cf") or c == "\ufffd":
        return True
    inside = 0 < index < len(name) - 1
    return c in _STAND_INS and inside and name[index - 1].isalpha() and name[index + 1].isalpha()


@check(
    "KB203",
    "unbalanced-mark",
    "warning",
    summary=_("A name has a quotation mark or bracket without its partner."),
    explanation=_("A mark was forgotten, or the name was cut, by the writer, by a page or by the reader."),
    remedy=_("Compare with the original; if the source has it so, give the case its name: kbbt cases rename."),
)
def unbalanced_mark(facts: Facts) -> Iterator[Found]:
    """KB203."""
    for one in _each_name(facts):
        alone = _unbalanced(one.name)
        if alone:
            yield Found(_("{name}: {mark} has no partner", name=one.name, mark=alone), facts.at(one))


def _unbalanced(name: str) -> str:
    """The first mark without its partner, or nothing. Straight quotes have no direction and are not looked at."""
    opened: list[str] = []
    for c in name.translate(_HALF):
        if c in _PAIRS:
            opened.append(c)
        elif c in _PAIRS.values() and (not opened or _PAIRS[opened.pop()] != c):
            return c
    return opened[-1] if opened else ""


def _each_name(facts: Facts) -> Iterator[Occurrence]:
    """The first naming of each name in each source."""
    seen: set[tuple[str, str]] = set()
    for unit in facts.units:
        for one in unit.occurrences:
            if (one.source, one.name) not in seen:
                seen.add((one.source, one.name))
                yield one


@check(
    "KB204",
    "unknown-group",
    "warning",
    summary=_("A group that no declaration knows."),
    explanation=_(
        "Cases of a group under two spellings are different cases, so an unknown spelling may part what belongs together."
    ),
    remedy=_("Add the group, or this spelling of it, to [groups] in a declaration: kbbt parsers show."),
)
def unknown_group(facts: Facts) -> Iterator[Found]:
    """KB204."""
    for source in facts.knowledge.sources:
        for problem in source.problems:
            if problem.code == "parser.unknown-group":
                yield Found(retold(problem.text), Spot(source.id, places=tuple(problem.places)))


@check(
    "KB205",
    "unknown-city",
    "warning",
    summary=_("A city takes part that no declaration knows."),
    explanation=_(
        "Looked for where the platform's own cities stand: in the chair's office, and at the heads of list items beside "
        "cities that are known. A city merely mentioned in a text is none of them."
    ),
    remedy=_("Add the city, or this spelling of it, to [cities] in a declaration."),
)
def unknown_city(facts: Facts) -> Iterator[Found]:
    """KB205."""
    if not facts.cities:
        return
    for source, meeting in facts.meetings():
        match = _CITY.match(meeting.chair or "")
        if match and fold(match.group()) not in facts.cities:
            yield Found(
                _("the chair's city {name} is not declared", name=match.group()), facts.at_meeting(source, meeting)
            )
    seen: set[str] = set()
    for unit in facts.units:
        for one in unit.occurrences:
            heads = [match.group() for match in _CITY.finditer(one.text)] if one.item not in seen else []
            seen.add(one.item)
            unknown = [name for name in dict.fromkeys(heads) if fold(name) not in facts.cities]
            beside = any(fold(name) in facts.cities for name in heads)
            for name in unknown if beside else ():
                if re.search(rf"(?m)^\s*(?:\S{{1,4}}\s*)?{name}[:：]", one.text):
                    yield Found(_("{name} reports, and is not declared", name=name), facts.at(one))


CHECKS = (two_spellings, strange_character, unbalanced_mark, unknown_group, unknown_city)
