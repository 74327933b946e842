"""Markdown and HTML through Jinja templates."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kbbt.errors import UsageError
from kbbt.i18n import _, language
from kbbt.renderers.page import diff_page, report_page
from kbbt.renderers.templating import render
from kbbt.resources import search_path
from kbbt.views.model import Difference, Report


def find_template(name: str) -> Path:
    """A template by file name: the working folder's ``templates/`` first. Raises UsageError when there is none."""
    for folder in search_path("templates"):
        if (folder / name).is_file():
            return folder / name
    raise UsageError(_("there is no template {name}", name=name), remedy=_("kbbt templates list shows what there is."))


def read_template(path: Path) -> str:
    """The text of a template file. Raises UsageError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            _("the template cannot be read: {reason}", reason=str(error)),
            where=str(path),
            remedy=_("Is it a UTF-8 text file?"),
        ) from error


def report_values(report: Report) -> dict[str, Any]:
    """The names a report template may use."""
    page = report_page(report)
    return {name: getattr(page, name) for name in type(page).model_fields} | words()


def diff_values(difference: Difference) -> dict[str, Any]:
    """The names a diff template may use."""
    page = diff_page(difference)
    return {name: getattr(page, name) for name in type(page).model_fields} | words()


def words() -> dict[str, Any]:
    """The fixed words of the templates, in the user's language, under ``words``; and ``lang`` for HTML."""
    return {
        "lang": "zh-Hant-TW" if language() == "zh_TW" else "en",
        "words": {
            "changes": _("What changed"),
            "no_changes": _("No differences."),
            "formerly": _("formerly"),
            "inferred": _("inferred"),
            "related": _("with"),
            "before": _("before"),
            "after": _("after"),
            "deleted": _("deleted"),
            "inserted": _("inserted"),
        },
    }


def _rendered(name: str, kind: str, values: Mapping[str, Any], template: Path | None = None) -> str:
    from kbbt.renderers.template_check import check_file

    path = template or find_template(name)
    faults = check_file(path, values)
    if faults:
        raise faults[0]
    return render(read_template(path), kind, values, str(path))


def report_markdown(report: Report, template: Path | None = None) -> str:
    """The table as Markdown."""
    return _rendered("report.md", "md", report_values(report), template)


def report_html(report: Report, template: Path | None = None) -> str:
    """The table as one self-contained HTML file."""
    return _rendered("report.html", "html", report_values(report), template)


def diff_markdown(difference: Difference) -> str:
    """The difference as Markdown."""
    return _rendered("diff.md", "md", diff_values(difference))


def diff_html(difference: Difference) -> str:
    """The difference as one self-contained HTML file, readable on a phone and in print."""
    return _rendered("diff.html", "html", diff_values(difference))
