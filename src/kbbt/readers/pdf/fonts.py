"""Fonts without their outlines: reading text needs where characters stand, not what they look like.

Pdfium loads the outline of every character it meets, twice, to know its ink. The Chinese fonts of many offices build
their characters by a program (DFKaiShu and MingLiU place each stroke by TrueType instructions), and running it costs
ten times all the rest of reading. So the outlines of such embedded fonts are replaced by one small rectangle
before pdfium sees the file. Widths, character maps and all of the document itself stay as they are, byte for byte; a
font that is not understood is left alone. Pages that are to be *drawn* need the file as it came.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from array import array
from bisect import bisect_right

_STREAM = re.compile(rb"stream\r?\n")
_SFNT = (b"\x00\x01\x00\x00", b"true")
_DIRECTORY = 1024
"""Compressed bytes that hold the directory of a font's tables."""
_PROGRAM = 10_000
"""Bytes of a font's common instructions above which it is slow; the fonts in question have 37,000, others at most a few."""
_LARGEST = 60_000_000
"""Bytes of a font; one that unpacks to more is left alone."""
_NEEDED = (b"head", b"hhea", b"maxp", b"hmtx", b"loca", b"glyf")
_DROPPED = (b"cvt ", b"fpgm", b"prep", b"glyf", b"loca", b"name", b"hdmx", b"VDMX", b"gasp", b"kern", b"GSUB", b"GPOS")
"""What only drawing needs; and the name, by which FreeType knows the fonts that need their program."""


def without_outlines(data: bytes) -> bytes:
    """``data``, a PDF, with the outlines of its embedded TrueType fonts replaced; itself when it has none."""
    changed: bytearray | None = None
    for match in _STREAM.finditer(data):
        start = match.end()
        # Looking behind in the pattern would cost forty times as much.
        ends = data.startswith(b"end", match.start() - 3)
        if ends or not _is_programmed(data[start : start + _DIRECTORY]):
            continue
        end = data.find(b"endstream", start)
        packed = _packed(data[start:end]) if end > 0 else None
        if packed is None:
            continue
        if changed is None:
            changed = bytearray(data)
        # What follows the end of the compressed data within the stream is not looked at.
        changed[start : start + len(packed)] = packed
    return data if changed is None else bytes(changed)


def _is_programmed(head: bytes) -> bool:
    """Does a stream that begins like this hold a TrueType font that builds its characters by a program?"""
    if len(head) < 2 or head[0] & 0x0F != 8 or (head[0] << 8 | head[1]) % 31:
        return False
    try:
        unpacker = zlib.decompressobj()
        font = unpacker.decompress(head, 12)
        if font[:4] not in _SFNT:
            return False
        font += unpacker.decompress(unpacker.unconsumed_tail, 16 * font[5])
    except zlib.error:
        return False
    at = font.find(b"fpgm", 12)
    return at > 0 and len(font) >= at + 16 and int.from_bytes(font[at + 12 : at + 16], "big") > _PROGRAM


def _packed(stream: bytes) -> bytes | None:
    """The compressed font without outlines, None when it cannot be made or does not fit in the place of the old one."""
    try:
        font = zlib.decompressobj().decompress(stream, _LARGEST)
        packed = zlib.compress(_lightened(font), 1)
    except (zlib.error, struct.error, KeyError, ValueError):
        return None
    return packed if len(packed) <= len(stream) else None


def _lightened(font: bytes) -> bytes:
    """A TrueType font whose glyphs are all the same rectangle. Raises KeyError or ValueError when it is not whole."""
    tables: dict[bytes, bytes] = {}
    (count,) = struct.unpack_from(">H", font, 4)
    for k in range(count):
        tag, _, offset, length = struct.unpack_from(">4sLLL", font, 12 + 16 * k)
        if offset + length > len(font) + 3:
            raise ValueError("a table lies outside the font")
        tables[tag] = font[offset : offset + length]
    if any(tag not in tables for tag in _NEEDED):
        raise KeyError("a needed table")
    head = bytearray(tables[b"head"])
    (units,) = struct.unpack_from(">H", head, 18)
    (long_offsets,) = struct.unpack_from(">h", head, 50)
    struct.pack_into(">h", head, 50, 1)
    one = _rectangle(units)
    old = _offsets(tables[b"loca"], "I" if long_offsets else "H")
    new = _spread(old, len(one))
    kept = {tag: table for tag, table in tables.items() if tag not in _DROPPED}
    kept |= {b"head": bytes(head), b"glyf": one * (new[-1] // len(one)), b"loca": _big_endian(new).tobytes()}
    return _assembled(font[:4], kept)


def _spread(old: array[int], size: int) -> array[int]:
    """Where the outlines of a font begin when each takes ``size`` bytes; ``old`` is where they began.

    A character without an outline (a blank) stays without. A subset has a few hundred outlines and ten thousand
    characters without, so it is gone through by runs of equal offsets. Raises ValueError when the offsets go back.
    """
    new = array("I")
    while len(new) < len(old):
        first = old[len(new)]
        end = bisect_right(old, first, len(new))
        if end <= len(new) or old[end - 1] != first:
            raise ValueError("the offsets of the outlines go back")
        new.extend(array("I", (new[-1] + size if new else 0,)) * (end - len(new)))
    return new


def _offsets(table: bytes, code: str) -> array[int]:
    offsets = array(code)
    offsets.frombytes(table[: len(table) // offsets.itemsize * offsets.itemsize])
    return _big_endian(offsets)


def _big_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _rectangle(units: int) -> bytes:
    """A narrow rectangle as high as a line: the height of a character is then its size, and its width its advance."""
    low, high, width = -(units * 12 // 100), units * 88 // 100, max(units // 50, 1)
    box = struct.pack(">hhhhh", 1, 0, low, width, high)
    points = struct.pack(">HH4B4h4h", 3, 0, 1, 1, 1, 1, 0, width, 0, -width, low, 0, high - low, 0)
    glyph = box + points
    return glyph + bytes(-len(glyph) % 4)


def _assembled(magic: bytes, tables: dict[bytes, bytes]) -> bytes:
    offset = 12 + 16 * len(tables)
    directory, body = [], []
    for tag in sorted(tables):
        table = tables[tag]
        directory.append(struct.pack(">4sLLL", tag, 0, offset, len(table)))
        padded = table + bytes(-len(table) % 4)
        body.append(padded)
        offset += len(padded)
    return magic + struct.pack(">HHHH", len(tables), 0, 0, 0) + b"".join(directory) + b"".join(body)
