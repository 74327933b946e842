"""PDF through typst: the text goes in as data, so nothing in it can become markup."""

from __future__ import annotations

import json
import re

from kbbt.errors import MissingPartError
from kbbt.i18n import _
from kbbt.renderers.fonts import chinese_fonts
from kbbt.renderers.page import report_page
from kbbt.renderers.pages import find_template
from kbbt.views.model import Report

# The table's fixed words are those of the documents, in every language of the program: what is printed is read back.
_WORDS = {
    "page-of": "第 {page} 頁，共 {pages} 頁",
    "reporting-date": "資料時間：",
    "name": "方案名稱",
    "status": "最新辦理情形",
    "remark": "備註",
}


# A blank at the end of a line is lost to whoever reads the PDF, so the line must not break there: a word joiner after the
# blank sees to it. (A no-break blank would do, but the Kai faces have no glyph for it.) Between Latin words the reader puts
# the blank back (kbbt.text.join_lines), and without a break a long run of them would not fit its column.
_BLANK = " \u2060"
_BREAKABLE = re.compile(r"(?<=[!-~]) (?=[!-~])")


def _glued(text: str) -> str:
    return _BREAKABLE.sub(f"{_BLANK}\u200b", text).replace(" ", _BLANK).replace(f"{_BLANK}\u2060", _BLANK)


def report_pdf(report: Report) -> bytes:
    """The table as PDF, the same bytes for the same table. Raises MissingPartError when there is no Chinese font."""
    try:
        import typst
    except ImportError as error:
        raise MissingPartError(_("PDF output needs typst"), remedy=_("pip install typst")) from error
    fonts, families = chinese_fonts()
    template = find_template("report.typ")
    page = report_page(report).model_dump_json()
    inputs = {
        "page": _glued(page),
        "fonts": json.dumps(families),
        "words": json.dumps(_WORDS),
    }
    compiler = typst.Compiler(input=template.read_bytes(), root=template.parent, font_paths=fonts, sys_inputs=inputs)
    pdf = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(pdf, bytes)  # one file, because no output path was given
    return pdf
