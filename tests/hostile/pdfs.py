"""Hostile PDF files. Every entry says what it tries."""

from __future__ import annotations

import struct
import zlib

from tests.hostile.making import makes, page_with, pdf, stream, zeros_deflated


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


@makes("pdf_many_annotations.pdf")
def _annotations() -> bytes:
    """A hundred thousand remarks on one page, all the same object, and one that is its own reply."""
    note = b"<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(x)/IRT 6 0 R/Popup 6 0 R/Parent 6 0 R>>"
    annots = b"]/Annots[" + b"6 0 R " * 100_000
    return page_with(stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET"), box=b"0 0 595 842" + annots, extra={6: note})


@makes("pdf_page_count.pdf")
def _page_count() -> bytes:
    """One page that says there are two thousand million."""
    return page_with(stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET")).replace(b"/Count 1>>", b"/Count 2147483647>>")


@makes("pdf_xref_wrong.pdf")
def _xref_wrong() -> bytes:
    """A cross-reference table of a thousand million objects, each of them in the middle of another."""
    whole = page_with(stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET"))
    return whole.replace(b"xref\n0 6", b"xref\n0 999999999").replace(b"/Size 6", b"/Size 4294967295")


@makes("pdf_xref_stream.pdf")
def _xref_stream() -> bytes:
    """A cross-reference stream of enormous fields, whose previous one is itself, and an object stream within itself."""
    fields = b"/Type/XRef/W[9999999 9999999 9999999]/Index[0 2147483647]/Size 2147483647/Root 1 0 R/Prev 9/Filter/FlateDecode"
    objects = stream(
        zlib.compress(b"7 0 8 1 " * 100_000), b"/Type/ObjStm/N 200000/First 800000/Extends 2 0 R/Filter/FlateDecode"
    )
    whole = b"%%PDF-1.7\n1 0 obj\n%s\nendobj\n2 0 obj\n%s\nendobj\n" % (
        stream(zeros_deflated(64), fields),
        objects,
    )
    return whole + b"startxref\n9\n%%EOF\n"


def _picture_page(data: bytes, how: bytes, width: int, height: int) -> bytes:
    """A page that is one picture, packed as ``how`` says."""
    image = stream(
        data,
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8%s"
        % (width, height, how),
    )
    return page_with(stream(b"595 0 0 842 0 0 cm /X Do"), resources=b"/XObject<</X 6 0 R>>", extra={6: image})


def _segment(number: int, kind: int, data: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data


@makes("pdf_jbig2.pdf")
def _jbig2() -> bytes:
    """A fax picture of 60,000 by 60,000 points with thousands of millions of symbols, in a hundred bytes."""
    page = struct.pack(">IIIIBH", 60_000, 60_000, 0, 0, 0, 0)
    symbols = struct.pack(">H8b4bII", 0, 3, -1, -3, -1, 2, -2, -2, -2, 0, 0, 0, 0, 0xFFFFFFF, 0xFFFFFFF)
    region = struct.pack(">IIIIBB8b", 60_000, 60_000, 0, 0, 0, 0, 3, -1, -3, -1, 2, -2, -2, -2) + b"\0" * 64
    data = _segment(0, 48, page) + _segment(1, 0, symbols + b"\0" * 32) + _segment(2, 38, region)
    return _picture_page(data, b"/Filter/JBIG2Decode", 60_000, 60_000)


@makes("pdf_jpx.pdf")
def _jpx() -> bytes:
    """A JPEG 2000 picture of a thousand million by a thousand million points, in tiles of one."""
    size = struct.pack(">HIIIIIIIIH", 0, 1 << 30, 1 << 30, 0, 0, 1, 1, 0, 0, 3) + bytes((7, 1, 1)) * 3
    coding = bytes((0, 0, 0, 1, 0, 32, 8, 8, 0, 0))
    data = b"\xff\x4f" + b"".join(
        mark + struct.pack(">H", len(body) + 2) + body
        for mark, body in ((b"\xff\x51", size), (b"\xff\x52", coding), (b"\xff\x5c", bytes((0x40, *[0x40] * 97))))
    )
    return _picture_page(
        data + b"\xff\x90\0\x0a\0\0\0\0\0\0\0\1\xff\x93\xff\xd9", b"/Filter/JPXDecode", 1 << 30, 1 << 30
    )


@makes("pdf_predictor.pdf")
def _predictor() -> bytes:
    """A content stream of lines two thousand million bytes long, and a chain of forty filters."""
    columns = b"/Filter[" + b"/RunLengthDecode" * 40 + b"/FlateDecode]/DecodeParms[" + b"null " * 40
    return page_with(
        stream(b"x" * 1000, columns + b"<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>]")
    )


@makes("pdf_inline_picture.pdf")
def _inline() -> bytes:
    """A picture in the content that is bigger than all there is, twenty thousand times."""
    return page_with(stream(b"BI /W 65535 /H 65535 /BPC 16 /CS /CMYK /F /A85 ID x~> EI\n" * 20_000))


@makes("pdf_glyph_programs.pdf")
def _glyph_programs() -> bytes:
    """A font whose letters are drawn with letters of the same font."""
    glyph = stream(b"1000 0 0 0 999 999 d1 BT /F 9 Tf (aaaaaaaaaa) Tj ET /X Do")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 6 0 R>>/FirstChar 97/LastChar 97"
        b"/Widths[9]/Encoding<</Differences[97/a]>>/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
    )
    return page_with(stream(b"BT /F 9 Tf 9 9 Td (aaaa) Tj ET"), extra={5: font, 6: glyph})


@makes("pdf_absurd_font.pdf")
def _absurd_font() -> bytes:
    """A font of 65,535 tables that all lie beyond its end, character maps that use themselves, widths without end."""
    tables = b"".join(b"cmap" + struct.pack(">III", 0, 12 + n, 0xFFFFFFFF) for n in range(5_000))
    cmap = struct.pack(">HHHHIHHIII", 0, 1, 3, 10, 12, 12, 0, 0xFFFFFFFF, 0, 0xFFFFFFFF)
    program = b"\0\1\0\0" + struct.pack(">HHHH", 65_535, 0xFFFF, 0xFFFF, 0xFFFF) + tables + cmap
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding 7 0 R/ToUnicode 7 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        b"/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap 8 0 R/FontDescriptor 6 0 R"
        b"/W[" + b"0 4294967295 1 " * 50_000 + b"]/W2[0 2147483647 1 1 1]>>]>>"
    )
    maps = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 begincidrange <00000000> <ffffffff> 0 endcidrange"
    descriptor = b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[-1e30 -1e30 1e30 1e30]/FontFile2 9 0 R>>"
    return page_with(
        stream(b"BT /F 9 Tf 9 9 Td <" + b"0041" * 20_000 + b"> Tj ET"),
        extra={
            5: font,
            6: descriptor,
            7: stream(maps + b" 1 beginbfrange <0000> <ffff> <" + b"4e00" * 500 + b"> endbfrange", b"/Type/CMap/UseCMap 7 0 R"),
            8: stream(b"\xff" * 131_072),
            9: stream(program, b"/Length1 %d" % len(program)),
        },
    )  # fmt: skip


@makes("pdf_shading.pdf")
def _shading() -> bytes:
    """A pattern of itself and a shading computed by a program for each of a thousand million points."""
    pattern = stream(
        b"/Pattern cs /P scn 0 0 9e9 9e9 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .00001/YStep .00001"
        b"/Resources<</Pattern<</P 6 0 R>>>>",
    )
    program = stream(b"{" + b"dup mul " * 50_000 + b"}", b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]")
    shading = b"<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[1e9 0 0 1e9 0 0]/Function 7 0 R>>"
    return page_with(
        stream(b"/Pattern cs /P scn 0 0 595 842 re f /S sh BT /F 9 Tf 9 9 Td (x) Tj ET"),
        resources=b"/Pattern<</P 6 0 R>>/Shading<</S 8 0 R>>",
        extra={6: pattern, 7: program, 8: shading},
    )


@makes("pdf_trees_loop.pdf")
def _trees() -> bytes:
    """Bookmarks, names, attachments and a structure that contain themselves; a script in each; text to be read."""
    loop = b"<</Kids[6 0 R]/Names[(x) 6 0 R]/First 6 0 R/Last 6 0 R/Next 6 0 R/Parent 6 0 R/Title(x)/S/JavaScript/JS(x)/K 6 0 R/EF<</F 6 0 R>>>>"
    whole = page_with(stream(b"BT /F 9 Tf 9 9 Td (x) Tj ET"), extra={6: loop})
    names = b"/Names<</EmbeddedFiles 6 0 R/JavaScript 6 0 R/Dests 6 0 R>>/Outlines 6 0 R/StructTreeRoot 6 0 R/AcroForm<</Fields[6 0 R]/XFA 6 0 R>>"
    return whole.replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R" + names + b">>", 1)
