"""Hostile text, HTML, Markdown and pictures. Every entry says what it tries."""

from __future__ import annotations

import struct
import zlib

from tests.hostile.making import HEADING, OPENING, TABLE, makes, text, zeros_deflated


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


@makes("html_million_tags.html")
def _million_tags() -> bytes:
    """A million tags, a tag of a hundred thousand attributes, one of ten megabytes, and characters that are none."""
    attributes = " ".join(f"a{n}=x" for n in range(100_000))
    odd = "&#1114112;&#xffffffffff;&#0;&#xd800;&#27;[2J&#x202e;" * 10_000
    return text(f"<html><body>{'<b>' * 500_000}{'<p>x' * 500_000}<i {attributes}>{odd}<i a='{'x' * 10_000_000}'>x")


@makes("html_lists.html")
def _lists() -> bytes:
    """Numbered lists that begin at a million million in every way of writing, and four thousand within one another."""
    kinds = ("cjk-ideographic", "lower-roman", "upper-alpha", "trad-chinese-formal", "decimal")
    starts = "".join(
        f"<ol start=999999999999 style='list-style-type:{kind}'><li value=-99999999999999>x<li>y</ol>" for kind in kinds
    )
    return text("<!DOCTYPE html>" + starts * 200 + "<ol><li>" * 4_000 + "x")


@makes("html_open.html")
def _open() -> bytes:
    """What is begun and never ended: remarks, scripts, tags, character data, declarations."""
    return text(
        "<html>"
        + "<!--" * 200_000
        + "<![CDATA[" * 200_000
        + "<!DOCTYPE " * 100_000
        + "<script" * 200_000
        + "</" * 200_000
        + "&" * 200_000
    )


@makes("txt_between_zeros.txt")
def _between_zeros() -> bytes:
    """Minutes with a zero byte between all bytes."""
    return b"\0".join(bytes((one,)) for one in text(HEADING + OPENING + "一、案：本案持續列管。"))


@makes("txt_utf16_bare.txt")
def _utf16_bare() -> bytes:
    """Minutes in UTF-16 without the mark that says so."""
    return (HEADING + OPENING + "一、列管合作案：\n(一)案名：本案持續列管。\n散會：下午3時\n").encode("utf-16-be")


@makes("txt_utf32.txt")
def _utf32() -> bytes:
    """A million characters beyond all there are, in UTF-32."""
    return b"\xff\xfe\0\0" + b"\xff\xff\x11\x00" * 1_000_000


@makes("txt_stateful.txt")
def _stateful() -> bytes:
    """Two million escape sequences of a stateful encoding."""
    return text(HEADING) + b"\x1b$B\x1b(B" * 300_000


@makes("txt_invisible.txt")
def _invisible() -> bytes:
    """Marks that turn text round, tags that nobody sees, and fillers, in every word of the minutes."""
    marks = "\u061c\u180e\u202e\u2067\u2069\u00ad\ufeff\u034f\U000e0041\U000e007f\ufff9\ufffb\u115f\u3164"
    return text(
        HEADING + OPENING + f"一、列管合作案(共1案)：\n(一)案{marks}名{marks}：本案持續列管{marks}。\n散會：下午3時\n"
    )


@makes("rtf_deep.rtf")
def _rtf_deep() -> bytes:
    """A hundred thousand groups in one another, numbers without end, and binary data that is longer than the file."""
    return b"{\\rtf1" + b"{\\b" * 100_000 + b"\\fs" + b"9" * 5000 + b" x\\bin2147483647 x"


@makes("rtf_takes.rtf")
def _rtf_takes() -> bytes:
    """Fields and links that take in files of ours and pages of others, and an object to be run."""
    fields = b"".join(
        b"{\\field{\\*\\fldinst %s}{\\fldrslt old}}" % one
        for one in (
            b'INCLUDETEXT "/etc/passwd"',
            b'INCLUDETEXT "file:///etc/passwd"',
            b'INCLUDEPICTURE "http://127.0.0.1:9/x" \\\\d',
            b"DDEAUTO sh x",
        )
    )
    run = b"{\\object\\objautlink\\objupdate{\\*\\objclass Package}{\\*\\objdata 01050000}}"
    head = "".join(f"\\u{ord(c)}?" if c != "\n" else "\\par " for c in HEADING + OPENING).encode()
    template = b"{\\*\\template http://127.0.0.1:9/x.dotm}"
    return b"{\\rtf1\\ansi" + template + head + b"before " + fields + run + b" after}"


@makes("png_texts.png")
def _png_texts() -> bytes:
    """A small picture with remarks that unpack to a gigabyte, a colour profile likewise."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    bomb = zeros_deflated(500)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    profile, remark = chunk(b"iCCP", b"x\0\0" + bomb), chunk(b"zTXt", b"x\0\0" + bomb)
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + profile
        + remark * 2
        + chunk(b"IDAT", zlib.compress(b"\0" * 72))
        + chunk(b"IEND", b"")
    )


@makes("tiff_many_pages.tif")
def _tiff_many() -> bytes:
    """A picture of twenty thousand pages, each of 20,000 by 20,000 points that are not there."""
    out = bytearray(b"II*\0" + struct.pack("<I", 8))
    values = (20_000, 20_000, 8, 1, 1, 8, 20_000, 1)
    kinds = ((256, 4), (257, 4), (258, 3), (259, 3), (262, 3), (273, 4), (278, 4), (279, 4))
    tags = b"".join(struct.pack("<HHII", *kind, 1, value) for kind, value in zip(kinds, values, strict=True))
    for _n in range(20_000):
        out += struct.pack("<H", 8) + tags
        out += struct.pack("<I", len(out) + 4)
    return bytes(out)


@makes("jpeg_huge.jpg")
def _jpeg() -> bytes:
    """A JPEG of 65,535 by 65,535 points, of which there is nothing, in ten thousand passes."""
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 17, 8, 65_535, 65_535, 3) + bytes((1, 0x44, 0, 2, 0x11, 0, 3, 0x11, 0))
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + bytes((1, 0, 0, 0, 0))
    return b"\xff\xd8" + frame + scan * 10_000 + b"\xff\xd9"
