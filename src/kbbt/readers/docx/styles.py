"""Styles of WordprocessingML, as far as reading needs them: numbering, outline level, hidden and struck-out text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kbbt.readers.docx.names import W, number, toggle, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_BODY_TEXT = 9
"""The outline level that Word gives to text that is no heading."""


@dataclass(frozen=True, slots=True)
class StyleNumbering:
    """What a paragraph style says of numbering: the list, and for each style of the chain its id and level."""

    num_id: int | None
    chain: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Whether a paragraph is a heading, and how deep (0 is the outermost)."""

    heading: bool
    level: int | None


class Styles:
    """The styles of a document; every question is answered by the whole chain of ``basedOn``."""

    def __init__(self, root: _Element | None) -> None:
        self._by_id: dict[str, _Element] = {}
        self._default = ""
        for style in root.iterchildren(W + "style") if root is not None else ():
            name = style.get(W + "styleId", "")
            self._by_id.setdefault(name, style)
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = self._default or name
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None
        self._defaults = {name: bool(toggle(defaults, name)) for name in ("vanish", "strike", "dstrike")}
        # One document asks the same few styles again and again.
        self.numbering = cache(self._numbering)
        self.outline = cache(self._outline)
        self.toggled = cache(self._toggled)
        self.font = cache(self._font)

    def _chain(self, style_id: str | None, *, paragraph: bool) -> list[tuple[str, _Element]]:
        if paragraph and (style_id is None or style_id not in self._by_id):
            style_id = self._default
        chain: list[tuple[str, _Element]] = []
        seen: set[str] = set()
        while style_id and style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            style = self._by_id[style_id]
            chain.append((style_id, style))
            style_id = value(style, "basedOn")
        return chain

    def _numbering(self, style_id: str | None) -> StyleNumbering:
        num_id: int | None = None
        levels: list[tuple[str, int | None]] = []
        for name, style in self._chain(style_id, paragraph=True):
            properties = style.find(f"{W}pPr/{W}numPr")
            if num_id is None:
                num_id = number(value(properties, "numId"))
            levels.append((name, number(value(properties, "ilvl"))))
        return StyleNumbering(num_id, tuple(levels))

    def list_of(self, style_id: str) -> int | None:
        """The ``numId`` that a numbering style stands for."""
        style = self._by_id.get(style_id)
        return number(value(style.find(f"{W}pPr/{W}numPr"), "numId")) if style is not None else None

    def _outline(self, style_id: str | None) -> Outline:
        for _, style in self._chain(style_id, paragraph=True):
            level = number(value(style.find(W + "pPr"), "outlineLvl"))
            if level is not None:
                return Outline(level != _BODY_TEXT, level if level != _BODY_TEXT else None)
            name = value(style, "name") or ""
            heading = _HEADING.match(name)
            if heading:
                return Outline(True, int(heading.group(1)) - 1)
            if name.lower() == "title":
                return Outline(True, None)
        return Outline(False, None)

    def _toggled(self, paragraph_style: str | None, run_style: str | None, name: str) -> bool:
        """Whether styles set the toggle property ``name``: paragraph and character style cancel each other."""
        if self._defaults[name]:
            return True
        answers = []
        for style_id, paragraph in ((paragraph_style, True), (run_style, False)):
            found = (toggle(s.find(W + "rPr"), name) for _, s in self._chain(style_id, paragraph=paragraph))
            answers.append(next((answer for answer in found if answer is not None), False))
        return answers[0] != answers[1]

    def _font(self, run_style: str | None) -> str | None:
        for _, style in self._chain(run_style, paragraph=False):
            fonts = style.find(f"{W}rPr/{W}rFonts")
            if fonts is not None and fonts.get(W + "ascii"):
                return fonts.get(W + "ascii")
        return None
