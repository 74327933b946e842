"""ODT from a Writer form with Jinja tags in its content.xml; LibreOffice is not needed."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree
from markupsafe import Markup, escape

from kbbt.errors import DeclarationError, UsageError
from kbbt.i18n import _
from kbbt.renderers.pages import find_template, report_values
from kbbt.renderers.templating import render
from kbbt.views.model import Report

_STAMP = (2000, 1, 1, 0, 0, 0)
_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_SPLIT_OPEN = re.compile(r"\{(?:<[^>]*>)+(?=[{%#])")
_SPLIT_CLOSE = re.compile(r"([}%#])(?:<[^>]*>)+(?=\})")
_CONTROL = r"(\{%-?(?:(?!%\}).)*%\})"
_ONLY_TAG_PARAGRAPH = re.compile(
    rf"<text:([ph])\b[^>]*>(?:\s*<text:(?:span|soft-page-break)\b[^>]*>)*\s*{_CONTROL}\s*(?:</text:span>\s*)*</text:\1>",
    re.DOTALL,
)
_SMART = str.maketrans("“”‘’", "\"\"''")


def report_odt(report: Report, template: Path | None = None) -> bytes:
    """The table as ODT. Raises DeclarationError when the template is wrong."""
    path = template or find_template("report.odt")
    return filled(path, report_values(report))


def template_source(content: str) -> str:
    """The Jinja source in a content.xml: tags that Writer split over spans are joined, smart quotes in tags straightened,
    and a paragraph or table row that holds nothing but one ``{% … %}`` gives way to that tag.
    """
    content = _SPLIT_CLOSE.sub(r"\1", _SPLIT_OPEN.sub("{", content))

    def tidy(match: re.Match[str]) -> str:
        return html.unescape(re.sub(r"<[^>]*>", "", match[0])).translate(_SMART)

    content = _TAG.sub(tidy, content)
    rows = re.compile(r"<table:table-row\b.*?</table:table-row>", re.DOTALL)
    content = rows.sub(lambda m: _promoted_row(m[0]), content)
    return _ONLY_TAG_PARAGRAPH.sub(r"\2", content)


def _promoted_row(row: str) -> str:
    text = re.sub(r"<[^>]*>", "", _TAG.sub(lambda m: m[0].replace("<", "\x00").replace(">", "\x01"), row)).strip()
    alone = re.fullmatch(_CONTROL, text, re.DOTALL)
    return text.replace("\x00", "<").replace("\x01", ">") if alone else row


def _odf(value: object) -> object:
    """A value as ODF text: line feeds and runs of blanks are elements there."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = str(escape(value)).replace("\n", "<text:line-break/>")
    text = re.sub(r"(?<= ) +|^ +", lambda m: f'<text:s text:c="{len(m[0])}"/>', text)
    return Markup(text)  # noqa: S704  # escaped just above


def filled(path: Path, values: dict[str, Any]) -> bytes:
    """The ODT template at ``path`` with ``values`` filled in."""
    try:
        with zipfile.ZipFile(path) as container:
            members = [(info.filename, container.read(info)) for info in container.infolist()]
    except (OSError, zipfile.BadZipFile) as error:
        raise UsageError(
            _("the template cannot be read: {reason}", reason=str(error)),
            where=str(path),
            remedy=_("Is it an ODT file?"),
        ) from error
    from kbbt.renderers.template_check import check_file

    problems = check_file(path, values)
    if problems:
        raise problems[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        # ODF wants the mimetype first and stored, so that the file is known by its first bytes.
        members.sort(key=lambda member: member[0] != "mimetype")
        for name, data in members:
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            if name == "content.xml":
                source = template_source(data.decode("utf-8"))
                data = render(source, "xml", values, str(path), finalize=_odf).encode("utf-8")
                _must_parse(data, path)
            made.writestr(info, data)
    return out.getvalue()


def _must_parse(data: bytes, path: Path) -> None:
    try:
        etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        raise DeclarationError(
            _("the filled-in template is not well-formed: {reason}", reason=str(error)),
            where=str(path),
            remedy=_("A {% … %} tag must stand in a paragraph or row of its own, or begin and end in one paragraph."),
        ) from error
