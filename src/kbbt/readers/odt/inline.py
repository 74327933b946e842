"""The text of one OpenDocument paragraph: what is seen of it, with everything inline that carries text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from kbbt.readers.flow import Flow
from kbbt.readers.odt.names import DRAW, OFFICE, TEXT
from kbbt.readers.odt.styles import Look, Styles
from kbbt.readers.symbols import real_characters

_BLANKS = re.compile(r"[ \t\r\n]+")
_FIXED = {TEXT + "s": " ", TEXT + "tab": " ", TEXT + "line-break": "\n"}
_SILENT = frozenset(
    {
        TEXT + "ruby-text",
        TEXT + "script",
        OFFICE + "event-listeners",
        OFFICE + "annotation-end",
        TEXT + "soft-page-break",
        TEXT + "tracked-changes",
    }
)
_CHANGES = frozenset(TEXT + name for name in ("change", "change-start", "change-end"))


@dataclass(slots=True)
class Inline:
    """What stands in a paragraph: its text, drawings anchored in it, its notes, and the number its producer wrote."""

    text: str = ""
    drawings: list[etree._Element] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    number: str = ""
    hidden: bool = False
    """True when text of the paragraph was left out because it is hidden."""


class InlineReader:
    """Reads paragraphs."""

    def __init__(self, styles: Styles, flow: Flow) -> None:
        self._styles = styles
        self._flow = flow

    def read(self, paragraph: etree._Element) -> Inline:
        """What is seen of ``paragraph`` (``text:p`` or ``text:h``)."""
        inline = Inline()
        parts: list[str] = []
        looks = [self._styles.look("paragraph", paragraph.get(TEXT + "style-name"), Look())]
        walk = etree.iterwalk(paragraph, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                looks.pop()
                if element is not paragraph:
                    self._emit(_BLANKS.sub(" ", element.tail or ""), looks[-1], inline, parts)
                continue
            look = looks[-1]
            if element is not paragraph and self._leaf(element, look, inline, parts):
                walk.skip_subtree()
            else:
                look = self._inside(element, look)
                self._emit(_BLANKS.sub(" ", element.text or ""), look, inline, parts)
            looks.append(look)
        inline.text = "".join(parts)
        return inline

    def _inside(self, element: etree._Element, look: Look) -> Look:
        if element.tag in (TEXT + "span", TEXT + "a"):
            return self._styles.look("text", element.get(TEXT + "style-name"), look)
        return look

    def _leaf(self, element: etree._Element, look: Look, inline: Inline, parts: list[str]) -> bool:
        """Read ``element`` if nothing inside it is text of the paragraph; False when its content is."""
        tag = str(element.tag)
        if tag in _FIXED:
            self._emit(_FIXED[tag], look, inline, parts)
        elif tag in _SILENT:
            pass
        elif tag in _CHANGES:
            self._flow.remark("tracked-changes")
        elif tag == OFFICE + "annotation":
            self._flow.remark("comments")
        elif tag == TEXT + "note":
            if not look.hidden and not look.struck:
                inline.notes.append(element)
        elif tag == TEXT + "number":
            inline.number = _BLANKS.sub(" ", "".join(str(piece) for piece in element.itertext()))
        elif tag.startswith(DRAW) and tag != DRAW + "a":
            if not look.hidden:
                inline.drawings.append(element)
        elif tag == TEXT + "hidden-paragraph":
            inline.hidden = inline.hidden or element.get(TEXT + "is-hidden") == "true"
        elif element.get(TEXT + "is-hidden") == "true" or element.get(TEXT + "display") == "none":
            self._hide(inline)
        else:
            return False
        return True

    def _hide(self, inline: Inline) -> None:
        inline.hidden = True
        self._flow.remark("hidden-text")

    def _emit(self, text: str, look: Look, inline: Inline, parts: list[str]) -> None:
        if not text:
            return
        if look.hidden:
            if text.strip():
                self._hide(inline)
        elif look.struck:
            if text.strip():
                self._flow.remark("struck-out", text)
        else:
            parts.append(real_characters(text, look.font) if look.font else text)
