"""Pdfium's functions as this reader calls them: in bulk, straight into arrays.

A page has about a thousand characters and each needs several calls. Through pypdfium2's own prototypes a call costs
a microsecond, most of it for wrapping pointers; here pointers are plain integers, results land in one array a page,
and ``map`` makes the calls, which brings a call down to about a fifth of that. Nothing here knows what a page means.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterable
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

_PTR, _INT, _ADDR = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t


def address(handle: Any) -> int:
    """The integer address behind a pypdfium2 raw handle."""
    return ctypes.cast(handle, _PTR).value or 0


def _bind(function: Any, result: Any, *arguments: Any) -> Any:
    # PYFUNCTYPE keeps the interpreter's lock, so a call is a jump; pdfium is not to be used from several threads anyway.
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


_unicode = _bind(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _PTR, _INT)
_loose_box = _bind(pdfium.FPDFText_GetLooseCharBox, _INT, _PTR, _INT, _ADDR)
_origin = _bind(pdfium.FPDFText_GetCharOrigin, _INT, _PTR, _INT, _ADDR, _ADDR)
_angle = _bind(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _PTR, _INT)
_font_size = _bind(pdfium.FPDFText_GetFontSize, ctypes.c_double, _PTR, _INT)
_char_matrix = _bind(pdfium.FPDFText_GetMatrix, _INT, _PTR, _INT, _ADDR)
_unmapped = _bind(pdfium.FPDFText_HasUnicodeMapError, _INT, _PTR, _INT)
_text_object = _bind(pdfium.FPDFText_GetTextObject, _PTR, _PTR, _INT)
_render_mode = _bind(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _PTR)
_page_object = _bind(pdfium.FPDFPage_GetObject, _PTR, _PTR, _INT)
_form_object = _bind(pdfium.FPDFFormObj_GetObject, _PTR, _PTR, ctypes.c_ulong)
_object_type = _bind(pdfium.FPDFPageObj_GetType, _INT, _PTR)
_bounds = _bind(pdfium.FPDFPageObj_GetBounds, _INT, _PTR, _ADDR, _ADDR, _ADDR, _ADDR)
_matrix = _bind(pdfium.FPDFPageObj_GetMatrix, _INT, _PTR, _ADDR)
_draw_mode = _bind(pdfium.FPDFPath_GetDrawMode, _INT, _PTR, _ADDR, _ADDR)
_count_segments = _bind(pdfium.FPDFPath_CountSegments, _INT, _PTR)
_segment = _bind(pdfium.FPDFPath_GetPathSegment, _PTR, _PTR, _INT)
_segment_point = _bind(pdfium.FPDFPathSegment_GetPoint, _INT, _PTR, _ADDR, _ADDR)
_segment_type = _bind(pdfium.FPDFPathSegment_GetType, _INT, _PTR)
_fill_color = _bind(pdfium.FPDFPageObj_GetFillColor, _INT, _PTR, _ADDR, _ADDR, _ADDR, _ADDR)


def _run(calls: Iterable[int]) -> None:
    deque(calls, maxlen=0)


def unicodes(text_page: int, count: int) -> list[int]:
    """The code point of every character."""
    return list(map(_unicode, repeat(text_page), range(count)))


def loose_boxes(text_page: int, count: int) -> list[float]:
    """left, top, right, bottom of every character in page space (y upwards), flat: four floats a character."""
    buffer = (ctypes.c_float * (4 * count))()
    base = ctypes.addressof(buffer)
    _run(map(_loose_box, repeat(text_page), range(count), range(base, base + 16 * count, 16)))
    return buffer[:]


def origins(text_page: int, count: int) -> list[float]:
    """x, y of every character's origin on its baseline, flat: two floats a character."""
    buffer = (ctypes.c_double * (2 * count))()
    base = ctypes.addressof(buffer)
    end = base + 16 * count
    _run(map(_origin, repeat(text_page), range(count), range(base, end, 16), range(base + 8, end + 8, 16)))
    return buffer[:]


def angles(text_page: int, count: int) -> list[float]:
    """The direction of every character, in radians clockwise from left to right."""
    return list(map(_angle, repeat(text_page), range(count)))


def sizes(text_page: int, count: int) -> list[float]:
    """The size each character is set in, in points of the page: the font's size times the scale of its matrix."""
    flat = char_matrices(text_page, count)
    return [math.hypot(c, d) for c, d in zip(flat[2::6], flat[3::6], strict=True)]


def char_matrices(text_page: int, count: int) -> list[float]:
    """a b c d e f of every character, flat: the square of its font in the space of the page."""
    buffer = (ctypes.c_float * (6 * count))()
    base = ctypes.addressof(buffer)
    _run(map(_char_matrix, repeat(text_page), range(count), range(base, base + 24 * count, 24)))
    flat = buffer[:]
    for k, size in enumerate(map(_font_size, repeat(text_page), range(count))):
        for at in range(6 * k, 6 * k + 4):
            flat[at] *= size
    return flat


def unmapped(text_page: int, indices: Iterable[int]) -> list[int]:
    """For each character 1 when its font does not say which character the glyph is."""
    return list(map(_unmapped, repeat(text_page), indices))


def text_objects(text_page: int, count: int) -> list[int | None]:
    """The page object each character belongs to, None for characters pdfium made up."""
    return list(map(_text_object, repeat(text_page), range(count)))


def render_modes(objects: Iterable[int]) -> list[int]:
    """The text render mode of each text object; 3 draws nothing."""
    return list(map(_render_mode, objects))


def page_objects(page: int, count: int) -> list[int]:
    """The first ``count`` objects of a page."""
    return [o for o in map(_page_object, repeat(page), range(count)) if o]


def form_objects(form: int, count: int) -> list[int]:
    """The first ``count`` objects of a form."""
    return [o for o in map(_form_object, repeat(form), range(count)) if o]


def object_types(objects: list[int]) -> list[int]:
    """Pdfium's type of each object: 1 text, 2 path, 3 image, 4 shading, 5 form."""
    return list(map(_object_type, objects))


def bounds(objects: list[int]) -> list[float]:
    """left, bottom, right, top of every object in the space of its parent, flat: four floats an object."""
    count = len(objects)
    buffer = (ctypes.c_float * (4 * count))()
    base = ctypes.addressof(buffer)
    columns = (range(base + 4 * k, base + 16 * count + 4 * k, 16) for k in range(4))
    _run(map(_bounds, objects, *columns))
    return buffer[:]


def matrix(page_object: int) -> tuple[float, float, float, float, float, float]:
    """The object's own matrix a b c d e f."""
    buffer = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    _matrix(page_object, ctypes.addressof(buffer))
    a, b, c, d, e, f = buffer
    return a, b, c, d, e, f


def draw_modes(objects: list[int]) -> list[int]:
    """fill (0 none, 1 or 2 a rule) and stroke (0 or 1) of every path, flat: two integers a path."""
    count = len(objects)
    buffer = (ctypes.c_int * (2 * count))()
    base = ctypes.addressof(buffer)
    end = base + 8 * count
    _run(map(_draw_mode, objects, range(base, end, 8), range(base + 4, end + 4, 8)))
    return buffer[:]


def segment_counts(objects: list[int]) -> list[int]:
    """How many segments each path has."""
    return list(map(_count_segments, objects))


def fill_color(page_object: int) -> tuple[int, int, int, int]:
    """red, green, blue, alpha of what fills the object; black when it does not say."""
    buffer = (ctypes.c_uint * 4)(0, 0, 0, 255)
    base = ctypes.addressof(buffer)
    _fill_color(page_object, base, base + 4, base + 8, base + 12)
    red, green, blue, alpha = buffer
    return red, green, blue, alpha


def segments(path: int, count: int) -> tuple[list[int], list[float]]:
    """Types (0 line, 1 curve, 2 move) and end points (x, y flat) of the first ``count`` segments, in the path's space."""
    parts = list(map(_segment, repeat(path), range(count)))
    buffer = (ctypes.c_float * (2 * count))()
    base = ctypes.addressof(buffer)
    end = base + 8 * count
    _run(map(_segment_point, parts, range(base, end, 8), range(base + 4, end + 4, 8)))
    return list(map(_segment_type, parts)), buffer[:]


_form_count = _bind(pdfium.FPDFFormObj_CountObjects, _INT, _PTR)


def form_count(form: int) -> int:
    """How many objects a form holds."""
    return max(0, int(_form_count(form)))
