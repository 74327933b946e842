"""Automatic numbers of Word: from ``numbering.xml`` and the paragraphs' order to the labels a person sees.

The rules, as Word keeps them:

* A list (``w:num``) stands on a definition (``w:abstractNum``); the counters belong to the definition and are shared by
  all lists on it. ``numStyleLink`` leads to the definition of a list style.
* ``lvlOverride`` replaces a level of one list, or only its start; the start holds the first time this list uses the
  level, and whenever the level restarts.
* A level restarts when a shallower one advances; ``lvlRestart`` names the level from which on, 0 says never (Word
  ignores it inside ``lvlOverride``). A deeper level that is used first finds the shallower ones at their start.
* ``isLgl`` prints every number of the label in decimal digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kbbt.readers.docx import formats
from kbbt.readers.docx.names import MC, W, number, toggle, value
from kbbt.readers.symbols import BULLET, bullet

if TYPE_CHECKING:
    from lxml.etree import _Element

    from kbbt.readers.docx.styles import Styles

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEVELS = 9
_MOST = 32_767
"""The highest number Word lets a list begin with."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list definition."""

    start: int
    format: str
    custom: str
    text: str
    restart: int | None
    style: str | None
    decimal: bool
    font: str | None
    picture: bool
    hidden: bool
    glued: bool
    """True when nothing stands between the number and the text (``w:suff``)."""


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """A list: the key of the definition that counts, its levels, and the starts of its own."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]

    def start(self, ilvl: int) -> int:
        """The number the level begins with in this list."""
        return self.starts.get(ilvl, self.levels[ilvl].start if ilvl in self.levels else 1)

    def level_of(self, style_id: str) -> int | None:
        """The level that is linked to the paragraph style ``style_id``."""
        return next((i for i, level in self.levels.items() if level.style == style_id), None)

    def glued(self, ilvl: int) -> bool:
        """True when nothing stands between the number and the text of the level."""
        return ilvl in self.levels and self.levels[ilvl].glued

    def nearest(self, ilvl: int) -> int | None:
        """``ilvl``, or the next shallower level that is defined."""
        return next((i for i in range(min(ilvl, _LEVELS - 1), -1, -1) if i in self.levels), None)


def _level(element: _Element) -> Level:
    format_element = element.find(W + "numFmt")
    if format_element is None:
        format_element = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=max(0, min(number(value(element, "start")) or 0, _MOST)),
        format=format_element.get(W + "val", "decimal") if format_element is not None else "decimal",
        custom=format_element.get(W + "format", "") if format_element is not None else "",
        text=value(element, "lvlText") or "",
        restart=number(value(element, "lvlRestart")),
        style=value(element, "pStyle"),
        decimal=bool(toggle(element, "isLgl")),
        font=fonts.get(W + "ascii") or fonts.get(W + "hAnsi") if fonts is not None else None,
        picture=element.find(W + "lvlPicBulletId") is not None,
        hidden=bool(toggle(element.find(W + "rPr"), "vanish")),
        glued=value(element, "suff") == "nothing",
    )


def _levels(parent: _Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent.iterchildren(W + "lvl"):
        ilvl = number(element.get(W + "ilvl"))
        if ilvl is not None and 0 <= ilvl < _LEVELS:
            levels.setdefault(ilvl, _level(element))
    return levels


def read_definitions(root: _Element | None, styles: Styles) -> dict[int, ListDefinition]:
    """``numId`` → the list, from the root of ``numbering.xml``."""
    if root is None:
        return {}
    definitions = {e.get(W + "abstractNumId", ""): e for e in root.iterchildren(W + "abstractNum")}
    by_style = {value(e, "styleLink"): name for name, e in definitions.items()}
    nums = {number(e.get(W + "numId")): e for e in root.iterchildren(W + "num")}

    def resolve(name: str) -> str:
        """Follow ``numStyleLink`` to the definition that has the levels."""
        seen: set[str] = set()
        while name in definitions and name not in seen:
            seen.add(name)
            link = value(definitions[name], "numStyleLink")
            if link is None:
                break
            linked = nums.get(styles.list_of(link))
            name = by_style.get(link) or value(linked, "abstractNumId") or name
        return name

    lists: dict[int, ListDefinition] = {}
    for num_id, num in nums.items():
        name = resolve(value(num, "abstractNumId") or "")
        if num_id is None or name not in definitions:
            continue
        levels = _levels(definitions[name])
        starts: dict[int, int] = {}
        for override in num.iterchildren(W + "lvlOverride"):
            ilvl = number(override.get(W + "ilvl"))
            if ilvl is None or not 0 <= ilvl < _LEVELS:
                continue
            own = override.find(W + "lvl")
            if own is not None:
                levels[ilvl] = replace(_level(own), restart=levels[ilvl].restart if ilvl in levels else None)
            start = number(value(override, "startOverride"))
            if start is not None:
                starts[ilvl] = max(0, min(start, _MOST))
        lists[num_id] = ListDefinition(name, levels, starts)
    return lists


@dataclass(slots=True)
class Counters:
    """The numbers of one story (the body, the text boxes, the notes) as its paragraphs come by."""

    lists: dict[int, ListDefinition]
    unknown: set[str] = field(default_factory=set)
    """Formats met that are not known; their numbers are written in digits."""
    _values: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[tuple[int, int]] = field(default_factory=set)

    def advance(self, num_id: int, ilvl: int) -> str:
        """Count one paragraph of the list ``num_id`` at level ``ilvl``; its label, empty when none is shown."""
        listed = self.lists.get(num_id)
        nearest = listed.nearest(ilvl) if listed else None
        if listed is None or nearest is None:
            return ""
        ilvl = nearest
        values = self._values.setdefault(listed.definition, {})
        if ilvl in listed.starts and (num_id, ilvl) not in self._used:
            values[ilvl] = listed.starts[ilvl]
        else:
            values[ilvl] = values[ilvl] + 1 if ilvl in values else listed.start(ilvl)
        self._used.add((num_id, ilvl))
        for shallower in range(ilvl):
            values.setdefault(shallower, listed.start(shallower))
        for deeper in [i for i in values if i > ilvl]:
            level = listed.levels.get(deeper)
            restart = level.restart if level else None
            if restart is None or restart > deeper or ilvl < restart:
                del values[deeper]
        return self._label(listed, values, ilvl)

    def _label(self, listed: ListDefinition, values: dict[int, int], ilvl: int) -> str:
        level = listed.levels[ilvl]
        if level.hidden:
            return ""
        if level.picture:
            return BULLET
        if level.format == "bullet":
            return bullet(level.text, level.font)

        def printed(match: re.Match[str]) -> str:
            i = int(match.group(1)) - 1
            if i > ilvl or i not in values:
                return ""
            own = listed.levels.get(i)
            name, custom = (own.format, own.custom) if own else ("decimal", "")
            if level.decimal and name not in ("none", "decimalZero"):
                name = "decimal"
            if not formats.known(name) and name not in ("custom", "bullet"):
                self.unknown.add(name)
            return "" if name == "bullet" else formats.print_number(values[i], name, custom)

        return _PLACEHOLDER.sub(printed, level.text)
