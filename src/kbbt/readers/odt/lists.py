"""Automatic numbers of OpenDocument: from list styles and the nesting of lists to the labels a person sees.

A list counts for itself. ``text:continue-list`` names the list it goes on from, ``text:continue-numbering`` means the
one before it of the same style. Within a list the levels count as a tree: a level begins anew when a shallower one
advances, and in a second list inside the same item.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kbbt.readers.odt import formats
from kbbt.readers.odt.names import LOEXT, OFFICE, STYLE, TEXT, XML, number
from kbbt.readers.odt.styles import Styles, level_font
from kbbt.readers.symbols import BULLET, bullet

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACEHOLDER = re.compile(r"%([0-9]{1,2})%")
_LEVEL_STYLES = {
    TEXT + "list-level-style-number": "number",
    TEXT + "outline-level-style": "number",
    TEXT + "list-level-style-bullet": "bullet",
    TEXT + "list-level-style-image": "image",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style."""

    kind: str = "number"
    format: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    synchronous: bool = False
    template: str | None = None
    bullet: str = ""
    glued: bool = False
    """True when nothing stands between the number and the text."""


@dataclass(frozen=True, slots=True)
class ListStyle:
    """A list style: its levels from 1 on; ``consecutive`` ones share one counter."""

    levels: dict[int, Level]
    consecutive: bool = False

    def level(self, depth: int) -> Level:
        """Level ``depth`` (from 1); one that is not defined shows nothing."""
        return self.levels.get(depth, Level())


_NONE = ListStyle({})


@dataclass(slots=True)
class OpenList:
    """A list while it is read: its style and how far each level has counted."""

    style: str | None
    values: dict[int, int] = field(default_factory=dict)


def _level(element: _Element, styles: Styles) -> Level:
    kind = _LEVEL_STYLES[str(element.tag)]
    mark = ""
    if kind == "bullet":
        mark = bullet(element.get(TEXT + "bullet-char", ""), styles.font_family(level_font(element)))
    elif kind == "image":
        mark = BULLET
    alignment = element.find(f"{STYLE}list-level-properties/{STYLE}list-level-label-alignment")
    return Level(
        kind=kind,
        format=element.get(STYLE + "num-format", ""),
        prefix=element.get(STYLE + "num-prefix", ""),
        suffix=element.get(STYLE + "num-suffix", ""),
        shown=max(1, number(element.get(TEXT + "display-levels"), 1)),
        start=number(element.get(TEXT + "start-value"), 1),
        synchronous=element.get(STYLE + "num-letter-sync") == "true",
        template=element.get(STYLE + "num-list-format") or element.get(LOEXT + "num-list-format"),
        bullet=mark,
        glued=alignment is not None and alignment.get(TEXT + "label-followed-by") == "nothing",
    )


class Lists:
    """Counts every list of one document."""

    def __init__(self, styles: Styles, *roots: _Element | None) -> None:
        self._styles: dict[str, ListStyle] = {}
        self._by_id: dict[str, OpenList] = {}
        self._last: dict[str | None, OpenList] = {}
        self.unknown: set[str] = set()
        """Formats met that are not known; their numbers are written in digits."""
        self.outline = OpenList("")
        for root in roots:
            if root is not None:
                self._read(root, styles)

    def _read(self, root: _Element, styles: Styles) -> None:
        for place in ("automatic-styles", "styles"):
            for kind in ("list-style", "outline-style"):
                for element in root.iterfind(f"{OFFICE}{place}/{TEXT}{kind}"):
                    levels = {
                        number(e.get(TEXT + "level"), 0): _level(e, styles)
                        for e in element.iterchildren()
                        if e.tag in _LEVEL_STYLES
                    }
                    style = ListStyle(levels, element.get(TEXT + "consecutive-numbering") == "true")
                    if kind == "outline-style":
                        self._styles.setdefault("", style)
                        self.outline_name = element.get(STYLE + "name", "Outline")
                        self._styles.setdefault(self.outline_name, style)
                    else:
                        self._styles.setdefault(element.get(STYLE + "name", ""), style)

    outline_name = "Outline"

    def open(self, element: _Element, parent: OpenList | None, paragraph_style: str | None) -> OpenList:
        """The list that ``text:list`` begins or goes on with. ``paragraph_style`` is the list style that the paragraphs
        in it name, for a list that names none itself.
        """
        name = element.get(TEXT + "style-name") or (parent.style if parent else None) or paragraph_style
        origin = element.get(TEXT + "continue-list")
        if name == self.outline_name and name in self._styles:
            opened = self.outline
        elif origin is not None and origin in self._by_id:
            opened = self._by_id[origin]
        elif parent is not None and parent.style == name:
            return parent
        elif element.get(TEXT + "continue-numbering") == "true" and name in self._last:
            opened = self._last[name]
        else:
            opened = OpenList(name)
        self._last[name] = opened
        list_id = element.get(XML + "id") or element.get(TEXT + "id")
        if list_id:
            self._by_id[list_id] = opened
        return opened

    def by_id(self, list_id: str | None, style: str | None) -> OpenList:
        """The list that a ``text:numbered-paragraph`` belongs to."""
        key = list_id or f"\0{style}"
        return self._by_id.setdefault(key, OpenList(style))

    def advance(self, opened: OpenList, depth: int, start: int | None = None, override: str | None = None) -> str:
        """Count one item at level ``depth`` (from 1) of ``opened``; its label, empty when none is shown.

        ``start`` is the item's own number, ``override`` the list style of this item alone.
        """
        style = self._styles.get(override or opened.style or "", _NONE)
        values = opened.values
        counted = 0 if style.consecutive else depth
        if start is not None:
            values[counted] = start
        else:
            values[counted] = values[counted] + 1 if counted in values else style.level(depth).start
        if not style.consecutive:
            for shallower in range(1, depth):
                values.setdefault(shallower, style.level(shallower).start)
            for deeper in [i for i in values if i > depth]:
                del values[deeper]
        return self._label(style, values, depth)

    def glued(self, opened: OpenList, depth: int, override: str | None = None) -> bool:
        """True when nothing stands between the number of level ``depth`` and the text."""
        return self._styles.get(override or opened.style or "", _NONE).level(depth).glued

    @staticmethod
    def restart(opened: OpenList, depth: int) -> None:
        """Levels deeper than ``depth`` begin anew."""
        for deeper in [i for i in opened.values if i > depth]:
            del opened.values[deeper]

    def _label(self, style: ListStyle, values: dict[int, int], depth: int) -> str:
        level = style.level(depth)
        if level.kind != "number":
            return level.prefix + level.bullet + level.suffix
        if level.template is not None:
            return _PLACEHOLDER.sub(lambda m: self._printed(style, values, int(m.group(1)), depth), level.template)
        first = max(1, depth - level.shown + 1)
        printed = [self._printed(style, values, i, depth) for i in range(first, depth + 1)]
        return level.prefix + ".".join(p for p in printed if p) + level.suffix

    def _printed(self, style: ListStyle, values: dict[int, int], i: int, depth: int) -> str:
        level = style.level(i)
        value = values.get(0 if style.consecutive else i)
        if value is None or i > depth or level.kind != "number":
            return ""
        if not formats.known(level.format):
            self.unknown.add(level.format)
        return formats.print_number(value, level.format, synchronous=level.synchronous)
