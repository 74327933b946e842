"""Make the office templates: templates/report.docx, report.odt and diff.docx (``make templates``).

They are ordinary Word and Writer documents with Jinja tags; an officer may change a copy in Word. They are made by this
script and not by hand so that what is in them can be reviewed.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

OUT = Path(__file__).resolve().parents[1] / "templates"
KAI = "標楷體"
LATIN = "Times New Roman"


def _face(style: Any, size: float, *, bold: bool = False) -> None:
    style.font.name = LATIN
    style.font.size = Pt(size)
    style.font.bold = bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), KAI)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-TW")
    style.element.get_or_add_rPr().append(language)


def _paragraph_style(
    document: Any, name: str, size: float, *, bold: bool = False, left: float = 0, hanging: float = 0
) -> Any:
    styles = document.styles
    style = styles[name] if name in [s.name for s in styles] else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    _face(style, size, bold=bold)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.widow_control = True
    form.left_indent, form.first_line_indent = Pt(left), Pt(-hanging)
    return style


def _field(paragraph: Any, instruction: str) -> None:
    for kind, text in (("begin", None), (None, instruction), ("separate", None), ("text", "1"), ("end", None)):
        run = paragraph.add_run()
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "text":
            run.text = text or ""
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)


def _cell_margins(table: Any) -> None:
    """A little room between the text of a cell and its rules."""
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", 57), ("left", 108), ("bottom", 57), ("right", 108)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def _base() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    _face(document.styles["Normal"], 12)
    _paragraph_style(document, "Title", 18, bold=True).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)
    _paragraph_style(document, "Subtitle", 13).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading = _paragraph_style(document, "Heading 1", 14, bold=True)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(4)
    heading.paragraph_format.keep_with_next = True
    for name in ("Title", "Subtitle", "Heading 1"):
        properties = document.styles[name].element.get_or_add_rPr()
        for tag in ("w:color", "w:i", "w:spacing"):
            for found in properties.findall(qn(tag)):
                properties.remove(found)
        document.styles[name].font.italic = False
    _paragraph_style(document, "Case name", 12)
    _paragraph_style(document, "Status text", 12)
    _paragraph_style(document, "Status item", 12, left=14, hanging=14)
    _paragraph_style(document, "Status subitem", 12, left=30, hanging=16)
    _paragraph_style(document, "Change facts", 12).paragraph_format.keep_with_next = True
    _paragraph_style(document, "Table head", 12, bold=True).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Table head"].paragraph_format.keep_with_next = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("第 ")
    _field(footer, "PAGE")
    footer.add_run(" 頁，共 ")
    _field(footer, "NUMPAGES")
    footer.add_run(" 頁")
    return document


def _header_row(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    for tag in ("w:cantSplit", "w:tblHeader"):
        properties.append(OxmlElement(tag))
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), "E7E6E6")
        cell._tc.get_or_add_tcPr().append(shade)


def _status_table(document: Any, titles: list[str], widths: list[float]) -> None:
    table = document.add_table(rows=4, cols=len(titles))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    _cell_margins(table)
    for column, width in enumerate(widths):
        table.columns[column].width = Cm(width)
        for cell in table.columns[column].cells:
            cell.width = Cm(width)
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        cell.paragraphs[0].style = "Table head"
        cell.paragraphs[0].add_run(title)
    _header_row(table.rows[0])
    table.rows[1].cells[0].paragraphs[0].add_run("{%tr for entry in group.entries %}")
    row = table.rows[2].cells
    row[0].paragraphs[0].style = "Case name"
    row[0].paragraphs[0].add_run("{{ entry.name }}")
    pieces = [
        ("Status text", "{%p for line in entry.lines %}"),
        ("Status text", "{%p if line.depth == 0 %}"),
        ("Status text", "{{ line.text }}"),
        ("Status text", "{%p elif line.depth == 1 %}"),
        ("Status item", "{{ line.text }}"),
        ("Status text", "{%p else %}"),
        ("Status subitem", "{{ line.text }}"),
        ("Status text", "{%p endif %}"),
        ("Status text", "{%p endfor %}"),
    ]
    for number, (style, text) in enumerate(pieces):
        paragraph = row[1].paragraphs[0] if number == 0 else row[1].add_paragraph()
        paragraph.style = style
        paragraph.add_run(text)
    if len(titles) > 2:
        row[2].paragraphs[0].style = "Status text"
        row[2].paragraphs[0].add_run("{{ entry.remark }}")
    table.rows[3].cells[0].paragraphs[0].add_run("{%tr endfor %}")


def report_docx() -> bytes:
    """The officer's Word form of the status table."""
    document = _base()
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("資料時間：{{ as_of }}", style="Subtitle")
    document.add_paragraph("{%p for group in groups %}")
    document.add_paragraph("{{ group.label }}{{ group.name }}", style="Heading 1")
    document.add_paragraph("{%p if has_remarks %}")
    _status_table(document, ["方案名稱", "最新辦理情形", "備註"], [4.2, 10.2, 2.6])
    document.add_paragraph("{%p else %}")
    _status_table(document, ["方案名稱", "最新辦理情形"], [4.8, 12.2])
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    return _saved(document)


def diff_docx() -> bytes:
    """The Word form of a difference: deletions struck and in brackets, insertions underlined and in brackets."""
    document = _base()
    document.add_paragraph("{{ words.changes }}：{{ first }} → {{ second }}", style="Title")
    document.add_paragraph(
        "{% for count in counts %}{{ count.kind_words }} {{ count.count }}　{% endfor %}"
        "{% if not changes %}{{ words.no_changes }}{% endif %}",
        style="Subtitle",
    )
    document.add_paragraph("{%p for change in changes %}")
    document.add_paragraph(
        "{{ change.kind_words }}{% if change.inferred %}（{{ words.inferred }}）{% endif %}：{{ change.name }}",
        style="Heading 1",
    )
    document.add_paragraph(
        "{{ change.group }}　{{ change.before_date or '—' }} → {{ change.after_date or '—' }}"
        "{% if change.name_before and change.name_before != change.name %}　{{ words.formerly }}：{{ change.name_before }}{% endif %}"
        "{% if change.related %}　{{ words.related }}：{{ change.related | join('、') }}{% endif %}",
        style="Change facts",
    )
    document.add_paragraph("{%p for line in change.rich_lines %}")
    document.add_paragraph("{{r line }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.core_properties.author = ""
    document.core_properties.title = ""
    document.core_properties.comments = ""
    document.save(out)
    return _zip([(i.filename, d) for i, d in _members(out.getvalue())])


def _members(data: bytes) -> list[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return [(info, container.read(info)) for info in container.infolist()]


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            container.writestr(info, data)
    return out.getvalue()


_NS = " ".join(
    f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"'
    for p, u in (("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"))
) + (
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
)


def _odt_paragraph_style(name: str, size: float, paragraph: str = "", text: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="Standard">'
        f'<style:paragraph-properties fo:margin-top="0cm" fo:margin-bottom="0cm" fo:orphans="2" fo:widows="2" {paragraph}/>'
        f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" {text}/></style:style>'
    )


def _odt_table(name: str, titles: list[str]) -> str:
    head = "".join(
        f'<table:table-cell table:style-name="HeadCell" office:value-type="string"><text:p text:style-name="TableHead">{t}</text:p>'
        "</table:table-cell>"
        for t in titles
    )
    lines = (
        "<text:p>{% for line in entry.lines %}</text:p><text:p>{% if line.depth == 0 %}</text:p>"
        '<text:p text:style-name="StatusText">{{ line.text }}</text:p><text:p>{% elif line.depth == 1 %}</text:p>'
        '<text:p text:style-name="StatusItem">{{ line.text }}</text:p><text:p>{% else %}</text:p>'
        '<text:p text:style-name="StatusSubitem">{{ line.text }}</text:p><text:p>{% endif %}</text:p>'
        "<text:p>{% endfor %}</text:p>"
    )
    cells = ['<text:p text:style-name="StatusText">{{ entry.name }}</text:p>', lines]
    if len(titles) > 2:
        cells.append('<text:p text:style-name="StatusText">{{ entry.remark }}</text:p>')
    row = "".join(
        f'<table:table-cell table:style-name="Cell" office:value-type="string">{cell}</table:table-cell>'
        for cell in cells
    )

    def control(tag: str) -> str:
        return (
            f'<table:table-row><table:table-cell table:style-name="Cell" office:value-type="string"><text:p>{tag}</text:p>'
            f"</table:table-cell>{'<table:table-cell/>' * (len(titles) - 1)}</table:table-row>"
        )

    columns = "".join(f'<table:table-column table:style-name="{name}{i}"/>' for i in range(len(titles)))
    return (
        f'<table:table table:name="{name}" table:style-name="Table">{columns}'
        f'<table:table-header-rows><table:table-row table:style-name="HeadRow">{head}</table:table-row></table:table-header-rows>'
        f"{control('{% for entry in group.entries %}')}<table:table-row>{row}</table:table-row>{control('{% endfor %}')}"
        "</table:table>"
    )


def report_odt() -> bytes:
    """The Writer form of the status table."""
    border = 'fo:border="0.5pt solid #000000" fo:padding="0.15cm"'
    widths = {"Wide": [4.8, 12.2], "Remarked": [4.2, 10.2, 2.6]}
    columns = "".join(
        f'<style:style style:name="{name}{i}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{w}cm"/></style:style>'
        for name, sizes in widths.items()
        for i, w in enumerate(sizes)
    )
    automatic = (
        '<style:style style:name="Table" style:family="table"><style:table-properties style:width="17cm" table:align="center"'
        ' table:border-model="collapsing"/></style:style>'
        f"{columns}"
        '<style:style style:name="HeadRow" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
        "</style:style>"
        f'<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties {border}/></style:style>'
        f'<style:style style:name="HeadCell" style:family="table-cell"><style:table-cell-properties {border}'
        ' fo:background-color="#e7e6e6"/></style:style>'
    )
    body = (
        '<text:p text:style-name="ReportTitle">{{ title }}</text:p>'
        '<text:p text:style-name="ReportDate">資料時間：{{ as_of }}</text:p>'
        "<text:p>{% for group in groups %}</text:p>"
        '<text:h text:style-name="GroupHeading" text:outline-level="1">{{ group.label }}{{ group.name }}</text:h>'
        "<text:p>{% if has_remarks %}</text:p>"
        + _odt_table("Remarked", ["方案名稱", "最新辦理情形", "備註"])
        + "<text:p>{% else %}</text:p>"
        + _odt_table("Wide", ["方案名稱", "最新辦理情形"])
        + "<text:p>{% endif %}</text:p><text:p>{% endfor %}</text:p>"
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NS} office:version="1.3">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    keep = 'fo:keep-with-next="always" '
    styles = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {_NS} office:version="1.3"><office:font-face-decls>'
        f'<style:font-face style:name="{KAI}" svg:font-family="{KAI}"/><style:font-face style:name="{LATIN}"'
        f" svg:font-family=\"'{LATIN}'\"/></office:font-face-decls><office:styles>"
        '<style:style style:name="Standard" style:family="paragraph"><style:text-properties'
        f' style:font-name="{LATIN}" style:font-name-asian="{KAI}" fo:font-size="12pt" style:font-size-asian="12pt"'
        ' fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="TW"/></style:style>'
        + _odt_paragraph_style(
            "ReportTitle", 18, 'fo:text-align="center"', 'fo:font-weight="bold" style:font-weight-asian="bold"'
        )
        + _odt_paragraph_style("ReportDate", 13, 'fo:text-align="center"')
        + _odt_paragraph_style(
            "GroupHeading", 14, keep, 'fo:font-weight="bold" style:font-weight-asian="bold"'
        ).replace('fo:margin-top="0cm"', 'fo:margin-top="0.45cm"')
        + _odt_paragraph_style(
            "TableHead", 12, keep + 'fo:text-align="center"', 'fo:font-weight="bold" style:font-weight-asian="bold"'
        )
        + _odt_paragraph_style("StatusText", 12)
        + _odt_paragraph_style("StatusItem", 12, 'fo:margin-left="0.5cm" fo:text-indent="-0.5cm"')
        + _odt_paragraph_style("StatusSubitem", 12, 'fo:margin-left="1.05cm" fo:text-indent="-0.55cm"')
        + _odt_paragraph_style("Footer", 10, 'fo:text-align="center"')
        + "</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"'
        ' fo:margin="2cm" fo:margin-top="2cm" fo:margin-bottom="1.3cm" fo:margin-left="2cm" fo:margin-right="2cm"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.7cm" fo:margin-top="0.2cm"/></style:footer-style>'
        "</style:page-layout></office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer><text:p text:style-name="Footer">第 '
        '<text:page-number text:select-page="current">1</text:page-number> 頁，共 <text:page-count>1</text:page-count> 頁</text:p>'
        "</style:footer></style:master-page></office:master-styles></office:document-styles>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest'
        ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{mimetype}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return _zip(
        [
            ("mimetype", mimetype.encode()),
            ("content.xml", content.encode()),
            ("styles.xml", styles.encode()),
            ("META-INF/manifest.xml", manifest.encode()),
        ]
    )


def main() -> int:
    """Write the three templates."""
    for name, make in (("report.docx", report_docx), ("diff.docx", diff_docx), ("report.odt", report_odt)):
        (OUT / name).write_bytes(make())
        print(f"templates/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
