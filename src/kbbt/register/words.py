"""The words of a platform that comparing names needs: places, empty endings, characters that stand against one another.

They are data: the table ``[register]`` of ``parsers/common.toml`` (an officer's own folder is looked at first). Without
it names are still compared, only with less knowledge.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kbbt.errors import DeclarationError
from kbbt.resources import search_path
from kbbt.text import fold

_KEYS = ("suffixes", "everyone", "places", "contrasts")


@dataclass(frozen=True)
class Words:
    """What is known of the words in case names; all empty by default. Values are folded.

    ``suffixes``: endings that mean no more than "case". ``everyone``: words for all places together, whose presence
    tells no two cases apart. ``places``: spellings of one place (or one set of places) a line; different lines tell two
    cases apart. ``contrasts``: characters a line, of which one for another makes another matter (first/second,
    east/west).
    """

    suffixes: tuple[str, ...] = ()
    everyone: tuple[str, ...] = ()
    places: tuple[tuple[str, ...], ...] = ()
    contrasts: tuple[str, ...] = field(default=("0123456789", "一二三四五六七八九十", "甲乙丙丁戊己庚辛壬癸"))

    @classmethod
    def of(cls, table: Mapping[str, object]) -> Words:
        """The words of a ``[register]`` table. Raises DeclarationError when a key is unknown or is no list of texts."""
        unknown = sorted(set(table) - set(_KEYS))
        if unknown:
            raise DeclarationError(
                f"unknown key {unknown[0]!r} in [register]", remedy=f"The keys are: {', '.join(_KEYS)}."
            )
        plain = {key: _texts(key, table[key]) for key in ("suffixes", "everyone", "contrasts") if key in table}
        places = table.get("places", [])
        if not isinstance(places, list):
            raise _wrong("places")
        return cls(
            suffixes=tuple(sorted(plain.get("suffixes", ()), key=len, reverse=True)),
            everyone=plain.get("everyone", ()),
            places=tuple(_texts("places", line) for line in places),
            contrasts=cls().contrasts + plain.get("contrasts", ()),
        )

    @classmethod
    def load(cls) -> Words:
        """The words declared in the nearest ``parsers/common.toml`` that has some. Raises DeclarationError."""
        try:
            folders = search_path("parsers")
        except FileNotFoundError:
            return cls()
        for folder in folders:
            path = folder / "common.toml"
            try:
                table = tomllib.loads(path.read_text(encoding="utf-8")).get("register")
            except FileNotFoundError:
                continue
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise DeclarationError(
                    f"this is not TOML: {error}", where=str(path), remedy="Correct the file."
                ) from error
            if table is not None:
                try:
                    return cls.of(table)
                except DeclarationError as error:
                    raise error.at(str(path)) from error
        return cls()

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


def _texts(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise _wrong(key)
    texts: Iterable[str] = value
    return tuple(fold(one) for one in texts)


def _wrong(key: str) -> DeclarationError:
    return DeclarationError(
        f"[register] {key} must be a list of texts", remedy='Write it as in: suffixes = ["…", "…"].'
    )
