"""Patterns of declarations: regular expressions on folded text, bounded in what they may cost.

A pattern is written for people: blanks in it are for reading only, full-width signs and 台 stand for themselves, and
``{name}`` stands for the words that the declaration lists under that name. A repeat inside a repeat is refused when the
declaration is loaded; what slips through is stopped by a limit of time when it is matched.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import regex

from kbbt.errors import DeclarationError
from kbbt.i18n import _
from kbbt.numerals import HAN_NUMERAL
from kbbt.parsing.near import near
from kbbt.text import fold

LONGEST_TEXT = 20_000
"""Characters of one text that a pattern is tried on; what stands behind them is not searched."""
TIME_LIMIT = 1.0
"""Seconds that one pattern may take on one text. Sound patterns take less than a thousandth of it."""
LONGEST_PATTERN = 20_000
_MOST_REPEATS = 20
"""A repeat of more than this many times counts as unbounded when it stands around another repeat."""

BUILT_IN: Mapping[str, str] = {
    "number": rf"(?:\d{{1,6}}|{HAN_NUMERAL})",
    "year": r"(?:\d{2,3}|[〇零一二三四五六七八九十百]{2,5})",
}
"""Names that every pattern may use: a numeral in any digits, and a year of the Republic."""

Match = re.Match[str]
"""What a search gives; that of the ``regex`` package has all of it."""

_MACRO = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
_SPECIAL = re.compile(r"[.^$*+?{}\[\]\\|()]")
_OPENING = re.compile(r"\((?:\?(?:P?<[A-Za-z_]\w*>|<?[=!]|[:>]))?")


class PatternError(ValueError):
    """A pattern is wrong; the message says what is wrong with it. Loading turns it into a DeclarationError."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


def expand(source: str, words: Mapping[str, str], *, _open: tuple[str, ...] = ()) -> str:
    """``source`` with each ``{name}`` replaced by its words. Raises PatternError for a name nobody declared."""

    def replace(match: re.Match[str]) -> str:
        name = match[1]
        if name in _open:
            raise PatternError(_("{{{name}}} stands for itself", name=name))
        if name in BUILT_IN:
            return BUILT_IN[name]
        if name not in words:
            raise PatternError(_("there are no words {{{name}}}", name=name), near(name, {*words, *BUILT_IN}))
        inner = expand(words[name], words, _open=(*_open, name))
        if len(inner) > LONGEST_PATTERN:
            raise PatternError(_("the pattern is too long once {{{name}}} is filled in", name=name))
        return f"(?:{inner})"

    return _MACRO.sub(replace, source)


def _folded(source: str) -> str:
    """The pattern for folded text: blanks away, characters outside ASCII folded and never special."""
    out = []
    for c in source:
        if c.isspace():
            continue
        out.append(c if c.isascii() else _SPECIAL.sub(r"\\\g<0>", fold(c)))
    return "".join(out)


_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d*)(,?)(\d*)\})([?+]?)")


def _repeat(pattern: str, at: int) -> tuple[int, int | None, bool]:
    """The quantifier at ``at``: where it ends, its most repeats (None: unbounded, 1: there is none), whether it gives back."""
    match = _QUANTIFIER.match(pattern, at)
    if match is None or match.group() in ("{}", "{,}"):
        return at, 1, True
    sign = match.group()[0]
    if sign in "*+":
        most: int | None = None
    elif sign == "?":
        most = 1
    elif match[2]:
        most = int(match[3]) if match[3] else None
    else:
        most = int(match[1] or 1)
    return match.end(), most, match[4] != "+"


@dataclass
class _Group:
    """An open bracket of a pattern: does it hold an unbounded repeat, and where do its alternatives begin?"""

    repeats: bool = False
    atomic: bool = False
    starts: list[int] = field(default_factory=list)


def check_bounded(pattern: str) -> None:
    """Raise PatternError for what can take for ever: a repeat inside an unbounded repeat, ``(a+)+``, and an unbounded
    repeat of alternatives of which one begins like another, ``(a|aa)*``.
    """
    groups = [_Group()]
    i = 0
    while i < len(pattern):
        c = pattern[i]
        if c == "(":
            opening = _OPENING.match(pattern, i)
            i = opening.end() if opening is not None else i + 1
            groups.append(_Group(atomic=opening is not None and opening.group() == "(?>", starts=[i]))
            continue
        if c == "|":
            i += 1
            groups[-1].starts.append(i)
            continue
        closed: _Group | None = None
        alternatives: list[str] = []
        if c == ")" and len(groups) > 1:
            closed = groups.pop()
            alternatives = [pattern[a : b - 1] for a, b in zip(closed.starts, [*closed.starts[1:], i + 1], strict=True)]
            i += 1
        elif c == "[":
            i = _class_end(pattern, i)
        else:
            i += 2 if c == "\\" else 1
        i, most, gives_back = _repeat(pattern, i)
        many = most is None or most > _MOST_REPEATS
        holds = closed is not None and closed.repeats and not closed.atomic
        if closed is not None and many and gives_back and not closed.atomic:
            if holds:
                raise PatternError(
                    _("a repeat stands inside a repeat, which can take for ever; bound the outer one, as in {0,9}")
                )
            if _alike(alternatives):
                raise PatternError(
                    _("alternatives of a repeat begin alike, which can take for ever; bound the repeat, as in {0,9}")
                )
        if holds or (most is None and gives_back):
            groups[-1].repeats = True


def _alike(alternatives: Sequence[str]) -> bool:
    """True when one of several alternatives may begin like another: it is a beginning of it, or no plain text."""
    if len(alternatives) < 2:
        return False
    if any(_SPECIAL.search(a) for a in alternatives):
        firsts = [a[0] if a and not _SPECIAL.match(a) else "" for a in alternatives]
        return "" in firsts or len(set(firsts)) < len(firsts)
    ordered = sorted(alternatives)
    return any(b.startswith(a) for a, b in itertools.pairwise(ordered))


def _class_end(pattern: str, start: int) -> int:
    i = start + 1
    if pattern.startswith("^", i):
        i += 1
    i += 1  # a bracket right at the beginning stands for itself
    while i < len(pattern) and pattern[i] != "]":
        i += 2 if pattern[i] == "\\" else 1
    return i + 1


class Pattern:
    """One compiled pattern; ``source`` is what the declaration says."""

    __slots__ = ("_compiled", "_place", "source")

    def __init__(
        self, source: str, words: Mapping[str, str] | None = None, place: Callable[[], str] | None = None
    ) -> None:
        """``place`` says where the pattern stands, for messages.

        Raises PatternError when ``source`` is no regular expression, or one whose cost has no bound.
        """
        self.source = source
        self._place = place
        text = _folded(expand(source, words or {}))
        if len(text) > LONGEST_PATTERN:
            raise PatternError(_("the pattern is too long"))
        check_bounded(text)
        try:
            re.compile(text)  # the standard syntax is the one that is documented; regex knows more
            self._compiled = regex.compile(text, regex.IGNORECASE | regex.MULTILINE)
        except (re.error, regex.error, RecursionError, OverflowError) as error:
            raise PatternError(_("this is no regular expression: {error}", error=str(error))) from error

    def __repr__(self) -> str:
        return f"Pattern({self.source!r})"

    @property
    def groups(self) -> frozenset[str]:
        """The names of the groups."""
        return frozenset(self._compiled.groupindex)

    def _slow(self) -> DeclarationError:
        return DeclarationError(
            _("the pattern {pattern!r} takes too long on this document", pattern=self.source),
            where=self._place() if self._place is not None else "",
            remedy=_("Write it with fewer repeats, or bound them as in {0,30}."),
        )

    def search(self, text: str, start: int = 0, end: int = LONGEST_TEXT) -> Match | None:
        """The first match in folded ``text[start:end]``. Raises DeclarationError when it takes too long."""
        try:
            return cast("Match | None", self._compiled.search(text, start, min(end, LONGEST_TEXT), timeout=TIME_LIMIT))
        except TimeoutError as error:
            raise self._slow() from error

    def match(self, text: str, start: int = 0, end: int = LONGEST_TEXT) -> Match | None:
        """The match that begins at ``start``. Raises DeclarationError when it takes too long."""
        try:
            return cast("Match | None", self._compiled.match(text, start, min(end, LONGEST_TEXT), timeout=TIME_LIMIT))
        except TimeoutError as error:
            raise self._slow() from error

    def fullmatch(self, text: str, start: int = 0, end: int = LONGEST_TEXT) -> Match | None:
        """The match of all of ``text[start:end]``. Raises DeclarationError when it takes too long."""
        if min(len(text), end) > LONGEST_TEXT:
            return None
        try:
            return cast(
                "Match | None", self._compiled.fullmatch(text, start, min(end, LONGEST_TEXT), timeout=TIME_LIMIT)
            )
        except TimeoutError as error:
            raise self._slow() from error

    def finditer(self, text: str) -> Iterator[Match]:
        """All matches, left to right. Raises DeclarationError when it takes too long."""
        try:
            yield from cast("Iterator[Match]", self._compiled.finditer(text, 0, LONGEST_TEXT, timeout=TIME_LIMIT))
        except TimeoutError as error:
            raise self._slow() from error
