"""Which module writes which format. Office formats are imported only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.views.model import Difference, Report

# format → module:function; each function takes (view, template file or None) and gives text or bytes
_REPORT = {
    "json": "kbbt.renderers.jsonout:report",
    "md": "kbbt.renderers.pages:report_markdown",
    "html": "kbbt.renderers.pages:report_html",
    "csv": "kbbt.renderers.sheets:report_csv",
    "xlsx": "kbbt.renderers.sheets:report_xlsx",
    "docx": "kbbt.renderers.docx:report_docx",
    "odt": "kbbt.renderers.odt:report_odt",
    "pdf": "kbbt.renderers.pdf:report_pdf",
    "terminal": "kbbt.renderers.terminal.plain:report_plain",
}
_DIFF = {
    "json": "kbbt.renderers.jsonout:difference",
    "md": "kbbt.renderers.pages:diff_markdown",
    "html": "kbbt.renderers.pages:diff_html",
    "docx": "kbbt.renderers.docx:diff_docx",
    "terminal": "kbbt.renderers.terminal.plain:diff_plain",
}
_TEMPLATED = ("md", "html", "docx", "odt")


def _load(path: str) -> Callable[..., str | bytes]:
    module, function = path.split(":")
    found: Callable[..., str | bytes] = getattr(import_module(module), function)
    return found


def render_report(report: Report, format_: str, template: Path | None = None) -> str | bytes:
    """The table in ``format_``. Raises UsageError when a template is given to a format that has none."""
    if template is None:
        return _load(_REPORT[format_])(report)
    if format_ not in _TEMPLATED:
        raise UsageError(
            _("the format {name} takes no template", name=format_),
            remedy=_("Formats with templates: {formats}.", formats=_(", ").join(_TEMPLATED)),
        )
    return _load(_REPORT[format_])(report, template)


def render_diff(difference: Difference, format_: str) -> str | bytes:
    """The difference in ``format_``."""
    return _load(_DIFF[format_])(difference)
