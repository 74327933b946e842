"""The text of one Word paragraph: what is seen of its runs, with everything inline that carries text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kbbt.i18n import _
from kbbt.readers.docx.fields import FieldState, drawn, form_field
from kbbt.readers.docx.names import CHART, DIAGRAM, MC, PIC, XML, A, M, V, W, toggle, value
from kbbt.readers.flow import Flow
from kbbt.readers.symbols import is_symbol_font, real_characters

if TYPE_CHECKING:
    from lxml.etree import _Element

    from kbbt.readers.docx.styles import Styles

BOX = W + "txbxContent"
REMOVED = frozenset({W + "del", W + "moveFrom"})
_ADDED = frozenset({W + "ins", W + "moveTo"})
_SILENT = frozenset(
    {W + n for n in (
        "pPr", "rPr", "delText", "delInstrText", "rt", "rubyPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr",
        "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "fldData", "pgNum",
        "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "softHyphen",
    )}
    | {M + n for n in ("rPr", "ctrlPr", "fPr", "dPr", "naryPr", "sSupPr", "sSubPr", "radPr", "oMathParaPr")}
)  # fmt: skip
_FIXED = {W + "tab": " ", W + "ptab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", M + "den": "/"}
_PICTURES = frozenset({PIC + "pic", V + "imagedata", CHART + "chart", DIAGRAM + "relIds"})
_TEXTS = (W + "t", W + "sym", M + "t", A + "t", V + "textpath", PIC + "pic", V + "imagedata")


@dataclass(slots=True)
class Inline:
    """What stands in a paragraph: its text, the boxes anchored in it, and the ids of its foot- and endnotes."""

    text: str = ""
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind (``footnote`` or ``endnote``) and id."""
    hidden: bool = False
    """True when text of the paragraph was left out because it is hidden."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How text is set: what is not seen, and the font when it is one of pictures."""

    hidden: bool = False
    struck: bool = False
    font: str | None = None


def pick_branch(alternate: _Element) -> _Element | None:
    """Of the branches of ``mc:AlternateContent``, all of which show the same, the first that has something to see."""
    for branch in alternate.iterchildren(MC + "Choice", MC + "Fallback"):
        if next(branch.iter(*_TEXTS), None) is not None:
            return branch
    return None


class RunReader:
    """Reads paragraphs of one story after the other."""

    def __init__(self, styles: Styles, flow: Flow) -> None:
        self._styles = styles
        self._flow = flow

    def read(self, paragraph: _Element, fields: FieldState) -> Inline:
        """What is seen of ``paragraph``; ``fields`` are those open in its story, which may reach over paragraphs."""
        inline = Inline()
        parts: list[str] = []
        style = value(paragraph.find(W + "pPr"), "pStyle")
        look = self._look(None, style)
        stack: list[tuple[Iterator[_Element], _Look]] = [(iter(paragraph), look)]
        while stack:
            element = next(stack[-1][0], None)
            look = stack[-1][1]
            if element is None:
                stack.pop()
                continue
            tag = element.tag
            if tag in _SILENT:
                continue
            if tag == W + "r":
                look = self._look(element.find(W + "rPr"), style)
            elif tag in REMOVED:
                self._flow.remark("tracked-changes")
                continue
            elif tag in _ADDED:
                self._flow.remark("tracked-changes")
            elif tag == MC + "AlternateContent":
                branch = pick_branch(element)
                if branch is None:
                    continue
                element = branch
            elif self._leaf(element, look, fields, inline, parts):
                continue
            if len(element):
                stack.append((iter(element), look))
        inline.text = "".join(parts)
        return inline

    def _leaf(self, element: _Element, look: _Look, fields: FieldState, inline: Inline, parts: list[str]) -> bool:
        """Read ``element`` if it is a leaf of the text; False when its children are to be looked at."""
        tag = element.tag
        if tag == W + "t":
            self._emit(_text_of(element), look, fields, inline, parts)
        elif tag in _FIXED:
            self._emit(_FIXED[tag], look, fields, inline, parts)
            return tag != M + "den"
        elif tag == W + "instrText":
            fields.code(element.text or "")
        elif tag == W + "fldChar":
            self._field(element, look, fields, inline, parts)
        elif tag == W + "sym":
            self._emit(self._symbol(element), look, fields, inline, parts)
        elif tag in (M + "t", A + "t"):
            self._emit(element.text or "", look, fields, inline, parts)
        elif tag == V + "textpath":
            self._emit("\n" + element.get("string", ""), look, fields, inline, parts)
        elif tag == BOX:
            if fields.shown and not look.hidden:
                inline.boxes.append(element)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            if fields.shown and not look.hidden and not look.struck:
                inline.notes.append((tag[len(W) :].removesuffix("Reference"), element.get(W + "id", "")))
        elif tag == W + "commentReference":
            self._flow.remark("comments")
        elif tag in _PICTURES:
            self._flow.remark("pictures")
        elif tag == W + "fldSimple":
            if next(element.iter(*_TEXTS), None) is not None:
                return False
            self._draw(element.get(W + "instr", ""), look, fields, inline, parts)
        elif tag == W + "subDoc":
            self._flow.remark("not-read", _("a subdocument"))
        else:
            return False
        return True

    def _emit(self, text: str, look: _Look, fields: FieldState, inline: Inline, parts: list[str]) -> None:
        if not text or not fields.shown:
            return
        if look.hidden:
            inline.hidden = True
            if text.strip():
                self._flow.remark("hidden-text")
        elif look.struck:
            if text.strip():
                self._flow.remark("struck-out", text)
        else:
            fields.seen()
            parts.append(real_characters(text, look.font) if look.font else text)

    def _field(self, mark: _Element, look: _Look, fields: FieldState, inline: Inline, parts: list[str]) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            shown = form_field(mark)
            self._emit(shown, look, fields, inline, parts)
            fields.begin(mark, shows_itself=bool(shown))
        elif kind == "separate":
            fields.separate()
        elif kind == "end":
            instruction = fields.end()
            if instruction is not None and fields.shown:
                self._draw(instruction, look, fields, inline, parts)

    def _draw(self, instruction: str, look: _Look, fields: FieldState, inline: Inline, parts: list[str]) -> None:
        """Write what a field shows that stores no result."""
        result = drawn(instruction)
        if result is None:
            self._flow.remark("field", instruction)
        self._emit(result or "", look, fields, inline, parts)

    def _symbol(self, element: _Element) -> str:
        font = element.get(W + "font")
        try:
            character = chr(int(element.get(W + "char", ""), 16))
        except (ValueError, OverflowError):
            return ""
        seen = real_characters(character, font)
        if "\ue000" <= seen <= "\uf8ff":
            self._flow.remark("symbols", f"U+{ord(seen):04X} {font or ''}")
        return seen

    def _look(self, properties: _Element | None, paragraph_style: str | None) -> _Look:
        run_style = value(properties, "rStyle")

        def on(name: str) -> bool:
            own = toggle(properties, name)
            return own if own is not None else self._styles.toggled(paragraph_style, run_style, name)

        fonts = properties.find(W + "rFonts") if properties is not None else None
        font = fonts.get(W + "ascii") if fonts is not None else None
        font = font or self._styles.font(run_style)
        return _Look(on("vanish"), on("strike") or on("dstrike"), font if is_symbol_font(font) else None)


def _text_of(element: _Element) -> str:
    text = element.text or ""
    if text != text.strip(" \t\r\n") and not _preserves(element):
        text = text.strip(" \t\r\n")
    # Line ends inside w:t are blanks of the producer's layout; Word's own line break is an element.
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")


def _preserves(element: _Element | None) -> bool:
    while element is not None:
        space = element.get(XML + "space")
        if space is not None:
            return space == "preserve"
        element = element.getparent()
    return False
