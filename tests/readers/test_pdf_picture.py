"""The picture of a page: what was found is drawn where it stands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from kbbt.document import Document, Note, Place, Table
from kbbt.errors import UsageError
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf import read_pdf
from kbbt.readers.pdf.picture import draw_page
from tests.readers.rawpdf import raw_pdf, text

FOLDER = Path(__file__).parent / "pdf"
OPTIONS = ReadOptions(ocr="never")


def drawn(name: str, page: int, dropped: tuple[Place, ...] = ()) -> tuple[Image.Image, Document]:
    data = (FOLDER / f"{name}.pdf").read_bytes()
    document = read_pdf(data, OPTIONS)
    return Image.open(io.BytesIO(draw_page(data, page, document, OPTIONS, dropped))), document


def changed(before: Image.Image, after: Image.Image, place: Place) -> bool:
    assert place.box is not None
    area = tuple(round(2 * v) for v in place.box)
    return before.crop(area).tobytes() != after.crop(area).tobytes()  # type: ignore[arg-type]  # four numbers


def test_cells_are_outlined_where_they_stand() -> None:
    picture, document = drawn("ruled", 1)
    table = next(block for block in document.blocks if isinstance(block, Table))
    for row in table.rows:
        for cell in row.cells:
            assert cell.places[0].box is not None
            x0, top, _, _ = cell.places[0].box
            red, _, blue = picture.getpixel((round(2 * x0), round(2 * top) + 12))  # type: ignore[misc]  # an RGB picture
            assert blue > red + 40


def test_only_the_asked_page_is_drawn_on() -> None:
    data = (FOLDER / "ruled.pdf").read_bytes()
    bare = Document((), "application/pdf")
    plain = draw_page(data, 1, bare, OPTIONS)
    later = read_pdf(data, OPTIONS)
    others = Document(tuple(b for b in later.blocks if b.places[0].page != 1), "application/pdf")
    assert draw_page(data, 1, others, OPTIONS) == plain
    assert draw_page(data, 1, later, OPTIONS) != plain


def test_what_was_left_out_is_crossed_out() -> None:
    place = Place(1, (200, 240, 225, 256))
    before, _ = drawn("ruled", 1)
    after, _ = drawn("ruled", 1, (place, Place(2, (20, 20, 60, 60))))
    assert changed(before, after, place)
    assert not changed(before, after, Place(1, (20, 20, 60, 60)))


@pytest.mark.parametrize("layout", ["turned_90", "turned_270"])
def test_a_turned_page_is_drawn_as_it_was_read(layout: str) -> None:
    picture, document = drawn(layout, 1)
    assert picture.width == 2 * document.pages[0].width
    assert picture.height >= 2 * document.pages[0].height
    upright, _ = drawn("ruled", 1)
    if layout == "turned_90":
        # The same page lies below: nearly all points are the same.
        pairs = zip(picture.convert("L").tobytes(), upright.convert("L").tobytes(), strict=True)
        assert sum(abs(a - b) > 60 for a, b in pairs) < 0.01 * picture.width * picture.height


def test_a_scan_is_turned_as_its_remark_says() -> None:
    data = raw_pdf(text(50, 200, "stands for a scan"))
    document = Document((), "application/pdf", notes=(Note("ocr.remark", "page 1 was turned by 90°", (Place(1),)),))
    assert Image.open(io.BytesIO(draw_page(data, 1, document, OPTIONS))).width == 600


def test_a_page_the_file_does_not_have_is_refused() -> None:
    with pytest.raises(UsageError, match="no page 9") as error:
        drawn("ruled", 9)
    assert "1 to 4" in error.value.remedy
