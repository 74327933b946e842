"""Fields of Word: which text is a code and which its result, and results that Word draws without storing them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from kbbt.readers.docx.names import W, number, toggle, value
from kbbt.readers.symbols import real_characters

if TYPE_CHECKING:
    from lxml.etree import _Element

_SYMBOL = re.compile(r"SYMBOL\s+(0x[0-9A-F]{1,5}|[0-9]{1,6})\b", re.IGNORECASE)
_FONT = re.compile(r'\\f\s+"?([^"\\]+)"?')
_EQ_SWITCH = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\S+)\s*")
_EQ = re.compile(r"\\([of])\s*((?:\\a[clrd]\s*)?)\((.*)\)", re.IGNORECASE | re.DOTALL)
_SILENT = re.compile(
    r"\s*(?:TC|XE|RD|TA|SET|ASK|BOOKMARK|PRIVATE|ADVANCE|NEXT|NEXTIF|SKIPIF|BIDIOUTLINE|GOTOBUTTON|PRINT|MACROBUTTON"
    r"|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|INCLUDEPICTURE|SHAPE|EMBED|LINK|ADDIN|HYPERLINK|TOC|REF|PAGEREF)\b",
    re.IGNORECASE,
)
"""Fields that show nothing themselves, or whose result, when there is none, was empty on the page too."""


class FieldState:
    """Which complex fields are open in one story, and in which part of them the text stands.

    A ``begin`` without its ``end`` is taken for no field: else everything after it would be lost.
    """

    def __init__(self, root: _Element, story: str, removed: frozenset[str]) -> None:
        self._stray = _unmatched(root, story, removed)
        self._open: list[_Field] = []

    @property
    def shown(self) -> bool:
        """True when text met now is seen: outside of fields, or in the result of all that are open."""
        return all(field.in_result and not field.shows_itself for field in self._open)

    def begin(self, element: _Element, *, shows_itself: bool = False) -> None:
        """A field begins. One that shows itself (a tick box) has its result already; a stored one is not seen."""
        if element not in self._stray:
            self._open.append(_Field(shows_itself))

    def code(self, text: str) -> None:
        """A piece of the innermost field's instruction."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def separate(self) -> None:
        """The result of the innermost field begins."""
        if self._open:
            self._open[-1].in_result = True

    def end(self) -> str | None:
        """The innermost field ends; its instruction when it stored no result, else None."""
        if not self._open:
            return None
        field = self._open.pop()
        return None if field.has_result else field.instruction

    def seen(self) -> None:
        """Text was shown: every open field has a result."""
        for field in self._open:
            field.has_result = True


class _Field:
    __slots__ = ("has_result", "in_result", "instruction", "shows_itself")

    def __init__(self, shows_itself: bool) -> None:
        self.in_result = False
        self.has_result = shows_itself
        self.shows_itself = shows_itself
        self.instruction = ""


def _unmatched(root: _Element, story: str, removed: frozenset[str]) -> set[_Element]:
    """The ``begin`` marks of ``root`` that no ``end`` of the same story closes; ``story`` is the tag of inner stories."""
    stacks: dict[_Element | None, list[_Element]] = {}
    for mark in root.iter(W + "fldChar"):
        owner = None
        gone = False
        for ancestor in mark.iterancestors():
            if ancestor is root:
                break
            if ancestor.tag in removed:
                gone = True
            elif ancestor.tag == story and owner is None:
                owner = ancestor
        if gone:
            continue
        stack = stacks.setdefault(owner, [])
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            stack.append(mark)
        elif kind == "end" and stack:
            stack.pop()
    return {mark for stack in stacks.values() for mark in stack}


def form_field(begin: _Element) -> str:
    """What a legacy form field shows by itself: a ticked or empty box, the chosen entry of a list."""
    data = begin.find(W + "ffData")
    if data is None:
        return ""
    box = data.find(W + "checkBox")
    if box is not None:
        checked = toggle(box, "checked")
        ticked = checked if checked is not None else toggle(box, "default")
        return "☒" if ticked else "☐"
    choice = data.find(W + "ddList")
    if choice is not None:
        entries = [e.get(W + "val", "") for e in choice.iterchildren(W + "listEntry")]
        chosen = number(value(choice, "result"))
        index = chosen if chosen is not None else number(value(choice, "default")) or 0
        return entries[index] if 0 <= index < len(entries) else ""
    return ""


def drawn(instruction: str) -> str | None:
    """What Word draws for a field that stores no result: symbols, enclosed characters, phonetic guides, fractions.

    Empty for a field that shows nothing; None when it is not known what it shows.
    """
    text = instruction.strip()
    if not text or _SILENT.match(text):
        return ""
    symbol = _SYMBOL.match(text)
    if symbol:
        font = _FONT.search(text)
        code = int(symbol.group(1), 0 if symbol.group(1).lower().startswith("0x") else 10)
        return real_characters(chr(code), font.group(1).strip() if font else None) if _is_character(code) else None
    if text[:2].upper() == "EQ":
        return _equation(text[2:])
    return None


def _is_character(code: int) -> bool:
    return 0 < code < 0xD800 or 0xE000 <= code < 0x110000


def _equation(code: str) -> str | None:
    r"""``\o\ac(○,1)`` → ``①``; ``\o\ad(\s\up 11(ㄅㄧㄥ),冰)`` → ``冰``; ``\f(1,2)`` → ``1/2``. None for others."""
    match = _EQ.fullmatch(_EQ_SWITCH.sub("", code).strip())
    arguments = _arguments(match.group(3)) if match else []
    if match is None or len(arguments) != 2:
        return None
    first, second = arguments
    if match.group(1).lower() == "f":
        return f"{first}/{second}"
    return second if first.startswith("\\s") else _enclose(first, second)


def _arguments(text: str) -> list[str]:
    """The arguments of an EQ switch: split at the commas that stand in no bracket."""
    arguments, depth = [""], 0
    for c in text:
        if c in ",;" and depth == 0:
            arguments.append("")
            continue
        depth += (c == "(") - (c == ")")
        arguments[-1] += c
    return [argument.strip() for argument in arguments]


@lru_cache(maxsize=1)
def _circled() -> dict[str, str]:
    table: dict[str, str] = {}
    for code in (*range(0x2460, 0x2500), *range(0x3200, 0x3300)):
        parts = unicodedata.decomposition(chr(code)).split()
        if parts and parts[0] == "<circle>":
            table.setdefault("".join(chr(int(p, 16)) for p in parts[1:]), chr(code))
    return table


def _enclose(frame: str, inner: str) -> str:
    """Two characters drawn over one another; a number in a circle is the circled number."""
    if frame in ("○", "〇", "◯"):
        return _circled().get(inner.strip(), inner)
    return inner if frame in ("□", "△", "◇", "☐") else frame + inner
