"""The words of a platform that comparing names needs: places, empty endings, characters that stand against one another.

They are data: ``parsers/phrases/names.toml``, and the cities of all declarations. Without them names are still compared,
only with less knowledge.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from kbbt.errors import DeclarationError
from kbbt.i18n import _
from kbbt.resources import search_path
from kbbt.text import fold

_FILE = Path("phrases") / "names.toml"
_LISTS = ("suffixes", "former", "everyone", "places", "contrasts")


@dataclass(frozen=True)
class Words:
    """What is known of the words in case names; all empty by default. Values are folded.

    ``suffixes``: endings that mean no more than "case". ``former``: how a remark in brackets begins that gives the
    former name. ``everyone``: words for all places together, whose presence
    tells no two cases apart. ``places``: spellings of one place (or one set of places) a line; different lines tell two
    cases apart. ``contrasts``: characters a line, of which one for another makes another matter (first/second,
    east/west).
    """

    suffixes: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    everyone: tuple[str, ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    contrasts: tuple[str, ...] = field(default=("0123456789", "一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸"))

    @classmethod
    def of(cls, table: Mapping[str, object]) -> Words:
        """The words of a declared table. Raises DeclarationError when a list is unknown or holds something else than texts."""
        for name in table:
            if name not in _LISTS:
                near = get_close_matches(name, _LISTS, 1)
                hint = (
                    _("Did you mean {name!r}?", name=near[0])
                    if near
                    else _("Lists: {names}.", names=_(", ").join(_LISTS))
                )
                raise DeclarationError(_("there is no list {name!r}", name=name), remedy=hint)
        plain = {name: _texts(name, table[name]) for name in _LISTS if name in table and name != "places"}
        places = table.get("places", [])
        if not isinstance(places, list):
            raise _wrong("places")
        return cls(
            suffixes=tuple(sorted(plain.get("suffixes", ()), key=len, reverse=True)),
            former=tuple(sorted(plain.get("former", ()), key=len, reverse=True)),
            everyone=plain.get("everyone", ()),
            places=tuple(_texts("places", line) for line in places),
            contrasts=cls().contrasts + plain.get("contrasts", ()),
        )

    @classmethod
    def load(cls, folders: Iterable[Path] | None = None) -> Words:
        """The words as declared: a list that stands in several of ``folders`` is taken from the first; cities add up.

        Without ``folders``, those of :func:`kbbt.resources.search_path`. Raises DeclarationError.
        """
        if folders is None:
            try:
                folders = search_path("parsers")
            except FileNotFoundError:
                return cls()
        lists: dict[str, object] = {}
        cities: dict[str, tuple[str, ...]] = {}
        for folder in folders:
            path = folder / _FILE
            if path.is_file():
                table = _read(path)
                try:
                    cls.of(table)
                except DeclarationError as error:
                    raise error.at(str(path)) from error
                lists = table | lists
            cities = _cities(folder) | cities
        words = cls.of(lists)
        return replace(words, places=words.places + tuple(line for line in cities.values()))

    @cached_property
    def place_tokens(self) -> tuple[tuple[str, str], ...]:
        """(spelling, place) pairs, longest spelling first; the place of a word for everyone is empty."""
        pairs = {spelling: line[0] for line in self.places for spelling in line}
        pairs |= dict.fromkeys(self.everyone, "")
        return tuple(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))

    def contrasts_with_some(self, character: str) -> bool:
        """Whether some other character stands against this one."""
        return any(character in line for line in self.contrasts)

    def contrasting(self, a: str, b: str) -> bool:
        """Whether the two characters stand against one another."""
        return a != b and any(a in line and b in line for line in self.contrasts)


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(
            _("this is no TOML: {error}", error=error), where=str(path), remedy=_("Correct the file.")
        ) from error


def _cities(folder: Path) -> dict[str, tuple[str, ...]]:
    """City → all its spellings, of every declaration in the folder; a spelling that is a pattern is left out.

    What is wrong in a declaration is said by the parsers, not here.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        with contextlib.suppress(DeclarationError, OSError):
            cities = _read(path).get("cities")
            for name, spellings in cities.items() if isinstance(cities, dict) else ():
                plain = [one for one in spellings if isinstance(one, str) and re.escape(one) == one]
                found[fold(name)] = tuple(fold(one) for one in (name, *plain))
    return found


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise _wrong(key)
    texts: Iterable[str] = value
    return tuple(fold(one) for one in texts)


def _wrong(key: str) -> DeclarationError:
    return DeclarationError(
        _("{key} must be a list of texts", key=key),
        remedy=_("Write it so: {example}.", example='suffixes = ["案", "一案"]'),
    )
