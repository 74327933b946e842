"""How alike two case names are, and what forbids taking them for one.

A name is taken apart once (:class:`NameForm`); :func:`compare` then says how alike two names are (0 to 100), whether
something vetoes that they are one (another ordinal, another place, first instead of second), and what one of them
merely leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from rapidfuzz.fuzz import ratio

from kbbt.numerals import HAN_NUMERAL
from kbbt.register.glyphs import written_alike
from kbbt.register.words import Words
from kbbt.text import fold, is_han

Manner = Literal["same", "order", "omission", "glyph", "other"]

REORDERED = 98.0
"""The score of names made of the same characters in another order."""

SHORTEST = 4
"""Characters that must remain when an ending, a prefix or a place is left out of a name."""

_PAIRS = {"「": "」", "《": "》", "〈": "〉", "【": "】", '"': '"', "'": "'", "(": ")", "[": "]"}
_TRAILING = re.compile(r"\((?:[^()]|\([^()]*\))*\)$|「[^「」]*」$")
_SEPARATOR = re.compile(r"-{1,2}|:")
_YEAR = re.compile(r"(?<![0-9.])(?:(?:19|20)[0-9]{2}|(?:[89][0-9]|1[0-9]{2})(?=年))")
_NUMBER = re.compile(rf"[a-z]*[0-9][a-z0-9.]*|第({HAN_NUMERAL})")
_WORD = re.compile(r"(?:[a-z0-9.]+|[一二三四五六七八九十百]+).?|.")
_LATIN = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True)
class NameForm:
    """A name taken apart for comparison; every text is folded and without punctuation.

    ``core`` is the whole name without an empty ending and without a remark in brackets at its end (``remark``, or
    ``former``, the core of the former name, where the remark says nothing else);
    ``bare`` is ``core`` without places. ``series`` is the common first part of names such as "plan - measure" and
    ``body`` the rest (empty and ``core`` when there is none). ``places`` are the places named, ``years``, ``numbers``
    and ``latin`` the numerals and Latin words.
    """

    core: str
    bare: str
    remark: str
    series: str
    body: str
    places: tuple[str, ...]
    remark_places: tuple[str, ...]
    years: tuple[str, ...]
    numbers: tuple[str, ...]
    remark_numbers: tuple[str, ...]
    former: str
    latin: tuple[str, ...]

    @property
    def without_years(self) -> str:
        """``bare`` without its years."""
        years = "|".join(map(re.escape, self.years))
        return re.sub(f"(?:{years})(?:年度?)?", "", self.bare) if years else self.bare


@dataclass(frozen=True, slots=True)
class Likeness:
    """What came of comparing two names.

    ``score``: 0 to 100. ``manner``: how they differ: not at all (``same``), in the ``order`` of the same characters, by
    an ``omission``, by characters written alike (``glyph``), or in ``other`` ways. ``veto``: why they cannot be one, empty
    when nothing speaks against it. ``left_out``: what one has and the other lacks (``place``, ``number``, ``year``,
    ``series``, ``remark``, ``contrast``). ``shared``: the share of the shorter name that one unbroken run common to both
    makes up. ``years``: both name years, and not the same. ``shortest``: the length of the shorter of the texts compared,
    ``longer``: by how many characters the other one is longer.
    """

    score: float
    manner: Manner = "other"
    veto: str = ""
    left_out: tuple[str, ...] = ()
    shared: float = 0.0
    years: bool = False
    shortest: int = 0
    longer: int = 0

    @property
    def same(self) -> bool:
        """Whether the names differ in nothing that could tell two cases apart."""
        return self.manner == "same" and not (self.veto or self.left_out or self.years)


def series_of(names: Iterable[str]) -> frozenset[str]:
    """The common first parts: what stands before a dash or colon in at least two of the names, with two endings."""
    bodies: dict[str, set[str]] = {}
    for name in names:
        head, tail = _split_series(_strip_brackets(fold(name))[0])
        if head:
            bodies.setdefault(head, set()).add(tail)
    return frozenset(head for head, tails in bodies.items() if len(tails) > 1)


def take_apart(name: str, words: Words, series: frozenset[str] = frozenset()) -> NameForm:
    """The form of ``name``; ``series`` are the common first parts that are known (:func:`series_of`)."""
    text, remark = _strip_brackets(_strip_suffix(_strip_quotes(fold(name)), words))
    text = _strip_suffix(text, words)
    former = next((_solid(remark[len(word) :]) for word in words.former if remark.startswith(word)), "")
    former, remark = (_strip_suffix(former, words), "") if former else ("", remark)
    core = _solid(text)
    head, body = "", core
    for known in sorted(series, key=len, reverse=True):
        if core.startswith(known) and len(core) - len(known) >= SHORTEST:
            head, body = known, core[len(known) :]
            break
    bare, places = _without_places(core, words)
    years = tuple(_YEAR.findall(text))
    placeless = _without_places(text, words)[0]
    return NameForm(
        core=core,
        bare=bare,
        remark=_solid(remark),
        series=head,
        body=body,
        places=places,
        remark_places=_without_places(_solid(remark), words)[1],
        years=years,
        numbers=_numbers(placeless),
        remark_numbers=_numbers(remark),
        former=former,
        latin=tuple(sorted(_LATIN.findall(text))),
    )


def compare(a: NameForm, b: NameForm, words: Words) -> Likeness:
    """How alike two names are. Symmetric."""
    left_out: list[str] = []
    veto = _places_apart(a.places, b.places, left_out)
    veto = veto or _values_apart(a.numbers, b.numbers, "number", left_out)
    veto = veto or _remarks_apart(a, b, left_out)
    if a.latin and b.latin and not set(a.latin) & set(b.latin):
        veto = veto or "Latin word"
    years = sorted(a.years) != sorted(b.years)
    if bool(a.years) != bool(b.years):
        left_out.append("year")
    left, right, score = _closest(a, b, words, years=years)
    if bool(a.series) != bool(b.series) and (left, right) != _whole(a, b, years=years):
        left_out.append("series")
    manner, contrast = _manner(left, right, score, words)
    if contrast == "replaced":
        veto = veto or "contrast"
    elif contrast:
        left_out.append("contrast")
    shortest = min(len(left), len(right))
    return Likeness(
        score, manner, veto, tuple(left_out), _run(left, right), years and "year" not in left_out, shortest,
        abs(len(left) - len(right)),
    )  # fmt: skip


def _closest(a: NameForm, b: NameForm, words: Words, *, years: bool) -> tuple[str, str, float]:
    """The pair of texts by which the names are most alike, and their score."""
    plain_a, plain_b = _whole(a, b, years=years)
    if a.series and a.series == b.series:
        pairs = [(a.body, b.body)]
    else:
        pairs = [(plain_a, plain_b)]
        pairs += [(_bare_body(a, words), plain_b)] if a.series and not b.series else []
        pairs += [(plain_a, _bare_body(b, words))] if b.series and not a.series else []
    scored = [(_score(left, right), left, right) for left, right in pairs]
    score, left, right = max(scored, key=lambda one: one[0])
    return left, right, score


def _whole(a: NameForm, b: NameForm, *, years: bool) -> tuple[str, str]:
    return (a.without_years, b.without_years) if years else (a.bare, b.bare)


def _bare_body(form: NameForm, words: Words) -> str:
    return _without_places(form.body, words)[0]


@lru_cache(maxsize=4096)
def _words(text: str) -> list[str]:
    """The characters of a text, sorted; a numeral or Latin word goes with the character it counts, 第1標 or 1期."""
    return sorted(_WORD.findall(text))


def _score(a: str, b: str) -> float:
    if a == b:
        return 100
    if len(a) == len(b) >= SHORTEST and _words(a) == _words(b):
        return REORDERED
    return round(ratio(a, b), 1)


def _run(a: str, b: str) -> float:
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    shortest = min(len(a), len(b))
    return match.size / shortest if match.size >= SHORTEST and shortest else 0.0


def _manner(a: str, b: str, score: float, words: Words) -> tuple[Manner, str]:
    """How two texts differ, and whether a contrasting character is ``replaced`` by its opposite or ``added``."""
    if a == b:
        return "same", ""
    if score >= REORDERED:
        return "order", ""
    if score < 60:
        return "other", ""
    manner: Manner = "omission"
    contrast = ""
    for op, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        if op != "replace":
            contrast = contrast or ("added" if any(map(words.contrasts_with_some, a[i1:i2] + b[j1:j2])) else "")
            continue
        pairs = list(zip(a[i1:i2], b[j1:j2], strict=False))
        if any(words.contrasting(x, y) for x, y in pairs):
            contrast = "replaced"
        alike = i2 - i1 == j2 - j1 and all(written_alike(x, y) for x, y in pairs)
        manner = "glyph" if alike and manner != "other" else "other"
    return manner, contrast


def _places_apart(a: tuple[str, ...], b: tuple[str, ...], left_out: list[str]) -> str:
    if set(a) == set(b):
        return ""
    if a and b:
        return "place"
    left_out.append("place")
    return ""


def _values_apart(a: tuple[str, ...], b: tuple[str, ...], what: str, left_out: list[str]) -> str:
    if a == b:
        return ""
    if a and b:
        return what
    left_out.append(what)
    return ""


def _remarks_apart(a: NameForm, b: NameForm, left_out: list[str]) -> str:
    if a.remark and b.remark:
        if a.remark_places != b.remark_places or a.remark_numbers != b.remark_numbers:
            return "remark"
        if ratio(a.remark, b.remark) < 70:
            left_out.append("remark")
        return ""
    # A remark that names a place or a number says which part is meant; any other says nothing of identity.
    if a.remark_places or b.remark_places or a.remark_numbers or b.remark_numbers:
        left_out.append("remark")
    return ""


def _strip_quotes(text: str) -> str:
    while (
        len(text) > 2 and _PAIRS.get(text[0]) == text[-1] and text[-1] not in text[1:-1] and text[0] not in text[1:-1]
    ):
        text = text[1:-1]
    return text


def _strip_suffix(text: str, words: Words) -> str:
    for suffix in words.suffixes:
        if text.endswith(suffix) and len(_solid(text)) - len(suffix) >= SHORTEST:
            return text[: -len(suffix)]
    return text


def _strip_brackets(text: str) -> tuple[str, str]:
    match = _TRAILING.search(text)
    if match and match.group().startswith("(") and len(_solid(text[: match.start()])) >= SHORTEST:
        return text[: match.start()], match.group()[1:-1]
    return text, ""


def _split_series(text: str) -> tuple[str, str]:
    match = _SEPARATOR.search(text)
    if match is None:
        return "", ""
    head, tail = _solid(text[: match.start()]), _solid(text[match.end() :])
    return (head, tail) if min(len(head), len(tail)) >= SHORTEST else ("", "")


def _solid(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or is_han(c))


def _without_places(core: str, words: Words) -> tuple[str, tuple[str, ...]]:
    """``core`` without the words for places (as long as enough remains), and the places, sorted."""
    kept, places, i = [], set(), 0
    while i < len(core):
        token = next((pair for pair in words.place_tokens if core.startswith(pair[0], i)), None)
        if token is None:
            kept.append(core[i])
            i += 1
            continue
        if token[1]:
            places.add(token[1])
        i += len(token[0])
    bare = "".join(kept)
    return (bare if len(bare) >= SHORTEST else core), tuple(sorted(places))


def _numbers(text: str) -> tuple[str, ...]:
    plain = _YEAR.sub("", text)
    return tuple(sorted(match.group(1) or match.group() for match in _NUMBER.finditer(plain)))


def best_match(form: NameForm, others: Sequence[NameForm], words: Words) -> Likeness:
    """The likeness of ``form`` with the most alike of ``others``; a veto by one that is alike counts against all."""
    found = [compare(form, other, words) for other in others]
    vetoed = [one for one in found if one.veto and one.score >= 70]
    return max(vetoed or found, key=lambda one: (one.same, one.score, one.shared, -len(one.left_out)))
