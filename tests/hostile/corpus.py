"""Files made to do harm. ``python -m tests.hostile.corpus DIR`` writes them; each is small, what it asks for is not.

Every entry says what it tries. Nothing here is taken from anywhere; all is made by the functions below.
"""

from __future__ import annotations

import io
import os
import socket
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

HEADING = "115年度「基北北桃合作交流平臺」產業民生組\n第1次工作小組會議紀錄\n"
OPENING = "壹、時間：115年2月9日(星期一)下午2時\n貳、地點：桃園市政府\n參、主持人：某人\n肆、出席人員：詳如簽到表\n紀錄：某人\n伍、會議決議：\n"
TABLE = "「基北北桃合作交流平臺」合作方案辦理情形\n資料時間：113年7月11日\n(一)交通組\n方案名稱\t最新辦理情形\n"

_MAKERS: dict[str, Callable[[], bytes]] = {}


def makes(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register the maker of one file."""

    def keep(maker: Callable[[], bytes]) -> Callable[[], bytes]:
        _MAKERS[name] = maker
        return maker

    return keep


def files() -> Iterator[tuple[str, bytes]]:
    """Every hostile file: its name and its bytes."""
    for name, maker in sorted(_MAKERS.items()):
        yield name, maker()


def make(name: str) -> bytes:
    """The bytes of one of them."""
    return _MAKERS[name]()


# PDF


def pdf(objects: dict[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects with a right cross-reference table."""
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %c \n" % (places.get(number, 0), b"n" if number in places else b"f")
    out += b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), extra, data)


def page_with(
    content: bytes, *, box: bytes = b"0 0 595 842", resources: bytes = b"", extra: dict[int, bytes] | None = None
) -> bytes:
    """A PDF of one page; 4 is the content, 5 a font."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>>>"
            % (box, resources),
            4: content,
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **(extra or {}),
        }
    )


def zeros_deflated(megabytes: int, unit: bytes = b"\0" * (1 << 20)) -> bytes:
    """A zlib stream of so many times ``unit``, made without ever holding it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)  # after a full flush every block is like the first
    check = 1
    for _n in range(megabytes):
        check = zlib.adler32(unit, check)
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + struct.pack(">I", check)


@makes("pdf_double_flate.pdf")
def _double_flate() -> bytes:
    """A page whose content unpacks, twice, to a gigabyte of blanks."""
    return page_with(
        stream(zlib.compress(zeros_deflated(1000, b" " * (1 << 20)), 9), b"/Filter[/FlateDecode/FlateDecode]")
    )


@makes("pdf_million_operators.pdf")
def _operators() -> bytes:
    """Three million path operators in a few kilobytes."""
    return page_with(stream(zlib.compress(b"0 0 m 9 9 l S\n" * 1_000_000, 9), b"/Filter/FlateDecode"))


@makes("pdf_grid.pdf")
def _grid() -> bytes:
    """Fifteen hundred by fifteen hundred rules: two million cells if one believes them."""
    lines = [b"%g 0 m %g 842 l S" % (i * 0.4, i * 0.4) for i in range(1500)]
    lines += [b"0 %g m 595 %g l S" % (i * 0.55, i * 0.55) for i in range(1500)]
    return page_with(stream(zlib.compress(b"\n".join(lines), 9), b"/Filter/FlateDecode"))


@makes("pdf_half_million_characters.pdf")
def _characters() -> bytes:
    """Half a million characters on one spot of one page."""
    text = b"BT /F 9 Tf " + b"1 0 0 1 100 700 Tm (aaaaaaaaaa) Tj " * 50_000 + b"ET"
    return page_with(stream(zlib.compress(text, 9), b"/Filter/FlateDecode"))


@makes("pdf_many_small_rules.pdf")
def _small_rules() -> bytes:
    """Two hundred thousand rectangles, each a cell of its own."""
    rules = b"".join(b"%d %d 3 3 re S " % (x * 4 % 590, x // 147 * 4 % 840) for x in range(200_000))
    return page_with(stream(zlib.compress(rules, 9), b"/Filter/FlateDecode"))


@makes("pdf_deep_arrays.pdf")
def _deep_arrays() -> bytes:
    """A million opening brackets."""
    return page_with(stream(b"BT ET"), extra={6: b"[" * 1_000_000}, resources=b"/X 6 0 R")


@makes("pdf_deep_content.pdf")
def _deep_content() -> bytes:
    """A content stream of nested arrays and saved states."""
    return page_with(stream(b"q " * 500_000 + b"[" * 500_000))


@makes("pdf_page_tree_loop.pdf")
def _tree_loop() -> bytes:
    """A page tree that contains itself."""
    return pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000/Parent 2 0 R>>"}
    )


@makes("pdf_page_tree_deep.pdf")
def _tree_deep() -> bytes:
    """A page tree twenty thousand levels deep."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for n in range(2, 20_002):
        objects[n] = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1)
    objects[20_002] = b"<</Type/Page/MediaBox[0 0 9 9]>>"
    return pdf(objects)


@makes("pdf_million_pages.pdf")
def _million_pages() -> bytes:
    """One page, a hundred thousand times."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[" + b"3 0 R " * 100_000 + b"]/Count 100000>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            4: stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET"),
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        }
    )


@makes("pdf_form_loop.pdf")
def _form_loop() -> bytes:
    """A form that draws itself, twice."""
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return page_with(stream(b"/X Do"), resources=b"/XObject<</X 6 0 R>>", extra={6: form})


@makes("pdf_form_laughs.pdf")
def _form_laughs() -> bytes:
    """Ten forms, each drawing the next ten times."""
    extra = {
        n: stream(
            b"/X Do " * 10 if n < 15 else b"0 0 9 9 re S",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (n + 1),
        )
        for n in range(6, 16)
    }
    return page_with(stream(b"/X Do"), resources=b"/XObject<</X 6 0 R>>", extra=extra)


@makes("pdf_length_loop.pdf")
def _length_loop() -> bytes:
    """A stream whose length is the stream, and a cross-reference table before itself."""
    body = b"<</Length 4 0 R>>\nstream\nBT ET\nendstream"
    return page_with(body).replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev 9")


@makes("pdf_huge_page.pdf")
def _huge_page() -> bytes:
    """A page of ten thousand kilometres with nothing on it: who draws it to read it, is lost."""
    return page_with(stream(b""), box=b"0 0 28000000000 28000000000")


@makes("pdf_huge_picture.pdf")
def _huge_picture() -> bytes:
    """A page that is one picture of 60,000 by 60,000 points."""
    data = zeros_deflated(430, b"\0" * (1 << 20))
    image = stream(
        data,
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode",
    )
    return page_with(stream(b"595 0 0 842 0 0 cm /X Do"), resources=b"/XObject<</X 6 0 R>>", extra={6: image})


@makes("pdf_odd_numbers.pdf")
def _odd_numbers() -> bytes:
    """Coordinates that are no numbers, or far too many digits."""
    text = b"BT /F 1e9 Tf 1 0 0 1 %s -%s Tm (x) Tj ET nan inf m 1e400 -1e400 l S" % (b"9" * 400, b"9" * 400)
    return page_with(stream(text), box=b"-1e30 nan 0 %s" % (b"8" * 300))


@makes("pdf_tounicode_bomb.pdf")
def _tounicode() -> bytes:
    """A font in which every character is a thousand."""
    ranges = b"\n".join(b"<%02x> <%s>" % (c, b"4e00" * 1000) for c in range(256))
    start = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange"
    cmap = start + b" 256 beginbfchar\n" + ranges + b"\nendbfchar endcmap end"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    text = b"BT /F 9 Tf 9 700 Td (" + b"abcdefghij" * 20_000 + b") Tj ET"
    return page_with(stream(zlib.compress(text), b"/Filter/FlateDecode"), extra={5: font, 6: stream(cmap)})


@makes("pdf_cut.pdf")
def _cut() -> bytes:
    """Half a file."""
    whole = _operators()
    return whole[: len(whole) // 2]


@makes("pdf_header_only.pdf")
def _header() -> bytes:
    """A header and a megabyte of nothing."""
    return b"%PDF-1.7\n" + b"\0" * (1 << 20)


@makes("pdf_open_action.pdf")
def _open_action() -> bytes:
    """A script, a program to start, and a page to fetch, when it is opened."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(1){})/Next<</S/Launch/F(/bin/sh)/Next<</S/URI/URI(http://127.0.0.1:9/)>>>>>>>>",
            2: b"<</Type/Pages/Kids[]/Count 0>>",
        }
    )


# Office containers

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def container(
    members: dict[str, bytes | Iterator[bytes]],
    first: tuple[str, bytes] | None = None,
    *,
    claims: dict[str, int] | None = None,
) -> bytes:
    """A zip of these members; ``claims`` are sizes that its directory states instead of the true ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name, data in members.items():
            with archive.open(name, "w") as member:
                for piece in (data,) if isinstance(data, bytes) else data:
                    member.write(piece)
        for info in archive.infolist():
            info.file_size = (claims or {}).get(info.filename, info.file_size)
    return out.getvalue()


def docx(
    body: str,
    *,
    prolog: str = "",
    more: dict[str, bytes] | None = None,
    claims: dict[str, int] | None = None,
    padding: int = 0,
) -> bytes:
    """A Word document with this body, and ``padding`` megabytes of blanks after it."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<w:document xmlns:w="{W}"><w:body>{body}'

    def document() -> Iterator[bytes]:
        yield head.encode()
        for _n in range(padding):
            yield b" " * (1 << 20)
        yield b"</w:body></w:document>"

    parts: dict[str, bytes | Iterator[bytes]] = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": _RELS.encode(),
        "word/document.xml": document(),
    }
    return container({**parts, **(more or {})}, claims=claims)


def para(text: str, properties: str = "") -> str:
    """A paragraph."""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


@makes("docx_bomb.docx")
def _docx_bomb() -> bytes:
    """Three hundred megabytes of blanks in document.xml."""
    return docx("", padding=300)


@makes("docx_many_members.docx")
def _many_members() -> bytes:
    """Thirty thousand members."""
    return docx(para("x"), more={f"word/media/{n}": b"" for n in range(30_000)})


@makes("docx_sum_bomb.docx")
def _sum_bomb() -> bytes:
    """Many members, none of them big, together a gigabyte."""
    names = [f"word/media/{n}.png" for n in range(64)]
    return docx(para("x"), more=dict.fromkeys(names, b""), claims=dict.fromkeys(names, 16 << 20))


@makes("docx_lying_sizes.docx")
def _lying() -> bytes:
    """A member that says it has ten bytes and unpacks to a hundred megabytes."""
    return docx("", padding=100, claims={"word/document.xml": 10})


@makes("docx_traversal.docx")
def _traversal() -> bytes:
    """Members that want to be written elsewhere."""
    return docx(
        para(HEADING),
        more={"../../../../tmp/kbbt-was-here": b"x", "/etc/kbbt-was-here": b"x", "C:\\kbbt-was-here": b"x"},
    )


@makes("docx_laughs.docx")
def _laughs() -> bytes:
    """A billion laughs."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return docx(para("&l9;"), prolog=f'<!DOCTYPE w:document [<!ENTITY l0 "ha">{entities}]>')


@makes("docx_xxe.docx")
def _xxe() -> bytes:
    """An entity that is a file of ours, and one that is a page to fetch."""
    return docx(
        para("&file;&page;"),
        prolog='<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd"><!ENTITY page SYSTEM "http://127.0.0.1:9/">]>',
    )


@makes("docx_deep.docx")
def _docx_deep() -> bytes:
    """A table in a table in a table, ten thousand times."""
    level = "<w:tbl><w:tr><w:tc>"
    return docx(level * 10_000 + para("x") + "</w:tc></w:tr></w:tbl>" * 10_000)


@makes("docx_nested_tables.docx")
def _docx_nested() -> bytes:
    """Tables sixty deep, as deep as a parser lets pass."""
    return docx("<w:tbl><w:tr><w:tc>" * 60 + para("x") + "</w:tc></w:tr></w:tbl>" * 60)


@makes("docx_wide_table.docx")
def _wide() -> bytes:
    """A table of ten thousand columns and twenty rows."""
    row = "<w:tr>" + "<w:tc>" + para("格") + "</w:tc>"
    return docx("<w:tbl>" + (row + ("<w:tc>" + para("格") + "</w:tc>") * 9_999 + "</w:tr>") * 20 + "</w:tbl>")


@makes("docx_spans.docx")
def _spans() -> bytes:
    """Cells that span two thousand million columns, and ones that are merged for ever."""
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='2000000000'/><w:vMerge/></w:tcPr>" + para("x") + "</w:tc>"
    return docx("<w:tbl>" + ("<w:tr>" + cell * 3 + "</w:tr>") * 1000 + "</w:tbl>")


@makes("docx_grid_before.docx")
def _grid_before() -> bytes:
    """Rows that begin a thousand million columns from the left, of which fifty are merged downwards."""
    row = (
        "<w:tr><w:trPr><w:gridBefore w:val='1000000000'/></w:trPr><w:tc><w:tcPr><w:vMerge w:val='{}'/></w:tcPr>"
        + para("x")
        + "</w:tc></w:tr>"
    )
    return docx("<w:tbl>" + row.format("restart") + row.format("continue") * 50 + "</w:tbl>")


@makes("docx_long_paragraph.docx")
def _long_paragraph() -> bytes:
    """A paragraph of five megabytes among the minutes."""
    head = "".join(para(line) for line in (HEADING + OPENING).splitlines())
    return docx(head + para("一、" + "本案持續列管，" * 240_000))


@makes("docx_many_runs.docx")
def _many_runs() -> bytes:
    """Two hundred thousand runs of one character in one paragraph."""
    return docx("<w:p>" + "<w:r><w:t>案</w:t></w:r>" * 200_000 + "</w:p>")


@makes("docx_style_loop.docx")
def _style_loop() -> bytes:
    """Styles based on each other, and numberings that point at each other."""
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="L"/><w:numStyleLink w:val="L"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        '<Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>'
    )
    body = para(
        "x", '<w:pPr><w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    )
    more = {
        "word/styles.xml": styles.encode(),
        "word/numbering.xml": numbering.encode(),
        "word/_rels/document.xml.rels": rels.encode(),
    }
    return docx(body * 100, more=more)


@makes("docx_numbers.docx")
def _numbers() -> bytes:
    """Automatic numbers that begin at a million million, in every format."""
    formats = (
        "taiwaneseCountingThousand",
        "ideographLegalTraditional",
        "upperRoman",
        "lowerLetter",
        "ideographZodiac",
        "decimalEnclosedCircle",
        "nothing",
    )
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="999999999999"/><w:numFmt w:val="{f}"/>'
        f'<w:lvlText w:val="{"%1" * 500}"/></w:lvl></w:abstractNum><w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n, f in enumerate(formats, 1)
    )
    numbering = f'<w:numbering xmlns:w="{W}">{levels}</w:numbering>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="b" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>'
    )
    body = "".join(
        para("x", f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr></w:pPr>') for n in range(1, 8)
    )
    return docx(
        body * 50, more={"word/numbering.xml": numbering.encode(), "word/_rels/document.xml.rels": rels.encode()}
    )


@makes("docx_twice.docx")
def _twice() -> bytes:
    """Two parts of the same name: which one counts?"""
    import warnings

    out = io.BytesIO(docx(para("first")))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", docx(para("second")))
    return out.getvalue()


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def odt(body: str, *, prolog: str = "", styles: str = "") -> bytes:
    """A text document of ODF with this body."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {_ODF} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return container({"content.xml": content.encode()}, ("mimetype", b"application/vnd.oasis.opendocument.text"))


@makes("odt_repeats.odt")
def _repeats() -> bytes:
    """Rows and columns repeated a thousand million times, in a few bytes."""
    cell = '<table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row>'
    return odt(f"<table:table>{row}</table:table>")


@makes("odt_blanks.odt")
def _blanks() -> bytes:
    """Two thousand million blanks written as one element."""
    return odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>')


@makes("odt_spans.odt")
def _odt_spans() -> bytes:
    """A cell that spans a thousand million rows and columns."""
    cell = '<table:table-cell table:number-columns-spanned="1000000000" table:number-rows-spanned="1000000000"><text:p>x</text:p></table:table-cell>'
    return odt(f"<table:table><table:table-row>{cell}</table:table-row></table:table>")


@makes("odt_deep_list.odt")
def _deep_list() -> bytes:
    """A list in a list, five thousand times."""
    return odt("<text:list><text:list-item>" * 5000 + "<text:p>x</text:p>" + "</text:list-item></text:list>" * 5000)


@makes("odt_laughs.odt")
def _odt_laughs() -> bytes:
    """Entities that double, sixty times."""
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 60))
    return odt("<text:p>&e59;</text:p>", prolog=f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>')


# Text, HTML, pictures


@makes("html_deep.html")
def _html_deep() -> bytes:
    """Two hundred thousand boxes in one another."""
    return b"<!DOCTYPE html><body>" + b"<div>" * 200_000 + b"x"


@makes("html_wide.html")
def _html_wide() -> bytes:
    """Ten thousand columns, and cells that span a thousand million."""
    return ("<table>" + "<tr>" + "<td>格" * 10_000 + ("<tr><td colspan=1000000000 rowspan=1000000000>x") * 100).encode()


@makes("html_tables.html")
def _html_tables() -> bytes:
    """Tables in tables that are never closed."""
    return b"<html>" + b"<table><tr><td>" * 5000 + b"x"


@makes("html_script.html")
def _html_script() -> bytes:
    """A script, and a page that wants to be fetched."""
    return b"<html><script>while(1){}</script><img src=http://127.0.0.1:9/x><iframe src=file:///etc/passwd></iframe><p>text"


def text(body: str) -> bytes:
    """Plain text."""
    return body.encode("utf-8", "surrogatepass")


@makes("txt_one_line.txt")
def _one_line() -> bytes:
    """Five megabytes without a line feed."""
    return text("本案持續列管。" * 250_000)


@makes("txt_brackets.txt")
def _brackets() -> bytes:
    """A hundred thousand opening brackets, of each kind, in one item."""
    return text(HEADING + OPENING + "一、" + "(" * 100_000 + "「" * 100_000 + "（" * 100_000 + "：本案持續列管。")


@makes("txt_numerals.txt")
def _numerals() -> bytes:
    """Numbers of a million digits, in every script."""
    parts = ["1" * 1_000_000, "一" * 1_000_000, "十" * 500_000, "壹拾" * 300_000, "１" * 500_000]
    return text(HEADING + OPENING + "\n".join(f"{p}、案：持續列管" for p in parts) + "\n共" + "9" * 100_000 + "案")


@makes("txt_dates.txt")
def _dates() -> bytes:
    """A hundred thousand dates that cannot be, and ones that nearly are."""
    bad = "999999999年99月99日、113年2月30日、本(114)年同年年底第9季、113.13.45~2月30日至"
    return text(HEADING + OPENING + "一、案：" + bad * 20_000)


@makes("txt_labels.txt")
def _labels() -> bytes:
    """A label of labels, and fifty thousand items."""
    return text(
        HEADING + OPENING + "1." * 50_000 + "\n" + "".join(f"({n})案{n}：本案持續列管。\n" for n in range(50_000))
    )


@makes("txt_many_minutes.txt")
def _many_minutes() -> bytes:
    """Five thousand meetings in one file."""
    return text((HEADING + OPENING + "一、列管合作案：\n(一)案：本案持續列管。\n散會：下午3時\n") * 5_000)


@makes("txt_big_table.txt")
def _big_table() -> bytes:
    """A table of sixty thousand rows."""
    return text(TABLE + "".join(f"方案第{n}號\t辦理情形{n}。\n" for n in range(60_000)))


@makes("txt_blanks.txt")
def _text_blanks() -> bytes:
    """Two million blanks of all widths, before and after everything."""
    return text(HEADING + " \u3000\t\u00a0" * 500_000 + "壹、時間" + " " * 500_000 + "：" + "\u3000" * 500_000 + "x")


@makes("txt_lines.txt")
def _lines() -> bytes:
    """A million empty lines, and a million short ones."""
    return text("\n" * 1_000_000 + HEADING + "一\n" * 200_000)


@makes("txt_combining.txt")
def _combining() -> bytes:
    """One letter under half a million accents."""
    return text(HEADING + "e" + "\u0301\u0323" * 250_000)


@makes("txt_escapes.txt")
def _escapes() -> bytes:
    """What moves a cursor, colours a terminal, turns text round or hides it."""
    tricks = "\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x07\x9b31m\r\b\x7f\u202e\u2066\u200b\ufeff\u2028[red]x[/red]{{7*7}}=cmd|' /C calc'!A0<script>"
    return text(HEADING + OPENING + f"一、案{tricks}：本案{tricks}持續列管。\n散會：下午3時")


@makes("txt_surrogates.txt")
def _surrogates() -> bytes:
    """Lone surrogates, written as if they were characters."""
    return text(HEADING + OPENING + "一、案\ud800\udc00\udfff\ud83d：本案持續列管。")


@makes("txt_utf16_surrogates.txt")
def _utf16() -> bytes:
    """Lone surrogates in UTF-16."""
    return b"\xff\xfe" + (HEADING + OPENING + "一、案\ud800：本案\udc00持續列管。").encode("utf-16-le", "surrogatepass")


@makes("txt_zeros.txt")
def _zeros() -> bytes:
    """Five megabytes of zero bytes."""
    return b"\0" * (5 << 20)


@makes("txt_noise.txt")
def _noise() -> bytes:
    """Bytes of no encoding."""
    state, out = 1, bytearray()
    for _n in range(200_000):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        out.append(state >> 16 & 0xFF)
    return bytes(out)


@makes("md_pipes.md")
def _pipes() -> bytes:
    """A Markdown table of a hundred thousand columns."""
    return text("|" + "格|" * 100_000 + "\n|" + "---|" * 100_000 + "\n" + "|" * 500_000)


@makes("md_emphasis.md")
def _emphasis() -> bytes:
    """What makes a careless Markdown parser try every way."""
    return text("*a_" * 100_000 + "\n\n" + "[" * 100_000 + "\n\n" + "> " * 20_000 + "x\n\n" + "`" * 100_001)


@makes("png_bomb.png")
def _png() -> bytes:
    """A picture of 60,000 by 60,000 points in half a megabyte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zeros_deflated(430)) + chunk(b"IEND", b"")


@makes("tiff_loop.tif")
def _tiff() -> bytes:
    """A picture file whose directory follows itself."""
    tags = [
        (256, 4, 1, 1),
        (257, 4, 1, 1),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (278, 4, 1, 1),
        (279, 4, 1, 1),
    ]
    directory = (
        struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + struct.pack("<I", 8)
    )
    return b"II*\0" + struct.pack("<I", 8) + directory


@makes("empty.pdf")
def _empty() -> bytes:
    """Nothing at all."""
    return b""


# Things that are no files


def place_traps(folder: Path) -> None:
    """What an input folder can hold besides files: loops, pipes, sockets, doors that do not open, names that act."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "itself.pdf").symlink_to("itself.pdf")
    (folder / "dangling.pdf").symlink_to("nowhere.pdf")
    os.mkfifo(folder / "fifo.pdf")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket must be short
        try:
            one.bind("socket.pdf")
        finally:
            os.chdir(here)
    (folder / "device.pdf").symlink_to("/dev/zero")
    acting = os.fsdecode(b"\x1b[2J\xe2\x80\xaefdp.\xff\n.txt")
    (folder / acting).write_bytes(text(HEADING))


def write(folder: Path) -> None:
    """Write the whole corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
