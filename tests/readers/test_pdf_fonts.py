"""Fonts that build their characters by a program are read without running it: the same text at the same places."""

from __future__ import annotations

import struct
import zlib

import pypdfium2
import pytest

from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf import read_pdf
from kbbt.readers.pdf.fonts import without_outlines
from tests.readers.rawpdf import FIRST, raw_pdf, stream

GLYPHS = {1: "甲", 2: "乙", 3: " "}


def font(program: int, magic: bytes = b"\x00\x01\x00\x00", starts: tuple[int, ...] = (0, 1, 2, 3, 3)) -> bytes:
    """A TrueType font of four glyphs whose common program has so many bytes. Glyph 3 has no outline.

    ``starts`` is where the outlines begin, in outlines.
    """
    outline = struct.pack(">hhhhh", 1, 0, 0, 3000, 3000) + struct.pack(
        ">HH4B4h4h", 3, 0, 1, 1, 1, 1, 0, 3000, 0, -3000, 0, 0, 3000, 0
    )
    outline += bytes(-len(outline) % 4)
    size = len(outline) // 2
    tables = {
        b"fpgm": bytes(program),
        b"glyf": outline * 3,
        b"head": struct.pack(
            ">LLLLHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 3000, 3000, 0, 9, 2, 0, 0
        ),
        b"hhea": struct.pack(">LhhhHhhhhhh8xhH", 0x10000, 880, -120, 0, 1000, 0, 0, 0, 1, 0, 0, 0, 4),
        b"hmtx": struct.pack(">8H", *[1000, 0] * 4),
        b"loca": struct.pack(">5H", *(start * size for start in starts)),
        b"maxp": struct.pack(">LH13H", 0x10000, 4, *[10] * 13),
    }
    offset, directory, body = 12 + 16 * len(tables), b"", b""
    for tag, table in sorted(tables.items()):
        directory += struct.pack(">4sLLL", tag, 0, offset + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return magic + struct.pack(">HHHH", len(tables), 0, 0, 0) + directory + body


def document(program: bytes, turn: bytes = b"1 0 0 1") -> bytes:
    """A page of text in the font."""
    packed = zlib.compress(program)
    pairs = b" ".join(b"<%04x> <%04x>" % (glyph, ord(char)) for glyph, char in GLYPHS.items())
    objects = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /P /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R >>"
        % (FIRST + 1, FIRST + 4),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /P /DW 1000 /CIDToGIDMap /Identity /FontDescriptor %d 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % (FIRST + 2),
        b"<< /Type /FontDescriptor /FontName /P /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880"
        b" /Descent -120 /CapHeight 700 /StemV 80 /FontFile2 %d 0 R >>" % (FIRST + 3),
        stream(b"/Filter /FlateDecode /Length1 %d" % len(program), packed),
        stream(
            b"",
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <0000>"
            b" <ffff> endcodespacerange %d beginbfchar %s endbfchar endcmap end end" % (len(GLYPHS), pairs),
        ),
    )
    level = turn.startswith(b"1")
    spots = ((200, 200), (200, 180)) if level else ((180, 100), (200, 100))
    lines = b"".join(b"%s %d %d Tm <000100020003000200010001> Tj\n" % (turn, *spot) for spot in spots)
    return raw_pdf(b"BT /P 10 Tf %s ET" % lines, objects=objects, fonts=b"/P %d 0 R" % FIRST)


def found(data: bytes) -> list[tuple[str, object]]:
    read = read_pdf(data, ReadOptions(ocr="never"))
    return [(paragraph.text, paragraph.places) for paragraph in read.paragraphs()]


@pytest.mark.parametrize("magic", [b"\x00\x01\x00\x00", b"true"])
def test_the_outlines_of_a_programmed_font_are_replaced_in_their_place(magic: bytes) -> None:
    data = document(font(20_000, magic))
    light = without_outlines(data)
    assert light != data
    assert len(light) == len(data)
    # Nothing but the stream of the font is touched.
    changed = [k for k in range(len(data)) if data[k] != light[k]]
    start = data.index(b"stream\n", data.index(b"/Length1")) + 7
    assert start <= min(changed)
    assert max(changed) < data.index(b"endstream", start)


@pytest.mark.parametrize("turn", [b"1 0 0 1", b"0 1 -1 0"])
def test_text_and_places_are_the_same(turn: bytes) -> None:
    plain, programmed = found(document(font(100), turn)), found(document(font(20_000), turn))
    assert [text for text, _ in programmed] == ["甲乙 乙甲甲"] * 2
    assert [text for text, _ in plain] == [text for text, _ in programmed]


def test_the_ink_of_such_a_font_no_longer_swells_its_characters() -> None:
    light = pypdfium2.PdfDocument(without_outlines(document(font(20_000))))
    left, bottom, right, top = light[0].get_textpage().get_charbox(0, loose=True)
    assert (round(right - left), round(top - bottom)) == (10, 10)


def test_a_blank_at_the_end_of_a_line_stays_where_it_was() -> None:
    # Pdfium tells a blank by its having no ink; were it given some, lines would be put together otherwise.
    data = document(font(20_000))
    boxes = [
        [page.get_textpage().get_charbox(k) for k in range(6)]
        for page in (pypdfium2.PdfDocument(d)[0] for d in (data, without_outlines(data)))
    ]
    assert boxes[0][2] == boxes[1][2]
    assert boxes[0][1] != boxes[1][1]


@pytest.mark.parametrize(
    "program",
    [
        font(500),  # no heavy program
        font(20_000, b"OTTO"),  # not TrueType
        font(20_000)[:900],  # cut off
        font(20_000, starts=(0, 2, 1, 3, 3)),  # outlines that begin before the last one
        b"\x00\x01\x00\x00" + b"\xff" * 50_000,  # no font at all
        b"",
    ],
)
def test_other_streams_are_left_alone(program: bytes) -> None:
    data = document(program)
    assert without_outlines(data) is data


def test_what_is_no_pdf_is_left_alone() -> None:
    for data in (b"", b"stream\n", b"stream\nx\x9c", b"endstream\n" * 3):
        assert without_outlines(data) is data
