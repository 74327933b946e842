"""Styles of OpenDocument, as far as reading needs them: the list of a paragraph, hidden and struck-out text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kbbt.readers.odt.names import FO, OFFICE, STYLE, TEXT
from kbbt.readers.symbols import is_symbol_font

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Look:
    """How text is set: what is not seen, and the font when it is one of pictures."""

    hidden: bool = False
    struck: bool = False
    font: str | None = None


def _font(properties: _Element) -> str | None:
    return properties.get(STYLE + "font-name") or properties.get(FO + "font-family")


def level_font(level: _Element) -> str | None:
    """The font of a list level's bullet."""
    properties = level.find(STYLE + "text-properties")
    return _font(properties) if properties is not None else None


def _is_automatic(style: _Element) -> bool:
    parent = style.getparent()
    return parent is not None and parent.tag == OFFICE + "automatic-styles"


class Styles:
    """The styles of ``content.xml`` (automatic ones first) and ``styles.xml``."""

    def __init__(self, *roots: _Element | None) -> None:
        self._by_name: dict[tuple[str, str], _Element] = {}
        self._fonts: dict[str, str] = {}
        for root in roots:
            if root is None:
                continue
            for face in root.iterfind(f"{OFFICE}font-face-decls/{STYLE}font-face"):
                family = face.get("{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}font-family", "")
                self._fonts.setdefault(face.get(STYLE + "name", ""), family.strip("'\""))
            for place in ("automatic-styles", "styles"):
                for style in root.iterfind(f"{OFFICE}{place}/{STYLE}style"):
                    key = (style.get(STYLE + "family", ""), style.get(STYLE + "name", ""))
                    self._by_name.setdefault(key, style)
        self.list_style = cache(self._list_style)
        self.look = cache(self._look)

    def _chain(self, family: str, name: str | None) -> Iterator[_Element]:
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self._by_name:
            seen.add(name)
            style = self._by_name[family, name]
            yield style
            name = style.get(STYLE + "parent-style-name")

    def _list_style(self, paragraph_style: str | None) -> str | None:
        for style in self._chain("paragraph", paragraph_style):
            name = style.get(STYLE + "list-style-name")
            if name is not None:
                return name or None
        return None

    def is_unlisted(self, paragraph_style: str | None) -> bool:
        """True when the paragraph's own style says that it is in no list, whatever the styles above it say."""
        style = self._by_name.get(("paragraph", paragraph_style or ""))
        return style is not None and style.get(STYLE + "list-style-name") == "" and _is_automatic(style)

    def _look(self, family: str, name: str | None, around: Look) -> Look:
        """How text of the style ``name`` looks inside text that looks like ``around``."""
        hidden: bool | None = None
        struck: bool | None = None
        font: str | None = None
        for style in self._chain(family, name):
            properties = style.find(STYLE + "text-properties")
            if properties is None:
                continue
            display = properties.get(TEXT + "display")
            if hidden is None and display is not None:
                hidden = display == "none"
            line = properties.get(STYLE + "text-line-through-type") or properties.get(STYLE + "text-line-through-style")
            if struck is None and line is not None:
                struck = line != "none"
            font = font or _font(properties)
        font = self._fonts.get(font, font) if font else around.font
        return Look(
            around.hidden if hidden is None else hidden,
            around.struck if struck is None else struck,
            font if is_symbol_font(font) else None,
        )

    def font_family(self, name: str | None) -> str | None:
        """The family of the declared font ``name``."""
        return self._fonts.get(name, name) if name else None
