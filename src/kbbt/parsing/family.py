"""A declaration made ready: its patterns compiled, its names looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kbbt.errors import DeclarationError
from kbbt.i18n import _
from kbbt.parsing.folded import Folded
from kbbt.parsing.loading import File, Origin, check_phrases, merge
from kbbt.parsing.model import Declaration, DispositionRule
from kbbt.parsing.near import near
from kbbt.parsing.patterns import Match, Pattern, PatternError
from kbbt.parsing.toml_lines import KeyPath
from kbbt.records import Disposition
from kbbt.text import fold

_LONGEST_NAME = 60
"""Characters of the longest name of a field, heading or column."""
_MOST_KEPT = 4096
_TITLE_GROUPS = ("year", "ordinal", "group", "platform", "level", "date")


class Names:
    """Key → patterns of the names it is printed under."""

    def __init__(self, names: Mapping[str, Sequence[Pattern]]) -> None:
        self._names = [(key, pattern) for key, patterns in names.items() for pattern in patterns]
        self._whole: dict[str, str | None] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def at_start(self, text: str, start: int = 0) -> tuple[str, Match] | None:
        """The key whose name stands at ``start``; of several the longest."""
        found: tuple[str, Match] | None = None
        for key, pattern in self._names:
            match = pattern.match(text, start)
            if match is not None and match.end() > start and (found is None or match.end() > found[1].end()):
                found = (key, match)
        return found

    def whole(self, text: str) -> str | None:
        """The key one of whose names is all of ``text``."""
        if len(text) > _LONGEST_NAME:
            return None
        if text not in self._whole:
            if len(self._whole) >= _MOST_KEPT:
                self._whole.clear()
            self._whole[text] = next((key for key, pattern in self._names if pattern.fullmatch(text)), None)
        return self._whole[text]

    def anywhere(self, text: str) -> Iterable[tuple[str, Match]]:
        """Every occurrence of every name."""
        for key, pattern in self._names:
            for match in pattern.finditer(text):
                yield key, match


_LEAST_MISREAD = 3
"""Characters of a name that can be known again when one of them is wrong."""


class Spellings:
    """Names of groups, cities or platforms, whatever their spelling."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._canonical = {fold(s): name for name, variants in names.items() for s in (name, *variants)}
        self.order = tuple(names)

    def __bool__(self) -> bool:
        return bool(self._canonical)

    def find(self, printed: str) -> str | None:
        """The name as the declaration writes it, or None when it does not know ``printed``."""
        return self._canonical.get(fold(printed))

    def misread(self, printed: str) -> str | None:
        """The one name that OCR may have read as ``printed``, with one of its characters wrong; None when there is none."""
        read = fold(printed)
        alike = {
            name
            for spelling, name in self._canonical.items()
            if len(spelling) == len(read) >= _LEAST_MISREAD
            and sum(a != b for a, b in zip(spelling, read, strict=True)) == 1
        }
        return alike.pop() if len(alike) == 1 else None

    def spellings(self) -> list[str]:
        """Every folded spelling, the longest first."""
        return sorted(self._canonical, key=lambda s: (-len(s), s))


@dataclass(frozen=True)
class Guard:
    """The patterns of a :class:`~kbbt.parsing.model.GuardRule`; ``touching`` match at the end of a text."""

    name: str
    touching: tuple[Pattern, ...]
    clause: tuple[Pattern, ...]
    previous: tuple[Pattern, ...]
    after: tuple[Pattern, ...]


@dataclass(frozen=True)
class Decider:
    """The patterns of a :class:`~kbbt.parsing.model.DispositionRule`, with its guards."""

    kind: Disposition
    phrases: tuple[Pattern, ...]
    weak: tuple[Pattern, ...]
    headings: tuple[Pattern, ...]
    guards: tuple[Guard, ...]


class Family:
    """One family of documents: the declaration, and its patterns compiled.

    Making one raises DeclarationError for a pattern that is wrong, a phrase given twice, a guard nobody declared.
    """

    def __init__(self, name: str, rule: Declaration, origin: Origin) -> None:
        self.name = name
        self.rule = rule
        self.origin = origin
        self.groups = Spellings(rule.groups)
        self.cities = Spellings(rule.cities)
        self.platforms = Spellings(rule.platforms)
        self._words = self._make_words()
        self._check_twice()
        self.required = self.patterns(("recognise", "required"), rule.recognise.required)
        self.any = self.patterns(("recognise", "any"), rule.recognise.any)
        self.excluding = self.patterns(("recognise", "excluding"), rule.recognise.excluding)
        self.titles = self.patterns(("title", "patterns"), rule.title.patterns, groups=_TITLE_GROUPS)
        self.title_levels = Names(
            {level: self.patterns(("title", "levels", level), p) for level, p in rule.title.levels.items()}
        )
        self.editions = {kind: self.patterns(("title", "editions", kind), p) for kind, p in rule.title.editions.items()}
        self.fields = Names({k: self.patterns(("fields", k, "names"), f.names) for k, f in rule.fields.items()})
        self.headings = Names({k: self.patterns(("headings", k, "names"), h.names) for k, h in rule.headings.items()})
        self.parts = Names({k: self.patterns(("parts", k, "names"), p.names) for k, p in rule.parts.items()})
        self.sections = self.patterns(("sections", "names"), rule.sections.names)
        self.city_marks = self.patterns(("city_marks",), rule.city_marks, groups=("city",), needed="city")
        self.nothing = self.patterns(("nothing",), rule.nothing)
        cases = rule.cases
        self.remarks = self.patterns(("cases", "remarks"), cases.remarks)
        self.before = self.patterns(("cases", "before"), cases.before)
        self.after = self.patterns(("cases", "after"), cases.after)
        self.joins = self.patterns(("cases", "joins"), cases.joins)
        self.list_ends = self.patterns(("cases", "list_ends"), cases.list_ends, groups=("count",))
        self.not_names = self.patterns(("cases", "not_names"), cases.not_names)
        self.not_bare = self.patterns(("cases", "not_bare"), cases.not_bare)
        self.endings = self._at_end(("cases", "endings"), cases.endings)
        self.subject_ends = self._at_end(("cases", "subject_ends"), cases.subject_ends)
        self.relations = tuple(
            (r, self.patterns(("cases", "relations"), [r.pattern], groups=("old", "new"))[0]) for r in cases.relations
        )
        self.table_groups = self.patterns(("table", "groups"), rule.table.groups, groups=("group",))
        self.total_rows = self.patterns(("table", "total_rows"), rule.table.total_rows)
        self.skip_rows = self.patterns(("table", "skip_rows"), rule.table.skip_rows)
        self.table_notes = self.patterns(("table", "notes"), rule.table.notes)
        self.ditto = self.patterns(("table", "ditto"), rule.table.ditto)
        self.ticks = self.patterns(("table", "ticks"), rule.table.ticks)
        self.columns = Names(
            {k: self.patterns(("table", "columns", k, "titles"), c.titles) for k, c in rule.table.columns.items()}
        )
        self._make_totals()
        self.options_chosen = self.patterns(("options", "chosen"), rule.options.chosen)
        self.options_left = self.patterns(("options", "left"), rule.options.left)
        self.deciders = self._make_deciders()
        self.agreeing = self.patterns(("agreement", "phrases"), rule.agreement.phrases)
        self.refusals = self.patterns(("agreement", "refusals"), rule.agreement.refusals)
        self._check_references()

    def _make_words(self) -> dict[str, str]:
        words = {name: "|".join(f"(?:{piece})" for piece in pieces) for name, pieces in self.rule.words.items()}
        known: tuple[tuple[str, Spellings], ...] = (
            ("group", self.groups),
            ("city", self.cities),
            ("platform", self.platforms),
        )
        for key, spellings in known:
            # none declared: a pattern that asks for one fits nothing
            words[key] = "|".join(_literal(s) for s in spellings.spellings()) or "(?!)"
        return words

    def pattern(self, path: KeyPath, source: str) -> Pattern:
        """``source`` compiled. Raises DeclarationError at its place in the file."""
        try:
            return Pattern(source, self._words, partial(self.origin.place, path, source))
        except PatternError as error:
            raise self._wrong(path, source, error) from error

    def _wrong(self, path: KeyPath, source: str, error: PatternError) -> DeclarationError:
        key = ".".join(str(k) for k in path)
        return self.origin.error(f"{key}: {source!r}: {error}", path, value=source, remedy=error.remedy)

    def patterns(
        self, path: KeyPath, sources: Sequence[str], *, groups: Sequence[str] = (), needed: str = ""
    ) -> tuple[Pattern, ...]:
        """All of ``sources`` compiled: their named groups are among ``groups``, and ``needed`` is one of them.

        Raises DeclarationError at the place of the first that is wrong.
        """
        found = tuple(self.pattern(path, source) for source in sources)
        for pattern in found:
            # a regular expression has each name once: year2 is year at another place
            unknown = sorted(g for g in pattern.groups if g.rstrip("0123456789") not in groups)
            if unknown:
                error = PatternError(
                    _("nothing asks for the group {name!r}", name=unknown[0]), near(unknown[0], groups)
                )
                raise self._wrong(path, pattern.source, error)
            if needed and needed not in pattern.groups:
                error = PatternError(_("the group {name!r} is missing: (?P<{name}>…)", name=needed))
                raise self._wrong(path, pattern.source, error)
        return found

    def _at_end(self, path: KeyPath, sources: Sequence[str]) -> tuple[Pattern, ...]:
        """All of ``sources`` compiled to match only at the end of a text."""
        self.patterns(path, sources)
        return tuple(Pattern(f"(?:{s})$", self._words, partial(self.origin.place, path, s)) for s in sources)

    def _make_totals(self) -> None:
        totals = self.rule.totals
        self.total_units = self.patterns(("totals", "units"), totals.units)
        self.total_from = self.patterns(("totals", "from"), totals.from_, groups=("count",), needed="count")
        self.total_into = self.patterns(("totals", "into"), totals.into, groups=("count",), needed="count")
        words: dict[str, tuple[Pattern, ...]] = {"total": self.patterns(("totals", "total"), totals.total)}
        for kind, phrases in totals.dispositions.items():
            words[kind] = self.patterns(("totals", "dispositions", kind), phrases)
        self.total_words = Names(words)

    def _make_deciders(self) -> tuple[Decider, ...]:
        guards = {
            name: Guard(
                name,
                self._at_end(("guards", name, "touching"), g.touching),
                self.patterns(("guards", name, "clause"), g.clause),
                self.patterns(("guards", name, "previous"), g.previous),
                self.patterns(("guards", name, "after"), g.after),
            )
            for name, g in self.rule.guards.items()
        }

        def decider(kind: Disposition, rule: DispositionRule) -> Decider:
            path: KeyPath = ("dispositions", kind)
            for name in rule.guards:
                if name not in guards:
                    raise self.origin.error(
                        _("there is no guard {name!r}", name=name),
                        (*path, "guards"),
                        value=name,
                        remedy=near(name, guards),
                    )
            return Decider(
                kind,
                self.patterns((*path, "phrases"), rule.phrases),
                self.patterns((*path, "weak"), rule.weak),
                self.patterns((*path, "headings"), rule.headings),
                tuple(guards[name] for name in rule.guards),
            )

        return tuple(decider(kind, rule) for kind, rule in self.rule.dispositions.items())

    def _check_twice(self) -> None:
        """Phrases that tell keys apart must not stand under two of them, nor twice under one."""
        rule = self.rule
        for name, table in (("fields", rule.fields), ("headings", rule.headings), ("parts", rule.parts)):
            check_phrases(self.origin, {(name, k, "names"): v.names for k, v in table.items()})
        check_phrases(self.origin, {("table", "columns", k, "titles"): c.titles for k, c in rule.table.columns.items()})
        for name, names in (("groups", rule.groups), ("cities", rule.cities), ("platforms", rule.platforms)):
            check_phrases(self.origin, {(name, k): [k, *v] for k, v in names.items()})
        deciding: dict[KeyPath, Sequence[str]] = {
            ("dispositions", kind, part): getattr(d, part)
            for kind, d in rule.dispositions.items()
            for part in ("phrases", "weak")
        }
        check_phrases(self.origin, deciding)
        check_phrases(
            self.origin, {("dispositions", kind, "headings"): d.headings for kind, d in rule.dispositions.items()}
        )
        totals: dict[KeyPath, Sequence[str]] = {("totals", "total"): rule.totals.total}
        totals |= {("totals", "dispositions", k): v for k, v in rule.totals.dispositions.items()}
        check_phrases(self.origin, totals)
        recognise = rule.recognise
        check_phrases(
            self.origin,
            {("recognise", k): getattr(recognise, k) for k in ("required", "any", "excluding")},
        )
        check_phrases(self.origin, {("title", "patterns"): rule.title.patterns})
        check_phrases(self.origin, {("title", "levels", k): v for k, v in rule.title.levels.items()})
        check_phrases(self.origin, {("agreement", k): getattr(rule.agreement, k) for k in ("phrases", "refusals")})
        for part in ("remarks", "before", "after", "joins", "list_ends", "not_names", "not_bare"):
            check_phrases(self.origin, {("cases", part): getattr(rule.cases, part)})

    def _check_references(self) -> None:
        columns = self.rule.table.columns
        for path, keys in (
            (("recognise", "columns"), self.rule.recognise.columns),
            (("table", "required"), self.rule.table.required),
        ):
            for key in keys:
                if key not in columns:
                    raise self.origin.error(
                        _("there is no column {name!r} in table.columns", name=key),
                        path,
                        value=key,
                        remedy=near(key, columns),
                    )
        for name in self.rule.agreement.lifts:
            if name not in self.rule.guards:
                raise self.origin.error(
                    _("there is no guard {name!r}", name=name),
                    ("agreement", "lifts"),
                    value=name,
                    remedy=near(name, self.rule.guards),
                )

    def is_nothing(self, text: str) -> bool:
        """True when ``text`` says that there is nothing (無。), or is empty."""
        folded = Folded(text).text
        return not folded or any(p.fullmatch(folded) for p in self.nothing)


def _literal(folded: str) -> str:
    """A folded spelling as a piece of a pattern."""
    return "".join(c if c.isalnum() or not c.isascii() else "\\" + c for c in folded)


class Declarations:
    """All families at hand, by name."""

    def __init__(self, families: Mapping[str, Family]) -> None:
        self._families = dict(families)

    def __iter__(self) -> Iterator[Family]:
        return iter(self._families.values())

    def __len__(self) -> int:
        return len(self._families)

    def get(self, name: str) -> Family | None:
        """The family called ``name``."""
        return self._families.get(name)

    @property
    def names(self) -> tuple[str, ...]:
        """All names, those that are only to be extended left out."""
        return tuple(n for n, f in self._families.items() if f.rule.kind != "base")

    def _spellings(self, table: str) -> dict[str, tuple[str, ...]]:
        merged: dict[str, list[str]] = {}
        for family in self._families.values():
            for name, variants in getattr(family.rule, table).items():
                known = merged.setdefault(name, [])
                known.extend(v for v in variants if v not in known)
        return {name: tuple(variants) for name, variants in merged.items()}

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Every group any declaration knows, in the platform's order, with its other spellings."""
        return self._spellings("groups")

    def cities(self) -> dict[str, tuple[str, ...]]:
        """Every city any declaration knows, with its other spellings."""
        return self._spellings("cities")

    def platforms(self) -> dict[str, tuple[str, ...]]:
        """Every platform any declaration knows, with its other spellings."""
        return self._spellings("platforms")


def build(files: Mapping[str, File]) -> Declarations:
    """All of ``files`` merged, checked and compiled. Raises DeclarationError at the first that is wrong."""
    return Declarations({name: build_one(name, files) for name in sorted(files)})


def build_one(name: str, files: Mapping[str, File]) -> Family:
    """The family called ``name``, with what it extends among ``files``. Raises DeclarationError when it is wrong."""
    rule, origin = merge(files[name], files)
    return Family(name, rule, origin)


def paths_in(folders: Iterable[Path]) -> dict[str, Path]:
    """Name → file of each declaration; a folder named earlier replaces those of the same name in later ones."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            found.setdefault(path.stem, path)
    return found
