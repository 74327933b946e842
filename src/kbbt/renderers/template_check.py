"""Checking a template before it is filled in: every fault with its place and, for a field, the nearest that exists.

A template of any format is turned into one Jinja source with one line a paragraph, so that a line number is a place.
"""

from __future__ import annotations

import difflib
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes
from lxml import etree

from kbbt.errors import DeclarationError, UsageError
from kbbt.i18n import _, retold
from kbbt.records import Record
from kbbt.renderers import page
from kbbt.renderers.templating import environment

_FULL_WIDTH = re.compile(r"｛[｛％%]|[{％%]｛|｛\s*\{|\{\s*｛")
_PREFIX = re.compile(r"\{([{%])-?\s*(?:p|tr|tc|r|cellbg|colspan)\s+(?=\S)")
_BLOCK = re.compile(r"\{%-?\s*(for|if|endfor|endif)\b")
_SMART = str.maketrans("“”‘’", "\"\"''")
_LOOP = {"index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "previtem", "nextitem"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MODELS = (
    page.ReportPage, page.GroupPage, page.EntryPage, page.Line,
    page.DiffPage, page.ChangePage, page.CountPage, page.SegmentPage,
)  # fmt: skip


def known_fields() -> set[str]:
    """Every field of every page model, and the fixed words of the templates."""
    from kbbt.renderers.pages import words

    return {name for model in _MODELS for name in model.model_fields} | set(words()["words"]) | {"rich_lines"}


def page_names(path: Path) -> dict[str, Any]:
    """The names a template gets: those of a diff when its file name begins with ``diff``, those of a report otherwise."""
    model: type[Record] = page.DiffPage if path.name.lower().startswith("diff") else page.ReportPage
    return dict.fromkeys([*model.model_fields, "words", "lang"])


def _xml_lines(data: bytes, paragraph_tags: Iterable[str]) -> list[str]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    return ["".join(str(t) for t in found.itertext()) for found in root.iter(*paragraph_tags)]


def template_lines(path: Path) -> tuple[list[str], str]:
    """The template's lines, and how the place of one is told. Raises UsageError when unreadable."""
    suffix = path.suffix.lower()
    try:
        if suffix not in (".docx", ".odt", ".ott", ".dotx"):
            return path.read_text(encoding="utf-8-sig").split("\n"), _("line {number}")
        with zipfile.ZipFile(path) as container:
            if suffix in (".docx", ".dotx"):
                lines = _xml_lines(container.read("word/document.xml"), [f"{_W}p"])
            else:
                lines = _xml_lines(container.read("content.xml"), [f"{_TEXT}p", f"{_TEXT}h"])
    except (OSError, KeyError, UnicodeDecodeError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise UsageError(
            _("the template cannot be read: {reason}", reason=str(error)),
            where=str(path),
            remedy=_("Templates are DOCX, ODT, Markdown or HTML files; start from a copy: kbbt templates copy."),
        ) from error
    # Word and Writer set smart quotes and docxtpl's tags carry a prefix; neither is a fault.
    return [_PREFIX.sub(r"{\1 ", line.replace("\n", " ").translate(_SMART)) for line in lines], _("paragraph {number}")


def check_file(path: Path, values: Mapping[str, Any]) -> list[DeclarationError]:
    """The faults of the template at ``path``, which will get ``values``; empty when it is sound."""
    lines, unit = template_lines(path)

    def fault(number: int, message: str, remedy: str) -> DeclarationError:
        words = lines[number - 1].strip() if 0 < number <= len(lines) else ""
        excerpt = f" 「{words[:60]}{'…' if len(words) > 60 else ''}」" if words else ""
        return DeclarationError(message, where=f"{path}, {unit.format(number=number)}{excerpt}", remedy=remedy)

    faults = [
        fault(number, _("a tag is written with full-width braces"), _("Type {{ and %} with half-width characters."))
        for number, line in enumerate(lines, 1)
        if _FULL_WIDTH.search(line)
    ]
    sandbox = environment("xml")
    try:
        tree = sandbox.parse("\n".join(lines))
        wrong = list(_wrong_names(tree, set(values)))
    except jinja2.TemplateSyntaxError as error:
        reason = _("the tag is not understood: {reason}", reason=retold(error.message or ""))
        place = _unclosed(lines) or error.lineno
        return [*faults, fault(place, reason, _("Compare it with a fresh copy: kbbt templates copy."))]
    return faults + [fault(number, *told) for number, told in wrong]


def _unclosed(lines: list[str]) -> int | None:
    """The line of the innermost tag that is never closed: Jinja knows only where the template ends."""
    opened: list[tuple[str, int]] = []
    for number, line in enumerate(lines, 1):
        for word in _BLOCK.findall(line):
            if word in ("for", "if"):
                opened.append((word, number))
            elif opened and word == f"end{opened[-1][0]}":
                opened.pop()
            else:
                return None  # closed without having been opened; Jinja tells its place
    return opened[-1][1] if opened else None


def _wrong_names(tree: nodes.Template, values: set[str]) -> Iterable[tuple[int, tuple[str, str]]]:
    fields = known_fields()
    undeclared = meta.find_undeclared_variables(tree) - values
    free = {id(node.node) for node in tree.find_all(nodes.Getattr)}
    for node in tree.find_all((nodes.Name, nodes.Getattr, nodes.Const)):
        if isinstance(node, nodes.Const) and str(node.value).startswith("__"):
            yield node.lineno, _not_allowed(str(node.value))
        if isinstance(node, nodes.Name):
            if node.name in undeclared:
                yield node.lineno, _unknown(node.name, values | (fields if id(node) not in free else set()))
        elif isinstance(node, nodes.Getattr):
            if node.attr.startswith("_"):
                yield node.lineno, _not_allowed(node.attr)
            elif node.attr not in fields | _LOOP and not _is_free_field(node):
                yield node.lineno, _unknown(node.attr, fields)


def _not_allowed(what: str) -> tuple[str, str]:
    return (
        _("the template asks for something that is not allowed: {reason}", reason=what),
        _("Templates may use the fields of the page only; see kbbt templates list."),
    )


def _is_free_field(node: nodes.Getattr) -> bool:
    """``entry.fields.主辦機關``: the columns of a source have names of their own."""
    return isinstance(node.node, nodes.Getattr) and node.node.attr == "fields"


def _unknown(name: str, known: set[str]) -> tuple[str, str]:
    near = difflib.get_close_matches(name, sorted(known), n=1)
    hint = _("Did you mean {name}?", name=near[0]) if near else _("kbbt templates list shows every field.")
    return _("there is no field {name!r}", name=name), hint
