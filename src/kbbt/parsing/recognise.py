"""Which family a document belongs to, and why."""

from __future__ import annotations

from dataclasses import dataclass

from kbbt.document import Document, Table
from kbbt.errors import NoParserError
from kbbt.i18n import _
from kbbt.parsing.family import Declarations, Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.patterns import LONGEST_TEXT, Pattern
from kbbt.parsing.tables import read_columns
from kbbt.parsing.title import find_titles

_MOST_TABLES = 20
_TITLE_LINES = 4
_MOST_BLOCKS = 200
"""Blocks of a document among which its title is looked for; a letter or a list of contents may stand before it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one family says of a document: the marks it found, those it missed, and those that speak against it.

    ``titled`` is the block at which a title of the family was found; it is looked for only where it decides.
    """

    name: str
    claims: bool
    priority: int
    titled: int | None = None
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    excluding: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [
            (_("found"), self.matched),
            (_("not found"), self.missing),
            (_("speaks against it"), self.excluding),
        ]
        said = _("; ").join(f"{words}: {_(', ').join(marks)}" for words, marks in parts if marks)
        return f"{self.name}: {said}" if said else self.name


class _Head:
    """The beginning of a document as the marks are looked for in it, folded once."""

    def __init__(self, document: Document) -> None:
        lines: list[str] = []
        length = 0
        for paragraph in document.paragraphs():
            folded = Folded(paragraph.text).text
            if length + len(folded) > LONGEST_TEXT:
                break
            lines.append(folded)
            length += len(folded) + 1
        self.text = "\n".join(lines)
        self._unbroken = "".join(lines[:_TITLE_LINES])
        self.tables = [b for b in document.blocks if isinstance(b, Table)][:_MOST_TABLES]

    def has(self, mark: Pattern) -> bool:
        return mark.search(self.text) is not None

    def may_have(self, mark: Pattern) -> bool:
        """True also where the title is broken over paragraphs in the middle of the mark."""
        return self.has(mark) or mark.search(self._unbroken) is not None


def _titled(document: Document, family: Family) -> int | None:
    titles = find_titles(document.blocks[:_MOST_BLOCKS], family)
    return titles[0].start if titles else None


def _claim(document: Document, head: _Head, family: Family) -> Claim:
    rule = family.rule.recognise
    matched = [m.source for m in (*family.required, *family.any) if head.may_have(m)]
    missing = [m.source for m in family.required if m.source not in matched]
    if family.any and not any(m.source in matched for m in family.any):
        missing.append(_("any of {marks}", marks=" / ".join(m.source for m in family.any)))
    excluding = [m.source for m in family.excluding if head.has(m)]
    if rule.columns:
        columns = [c for t in head.tables if (c := read_columns(t, family)) is not None]
        best = max(columns, key=lambda c: sum(c.has(k) for k in rule.columns), default=None)
        for key in rule.columns:
            (matched if best is not None and best.has(key) else missing).append(_("the column {key}", key=key))
    has_marks = bool(family.required or family.any or rule.columns)
    # A text may name another kind of document; what its own title says outweighs that.
    titled = _titled(document, family) if excluding and not missing else None
    claims = has_marks and not missing and (not excluding or titled is not None)
    return Claim(family.name, claims, rule.priority, titled, tuple(matched), tuple(missing), tuple(excluding))


def explain(document: Document, declarations: Declarations) -> list[Claim]:
    """What each family says of ``document``: those that claim it first, by priority, then the nearest misses."""
    head = _Head(document)
    claims = [_claim(document, head, f) for f in declarations if f.rule.kind != "base"]
    return sorted(claims, key=lambda c: (not c.claims, -c.priority, len(c.missing) + len(c.excluding), c.name))


def choose(document: Document, declarations: Declarations, *, name: str, parser: str | None = None) -> Family:
    """The family that reads ``document``: the one called ``parser``, or the one that claims it.

    Of several it is one whose title is found, of these the one of highest priority, of these the one whose title stands
    first. Raises NoParserError when there is none, or still more than one.
    """
    if parser is not None:
        family = declarations.get(parser)
        if family is None or family.rule.kind == "base":
            raise NoParserError(
                _("there is no parser {name!r}", name=parser),
                where=name,
                remedy=_("Known are: {names}.", names=_(", ").join(declarations.names)),
            )
        return family
    claims = explain(document, declarations)
    claiming = [c for c in claims if c.claims]
    best = _best(claiming, document, declarations) if len(claiming) > 1 else claiming
    remedy = _("Say which with --parser NAME, or write a declaration for it: kbbt parsers new FILE.")
    if not best:
        reasons = "\n".join(f"  {c}" for c in claims)
        raise NoParserError(
            _("no declaration knows this document:\n{reasons}\n", reasons=reasons), where=name, remedy=remedy
        )
    family = declarations.get(best[0].name)
    if len(best) > 1 or family is None:
        reasons = "\n".join(f"  {c}" for c in best)
        raise NoParserError(
            _("several declarations claim this document:\n{reasons}\n", reasons=reasons), where=name, remedy=remedy
        )
    return family


def _best(claims: list[Claim], document: Document, declarations: Declarations) -> list[Claim]:
    families = {f.name: f for f in declarations}
    titled = {c.name: _titled(document, families[c.name]) for c in claims}
    ranks = {c.name: (at is None, -c.priority, at or 0) for c in claims for at in (titled[c.name],)}
    first = min(ranks.values())
    return [c for c in claims if ranks[c.name] == first]
