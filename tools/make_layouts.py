"""Lay one report out in many ways, as PDF, to try the PDF reader on.

    python tools/make_layouts.py DIR [NAME …]           a small made-up report, with what has to come out beside it
    python tools/make_layouts.py --full DIR [NAME …]    the cases of samples/status_113-07-11.docx instead

Most layouts are set by typst (a dependency of the program), the others by LibreOffice. Fonts: TW-Kai (全字庫正楷體),
Noto Serif CJK TC, Noto Sans CJK TC; only subsets are embedded. ``expected.json`` beside the PDFs holds the rows that
have to come out of every layout: ``[[group, name, text], …]``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import typst
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell

ROOT = Path(__file__).resolve().parents[1]
KAI, SERIF, SANS = "TW-Kai", "Noto Serif CJK TC", "Noto Sans CJK TC"
NAME, TEXT = "方案名稱", "最新辦理情形"


@dataclass(frozen=True)
class Report:
    """What is laid out: a title, a date line, and the cases of each group with their paragraphs."""

    title: str
    date: str
    groups: list[tuple[str, list[tuple[str, list[str]]]]]

    def rows(self) -> list[list[str]]:
        """What has to come out."""
        return [[group, name, "\n".join(text)] for group, cases in self.groups for name, text in cases]


SMALL = Report(
    "「山海城聯盟」跨市合作方案辦理情形",
    "資料時間：112 年 12 月 5 日",
    [
        (
            "道路橋梁組",
            [
                ("三號水岸自行車道串接", [
                    "1. 112年3月8日東城市完成第2標發包，工程費1億2,340萬元，預計113年6月30日完工。",
                    "2. 兩市工務局每季召開「水岸專案小組」會議，謝謝各區公所協助。",
                ]),
                ("虹橋拓寬(北岸段)", ["用地徵收已於 112 年 9 月 15 日公告，俟都市計畫變更審議通過後施工。"]),
                ("跨市公車路線整合與共用站位資訊看板(共同議題—「人本交通」)", [
                    "1. 路線 A12、A12a 及 F5 自 112 年 11 月 1 日起試辦，平均每日載客 1,234.5 人次。",
                    "2. 站牌採用 e-paper 顯示器，規格如下：",
                    "(1)尺寸 13.3 吋，解析度 1600x1200，工作溫度-10℃至60℃。",
                    "(2)每日更新 2 次；斷電時保留最後畫面，並由 Just Do It 專線(02-1234-5678)受理通報。",
                ]),
                ("圳溝改善", ["已完成。"]),
            ],
        ),
        (
            "教育文化組",
            [
                ("閱讀護照", [
                    "四市圖書館於112年4月23日世界閱讀日起發行，至10月底共12萬5,328人次參加，兌換率達37.5%。",
                ]),
                ("「海洋‧山林」聯合展", [
                    "1. 展覽面積 1,250㎡，分①漁村②林場③礦業三區，自8月1日起至10月31日止。",
                    "2. 門票收入依比例分配；113年度由西港市主辦，本案同意解除列管。",
                ]),
                ("國中小校際交流", [
                    "1. 東城市訂有交流要點，鼓勵轄內國小與他市學校共同規劃互訪行程，並以視訊課程延伸學習，"
                    "讓偏鄉學童與都市學童結為學伴，一年至少互訪二次，所需車資由兩市各半負擔。",
                    "2. 北川市水源國小約116名師生，將於113年3月至4月間參訪南灣市漁港國小。",
                    "3. 後續視需求擴大辦理。",
                ]),
            ],
        ),
        (
            "衛生社福組",
            [
                ("長照人力共訓", ["第一期(112年)結訓 48 人，第二期預計於 113 年 2 月 19 日至 2 月 23 日辦理。"]),
                ("急重症轉診網絡", [
                    "112年1月至11月轉出196件、轉入204件，平均處置時間由58分鐘降至41分鐘，"
                    "並請各市於年底前完成系統介接；另第 3 次聯繫會議訂於12月28日下午2時召開。",
                ]),
            ],
        ),
    ],
)  # fmt: skip


def full() -> Report:
    """The cases of the published sample, read with python-docx alone."""
    document = docx.Document(str(ROOT / "samples" / "status_113-07-11.docx"))
    lines: list[str] = []
    groups: list[tuple[str, list[tuple[str, list[str]]]]] = []
    for block in document.iter_inner_content():
        if not isinstance(block, WordTable):
            if block.text.strip():
                lines.append(block.text.strip())
            continue
        cases = [(row.cells[0].text.strip(), row.cells[1].text.strip().split("\n")) for row in block.rows[1:]]
        groups.append((lines[-1], cases))
    return Report(lines[0], lines[1], groups)


# --- typst -----------------------------------------------------------------------------------------------------------

_TYPST = """
#let d = json(bytes(sys.inputs.data))
#let o = json(bytes(sys.inputs.options))
#set document(date: none)
#set page(width: o.width * 1pt, height: o.height * 1pt, margin: o.margin * 1pt, footer: FOOTER, columns: o.columns)
#set text(font: o.fonts, size: o.size * 1pt, lang: "zh", region: "tw")
#set par(leading: o.leading * 1em, spacing: o.leading * 1em, justify: o.justify)
#let paragraphs(ps) = ps.map(p => par(hanging-indent: o.hanging * 1em, text(p))).join()
#let rule = o.thickness * 1pt
#let line-of(kind) = if kind == "dashed" { (thickness: rule, dash: "dashed") } else if kind == "dotted" {
  (thickness: rule, dash: "dotted") } else { rule }
BODY
"""

_FOOTERS = {
    "number": r"context align(center)[\- #counter(page).display() \-]",
    "none": "none",
    "boxed": """context align(center, table(columns: (60pt, 40pt, 60pt), stroke: 0.5pt, inset: 3pt,
      [], align(center)[#counter(page).display()], []))""",
    "lines": """context { line(length: 100%, stroke: 0.5pt); v(-6pt)
      align(center)[第 #counter(page).display() 頁]; v(-6pt); line(length: 100%, stroke: 0.5pt) }""",
}

_TWO = """
#align(center, text(size: 1.3em, d.title))
#align(right, d.date)
#for (group, cases) in d.groups {
  par(group)
  table(
    columns: o.widths.map(w => w * 1fr), inset: (x: o.inset * 1pt, y: o.inset_y * 1pt), align: left + ALIGN,
    stroke: STROKE,
    ..HEADER(("NAME", "TEXT")),
    ..cases.map(c => (paragraphs((c.at(0),)), paragraphs(c.at(1)))).flatten()
  )
}
"""

_MERGED = """
#align(center, text(size: 1.3em, d.title))
#align(right, d.date)
#table(
  columns: o.widths.map(w => w * 1fr), inset: (x: o.inset * 1pt, y: o.inset_y * 1pt), align: left + ALIGN,
  stroke: STROKE,
  ..HEADER(("組別", "項次", "NAME", "TEXT")),
  ..d.groups.map(g => {
    let cases = g.at(1)
    (table.cell(rowspan: cases.len(), align: center + horizon, breakable: true, g.at(0)),
     ..cases.enumerate().map(((i, c)) => ([#(i + 1)], paragraphs((c.at(0),)), paragraphs(c.at(1)))).flatten())
  }).flatten()
)
"""

_MULTIROW = """
#align(center, text(size: 1.3em, d.title))
#align(right, d.date)
#table(
  columns: o.widths.map(w => w * 1fr), inset: 4pt, align: left + ALIGN, stroke: STROKE,
  table.header(
    table.cell(rowspan: 2, align: horizon)[組別], table.cell(colspan: 2, align: center)[辦理內容],
    table.cell(rowspan: 2, align: horizon)[備註], [NAME], [TEXT]),
  ..d.groups.map(g => g.at(1).map(c => ([#g.at(0)], paragraphs((c.at(0),)), paragraphs(c.at(1)), []))).flatten()
)
"""

_STROKES = {
    "all": "line-of(o.kind)",
    "none": "none",
    "between": "(x, y) => (top: rule, bottom: rule)",
    "three": "(x, y) => if y == 0 { (top: 2 * rule, bottom: rule) } else { none }",
    "header": "(x, y) => if y == 0 { rule } else { none }",
    "upright": "(x, y) => (left: rule, right: rule)",
    "outer": "(x, y) => (left: if x == 0 { rule }, right: rule, top: if y <= 1 { rule })",
    "open": "(x, y) => (top: rule, bottom: rule, left: if x > 0 { rule })",
}

_OPTIONS: dict[str, object] = {
    "width": 420, "height": 270, "margin": 36, "columns": 1, "fonts": [SANS], "size": 10.5, "leading": 0.65,
    "justify": False, "hanging": 1.2, "thickness": 0.5, "kind": "solid", "widths": [3, 7], "inset": 4, "inset_y": 4,
}  # fmt: skip


def by_typst(
    body: str = _TWO,
    *,
    stroke: str = "all",
    footer: str = "number",
    repeat: bool = True,
    align: str = "top",
    **options: object,
) -> Callable[[Report, Path], None]:
    """A layout set by typst."""

    def make(report: Report, target: Path) -> None:
        header = "(names) => (table.header(repeat: REPEAT, ..names.map(n => align(center, n))),)"
        source = _TYPST.replace("BODY", body).replace("FOOTER", _FOOTERS[footer]).replace("STROKE", _STROKES[stroke])
        source = source.replace("HEADER", f"({header})").replace("REPEAT", "true" if repeat else "false")
        source = source.replace("ALIGN", align).replace("NAME", NAME).replace("TEXT", TEXT)
        data = {"title": report.title, "date": report.date, "groups": report.groups}
        inputs = {
            "data": json.dumps(data, ensure_ascii=False),
            "options": json.dumps({**_OPTIONS, **options}, ensure_ascii=False),
        }
        target.write_bytes(typst.compile(source.encode(), sys_inputs=inputs))

    return make


# --- LibreOffice -----------------------------------------------------------------------------------------------------


def _office(source: Path, target: Path, export: str = "pdf") -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", export]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=180)
        target.write_bytes((Path(folder) / (source.stem + ".pdf")).read_bytes())


def _border(cell: WordCell, **sides: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    borders = OxmlElement("w:tcBorders")
    for side, value in sides.items():
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:val"), value)
        element.set(qn("w:sz"), "4")
        borders.append(element)
    properties.append(borders)


def _write(cell: WordCell, paragraphs: list[str], size: float, font: str) -> None:
    for i, text in enumerate(paragraphs):
        paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = docx.shared.Pt(0)
        run = paragraph.add_run(text)
        run.font.size = docx.shared.Pt(size)
        run.font.name = font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def by_word(
    *,
    style: str | None = "Table Grid",
    merged: bool = False,
    repeat: bool = True,
    size: float = 11,
    font: str = SANS,
    width: float = 420,
    height: float = 360,
    export: str = "pdf",
) -> Callable[[Report, Path], None]:
    """A layout made with python-docx and printed by LibreOffice."""

    def make(report: Report, target: Path) -> None:
        document = docx.Document()
        section = document.sections[0]
        section.page_width, section.page_height = docx.shared.Pt(width), docx.shared.Pt(height)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, docx.shared.Pt(36))
        document.add_paragraph(report.title)
        document.add_paragraph(report.date)
        heads = ["組別", "項次", NAME, TEXT] if merged else [NAME, TEXT]
        usable = width - 72
        widths = [0.1, 0.08, 0.24, 0.58] if merged else [0.3, 0.7]
        table = None
        for group, cases in report.groups:
            if table is None or not merged:
                if not merged:
                    document.add_paragraph(group)
                table = document.add_table(rows=1, cols=len(heads), style=style)
                table.autofit = False
                for cell, head in zip(table.rows[0].cells, heads, strict=True):
                    _write(cell, [head], size, font)
                if repeat:
                    mark = OxmlElement("w:tblHeader")
                    table.rows[0]._tr.get_or_add_trPr().append(mark)
            first = len(table.rows)
            for number, (name, text) in enumerate(cases, 1):
                cells = table.add_row().cells
                values = [[group] if number == 1 else [], [str(number)], [name], text] if merged else [[name], text]
                for cell, value in zip(cells, values, strict=True):
                    _write(cell, value, size, font)
            if merged:
                table.cell(first, 0).merge(table.cell(len(table.rows) - 1, 0))
            for column, share in zip(table.columns, widths, strict=True):
                column.width = docx.shared.Pt(usable * share)
                for cell in column.cells:
                    cell.width = docx.shared.Pt(usable * share)
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "report.docx"
            document.save(str(source))
            _office(source, target, export)

    return make


def turned(make: Callable[[Report, Path], None], quarters: int) -> Callable[[Report, Path], None]:
    """Another layout, its pages turned by ``/Rotate``."""

    def turn(report: Report, target: Path) -> None:
        make(report, target)
        document = pypdfium2.PdfDocument(target.read_bytes())
        for page in document:
            page.set_rotation(90 * quarters)
        document.save(str(target))

    return turn


def by_line(make: Callable[[Report, Path], None]) -> Callable[[Report, Path], None]:
    """Another layout, its text written line by line across the columns, as some programs do."""

    def reorder(report: Report, target: Path) -> None:
        make(report, target)
        document = pypdfium2.PdfDocument(target.read_bytes())
        for page in document:
            texts = [o for o in page.get_objects(max_depth=1) if o.type == pdfium.FPDF_PAGEOBJ_TEXT]
            texts.sort(key=lambda o: (-round(o.get_matrix().f), o.get_matrix().e))
            for text in texts:
                page.remove_obj(text)
            for text in texts:
                page.insert_obj(text)
            page.gen_content()
        document.save(str(target))

    return reorder


def briefly(make: Callable[[Report, Path], None]) -> Callable[[Report, Path], None]:
    """Another layout with the first group's last case only."""

    def brief(report: Report, target: Path) -> None:
        group, cases = report.groups[0]
        make(Report(report.title, report.date, [(group, cases[-1:])]), target)

    return brief


_LOCKED = 'pdf:writer_pdf_Export:{"RestrictPermissions":{"type":"boolean","value":"true"},' + (
    '"PermissionPassword":{"type":"string","value":"owner"}}'
)
_CLOSED = 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},' + (
    '"DocumentOpenPassword":{"type":"string","value":"secret"}}'
)

LAYOUTS: dict[str, Callable[[Report, Path], None]] = {
    "ruled": by_typst(),
    "ruled_centered": by_typst(align="horizon", height=400),
    "no_rules": by_typst(stroke="none", inset_y=3),
    "no_rules_tight": by_typst(stroke="none", inset_y=3.4, leading=0.65, fonts=[SERIF], justify=True),
    "no_rules_once": by_typst(stroke="none", repeat=False, fonts=[SANS], size=9),
    "rules_between": by_typst(stroke="between", height=330),
    "rules_three": by_typst(stroke="three", height=180),
    "rules_header": by_typst(stroke="header"),
    "rules_upright": by_typst(stroke="upright"),
    "rules_open_sides": by_typst(stroke="open"),
    "rules_dashed": by_typst(kind="dashed"),
    "rules_dotted": by_typst(kind="dotted", thickness=1),
    "header_once": by_typst(repeat=False),
    "merged_group": by_typst(_MERGED, widths=[1.2, 0.8, 3, 7]),
    "merged_group_landscape": by_typst(_MERGED, widths=[1.2, 0.8, 3, 9], width=500, height=300, size=7, footer="boxed"),
    "merged_group_no_rules": by_typst(_MERGED, stroke="none", widths=[1.2, 0.8, 3, 7]),
    "multirow_header": by_typst(_MULTIROW, widths=[1.4, 3, 6, 1]),
    "footer_boxed": by_typst(footer="boxed"),
    "footer_lines": by_typst(footer="lines"),
    "turned_90": turned(by_typst(), 1),
    "turned_270": turned(by_typst(stroke="none"), 3),
    "ruled_by_line": by_line(by_typst()),
    "no_rules_by_line": by_line(by_typst(stroke="none", inset_y=5)),
    "no_rules_tight_by_line": by_line(by_typst(stroke="none", inset_y=3.4)),
    "rules_between_by_line": by_line(by_typst(stroke="between")),
    "rules_three_by_line": by_line(by_typst(stroke="three", inset_y=5)),
    "merged_group_by_line": by_line(by_typst(_MERGED, widths=[1.2, 0.8, 3, 7])),
    "word_ruled": by_word(),
    "word_no_rules": by_word(style=None),
    "word_merged": by_word(merged=True, width=500),
    "word_once": by_word(repeat=False, font=SERIF),
    "word_sans_small": by_word(size=7, font=SANS, width=300, height=260),
    "locked_owner": briefly(by_word(export=_LOCKED)),
    "locked_user": briefly(by_word(export=_CLOSED)),
}  # fmt: skip

KEPT = (
    "ruled", "no_rules", "no_rules_once", "no_rules_by_line", "rules_between", "rules_three", "rules_header",
    "rules_upright", "rules_open_sides", "rules_dashed", "header_once", "merged_group", "merged_group_by_line",
    "merged_group_landscape", "merged_group_no_rules", "multirow_header", "footer_boxed", "footer_lines", "turned_90",
    "turned_270", "word_merged", "word_no_rules", "locked_owner", "locked_user",
)  # fmt: skip
"""The layouts that lie in ``tests/readers/pdf``."""


def main() -> None:
    """Make the layouts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--full", action="store_true", help="the published sample instead of the small report")
    parser.add_argument("--kept", action="store_true", help="only what lies in tests/readers/pdf")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help=f"some of: {' '.join(LAYOUTS)}")
    arguments = parser.parse_args()
    report = full() if arguments.full else SMALL
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or (KEPT if arguments.kept else LAYOUTS):
        target = arguments.folder / f"{name}.pdf"
        LAYOUTS[name](report, target)
        print(f"{target.name}: {target.stat().st_size} bytes")
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in report.rows())
    (arguments.folder / "expected.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
