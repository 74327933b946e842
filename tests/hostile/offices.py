"""Hostile DOCX and ODT files, and containers. Every entry says what it tries."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

from tests.hostile.making import HEADING, OPENING, W, container, docx, makes, odt, para


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

    out = io.BytesIO(docx(para("first")))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("word/document.xml", docx(para("second")))
    return out.getvalue()


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


_REL = '<Relationship Id="{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" Target="{1}"{2}/>'
_OUTSIDE = ' TargetMode="External"'


def _relations(*relations: tuple[str, str, str]) -> dict[str, bytes]:
    """The relations of a document to other parts: kind, target, and whether it lies outside."""
    inside = "".join(_REL.format(*one) for one in relations)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {"word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{inside}</Relationships>'.encode()}


@makes("docx_external.docx")
def _external() -> bytes:
    """Styles, numberings and notes that lie on the network and in files of ours, and a template to be fetched."""
    relations = _relations(
        ("styles", "file:///etc/passwd", _OUTSIDE),
        ("numbering", "http://127.0.0.1:9/x", _OUTSIDE),
        ("footnotes", "../../../../../etc/passwd", ""),
        ("attachedTemplate", "http://127.0.0.1:9/x.dotm", _OUTSIDE),
        ("image", "\\\\127.0.0.1\\share\\x.png", _OUTSIDE),
    )
    return docx(para(HEADING), more=relations)


@makes("docx_foreign_part.docx")
def _foreign_part() -> bytes:
    """A page of HTML, a whole Word document and a spreadsheet to be taken in as if they were text."""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    chunk = f'<w:altChunk xmlns:r="{space}" r:id="aFChunk"/>' * 1000
    relations = _relations(("aFChunk", "chunk.html", ""), ("package", "embeddings/x.docx", ""))
    inner = docx(para("inside"), padding=40)
    more = {"word/chunk.html": b"<script>x</script>" * 1000, "word/embeddings/x.docx": inner}
    return docx(chunk + para("outside"), more={**relations, **more})


@makes("docx_relations_loop.docx")
def _relations_loop() -> bytes:
    """A document whose styles, notes, headers and comments are the document."""
    kinds = (
        "styles",
        "numbering",
        "footnotes",
        "endnotes",
        "comments",
        "header",
        "footer",
        "settings",
        "officeDocument",
    )
    return docx(
        para("x") + '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>' * 1000,
        more=_relations(*((kind, "document.xml", "") for kind in kinds)),
    )  # fmt: skip


@makes("docx_names.docx")
def _names() -> bytes:
    """Members with names that are very long, empty, alike, full of control characters, or links to files of ours."""
    out = io.BytesIO(docx(para("x")))
    odd = ["a" * 60_000, "", "/", "WORD/DOCUMENT.XML", "word//document.xml", "word/./document.xml", "word\\document.xml.rels",
           "\x1b[2J\u202e", "con", "x" * 200 + "/.." * 200, "word/document.xml\0.png"]  # fmt: skip
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as archive:
        warnings.simplefilter("ignore")
        for name in odd:
            archive.writestr(zipfile.ZipInfo(name), b"second")
        link = zipfile.ZipInfo("word/styles.xml")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


@makes("zip_in_zip.zip")
def _zip_in_zip() -> bytes:
    """A zip in a zip in a zip, fifty times, and under the name of a document."""
    data = docx(para("x"))
    for n in range(50):
        data = container({f"{n}.docx": data})
    return data


@makes("zip_same_bytes.docx")
def _same_bytes() -> bytes:
    """Nine thousand members that are all the same packed bytes, each saying it is small."""
    whole = bytearray(docx(para("x"), more={"word/a": b"\0" * (1 << 20)}))
    start = whole.rindex(b"PK\x01\x02")
    end = whole.rindex(b"PK\x05\x06")
    entry = bytes(whole[start:end])
    many = b"".join(entry.replace(b"word/a", b"w%05d" % n) for n in range(9_000))
    count, size = 4 + 9_000 - 1, end - start + len(many)
    tail = whole[end:]
    tail[8:16] = struct.pack("<HHI", count, count, size)
    return bytes(whole[:end]) + many + bytes(tail)


@makes("docx_attributes.docx")
def _attributes() -> bytes:
    """A paragraph of two hundred thousand attributes, one with ten megabytes, and as many names of the same space."""
    many = " ".join(f'w:a{n}="x"' for n in range(200_000))
    spaces = " ".join(f'xmlns:n{n}="{W}"' for n in range(20_000))
    return docx(f"<w:p {many}/><w:p {spaces}/><w:p w:rsid='{'x' * 10_000_000}'/>" + para("x"))


@makes("docx_many_tags.docx")
def _many_tags() -> bytes:
    """Three million empty elements, and one of three million different names."""
    return docx("<w:p/>" * 3_000_000 + "".join(f"<w:a{n}/>" for n in range(300_000)))


@makes("docx_fields.docx")
def _fields() -> bytes:
    """Fields that are begun a hundred thousand times and never end, and ones that take in files of ours."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    take = '<w:r><w:instrText>INCLUDETEXT "/etc/passwd" </w:instrText></w:r><w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r>'
    return docx(para(HEADING) + f"<w:p>{begin * 100_000}{take}<w:r><w:t>x</w:t></w:r></w:p>")


@makes("odt_sheet.odt")
def _sheet() -> bytes:
    """A table as a spreadsheet pads it: sixteen thousand columns and a million rows of nothing, round two cells."""
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    full = f"<table:table-row><table:table-cell><text:p>方案名稱</text:p></table:table-cell>{cell}</table:table-row>"
    return odt(
        f'<table:table><table:table-column table:number-columns-repeated="16384"/>{full}{rows}{full}</table:table>'
    )


@makes("odt_sheet_full.odt")
def _sheet_full() -> bytes:
    """Two hundred columns of twenty thousand rows with a text, said in three hundred bytes."""
    cell = '<table:table-cell table:number-columns-repeated="200"><text:p>格格格格</text:p></table:table-cell>'
    return odt(
        f'<table:table><table:table-row table:number-rows-repeated="20000">{cell}</table:table-row></table:table>'
    )


@makes("odt_style_loop.odt")
def _odt_style_loop() -> bytes:
    """Styles that are each other's parents, a list that continues itself, and a section to be fetched."""
    styles = (
        '<style:style style:name="A" style:family="paragraph" style:parent-style-name="B" style:list-style-name="L"/>'
    )
    styles += '<style:style style:name="B" style:family="paragraph" style:parent-style-name="A"/>'
    source = '<text:section><text:section-source xlink:href="file:///etc/passwd" xmlns:xlink="http://www.w3.org/1999/xlink"/></text:section>'
    item = '<text:list-item text:start-value="999999999999"><text:p text:style-name="A">x</text:p></text:list-item>'
    again = f'<text:list xml:id="l" text:continue-list="l" text:style-name="L">{item}</text:list>'
    return odt(f"<text:p>{HEADING}</text:p>" + again * 2_000 + source, styles=styles)
