"""Small PDF files written by hand, for what no program would write or to say exactly what is on the page."""

from __future__ import annotations

import zlib

FIRST = 7
"""The number of the first of ``objects``."""


def raw_pdf(
    *contents: bytes, resources: bytes = b"", fonts: bytes = b"", objects: tuple[bytes, ...] = (), page: bytes = b""
) -> bytes:
    """A PDF with a page for each content stream.

    Object 1 is the catalogue, 2 the page tree, 3 a Latin font named F, 4 a Chinese font named G, 5 and 6 what that
    consists of; ``objects`` are numbered from 7 on and may be named in ``fonts`` and ``resources``. ``page`` is added to each page's
    dictionary (rotation, boxes, annotations).
    """
    first = FIRST + len(objects)
    kids = b" ".join(b"%d 0 R" % (first + 2 * k) for k in range(len(contents)))
    found = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Ming /Encoding /UniCNS-UTF16-H /DescendantFonts [5 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ming /DW 1000 /FontDescriptor 6 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) /Supplement 6 >> >>",
        b"<< /Type /FontDescriptor /FontName /Ming /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880"
        b" /Descent -120 /CapHeight 700 /StemV 80 >>",
        *objects,
    ]
    for k, content in enumerate(contents):
        boxes = b"" if b"/MediaBox" in page else b"/MediaBox [0 0 400 300]"
        found.append(
            b"<< /Type /Page /Parent 2 0 R %s %s /Contents %d 0 R /Resources << /Font << /F 3 0 R /G 4 0 R %s >> %s >> >>"
            % (boxes, page, first + 2 * k + 1, fonts, resources)
        )
        packed = zlib.compress(content)
        found.append(b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed))
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(found, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(found) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(found) + 1, start)
    return bytes(out)


def text(x: float, y: float, words: str, size: float = 10) -> bytes:
    """Show Latin words with their baseline beginning at x, y."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {x} {y} Td ({escaped}) Tj ET\n".encode("latin-1")


def han(x: float, y: float, words: str, size: float = 10) -> bytes:
    """Show Chinese words with their baseline beginning at x, y."""
    return f"BT /G {size} Tf {x} {y} Td <{words.encode('utf-16-be').hex()}> Tj ET\n".encode()


def rule(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> bytes:
    """Stroke a line."""
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n".encode()


def stream(dictionary: bytes, data: bytes) -> bytes:
    """The body of a stream object."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (dictionary, len(data), data)


def grid(xs: list[float], ys: list[float], width: float = 0.5) -> bytes:
    """All rules of a table whose columns meet at ``xs`` and rows at ``ys``."""
    level = b"".join(rule(xs[0], y, xs[-1], y, width) for y in ys)
    return level + b"".join(rule(x, min(ys), x, max(ys), width) for x in xs)
