"""DOCX from a Word form with Jinja tags (docxtpl), in a sandbox."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from kbbt.errors import DeclarationError
from kbbt.i18n import _
from kbbt.renderers.page import ChangePage, diff_page
from kbbt.renderers.pages import diff_values, find_template, report_values
from kbbt.renderers.templating import FAULTS, environment, unknown_field
from kbbt.views.model import Difference, Report

_STAMP = (2000, 1, 1, 0, 0, 0)


def report_docx(report: Report, template: Path | None = None) -> bytes:
    """The table as DOCX. Raises DeclarationError when the template is wrong, with the near match of an unknown field."""
    return _filled(template or find_template("report.docx"), report_values(report))


def diff_docx(difference: Difference) -> bytes:
    """The difference as DOCX: deletions struck, insertions underlined, both in brackets for print without colour."""
    changes = [_RichChange(change) for change in diff_page(difference).changes]
    return _filled(find_template("diff.docx"), {**diff_values(difference), "changes": changes})


class _RichChange:
    """A change with its text as rich lines for Word."""

    def __init__(self, change: ChangePage) -> None:
        self._change = change
        self.rich_lines = _rich_lines(change)

    def __getattr__(self, name: str) -> object:
        return getattr(self._change, name)


def _rich_lines(change: ChangePage) -> list[Any]:
    from docxtpl import RichText

    pieces = [(piece.kind, piece.text) for piece in change.segments]
    if not pieces:
        pieces = [("deleted", change.before)] if change.before and change.before != change.after else []
        pieces += [("inserted" if change.kind == "added" else "same", change.after)] if change.after else []
        if len(pieces) == 2:
            pieces.insert(1, ("same", "\n"))
    lines = [RichText()]
    for kind, text in pieces:
        for number, line in enumerate(text.split("\n")):
            if number:
                lines.append(RichText())
            if kind == "deleted" and line:
                lines[-1].add(f"〔－{line}〕", strike=True, color="B42318")
            elif kind == "inserted" and line:
                lines[-1].add(f"〔＋{line}〕", underline=True, color="14622B")
            elif line:
                lines[-1].add(line)
    return [line for line in lines if str(line)]


def _word(value: object) -> object:
    """A value as text of a Word form. docxtpl takes ``{_{`` in what was filled in for its own sign, so no brace stays one."""
    if not isinstance(value, str) and not hasattr(value, "__html__"):
        return value
    text = str(escape(value)).replace("{", "&#123;").replace("}", "&#125;")
    return Markup(text)  # noqa: S704  # escaped just above


def _filled(template: Path, values: Mapping[str, Any]) -> bytes:
    from docxtpl import DocxTemplate

    from kbbt.renderers.template_check import check_file

    problems = check_file(template, values)
    if problems:
        raise problems[0]
    form = DocxTemplate(template)
    try:
        form.render(dict(values), environment("xml", _word), autoescape=True)
    except jinja2.UndefinedError as error:
        raise unknown_field(error, values, str(template)) from error
    except FAULTS as error:
        raise DeclarationError(
            _("the template cannot be filled in: {reason}", reason=str(error)),
            where=str(template),
            remedy=_("kbbt templates check FILE shows the place of the fault."),
        ) from error
    out = io.BytesIO()
    form.save(out)
    return _reproducible(out.getvalue())


def _reproducible(data: bytes) -> bytes:
    """The same container with a fixed time on every member: the same table gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fresh = zipfile.ZipInfo(info.filename, _STAMP)
            fresh.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fresh, old.read(info))
    return out.getvalue()
