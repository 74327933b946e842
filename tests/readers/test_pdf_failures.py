"""Files that cannot be read, or not all of them: each is told for what it is, and nothing hangs."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from kbbt.document import Document, Note, Paragraph, Place
from kbbt.errors import ExitCode, LimitError, NoTextError, UnreadableError
from kbbt.readers import scan
from kbbt.readers.options import Ocr, ReadOptions
from kbbt.readers.pdf import read_pdf
from tests.readers.rawpdf import FIRST, han, raw_pdf, rule, stream, text

WORDS = text(50, 200, "readable words on the page")
FOLDER = Path(__file__).parent / "pdf"


def read(data: bytes, ocr: Ocr = "never") -> Document:
    return read_pdf(data, ReadOptions(ocr=ocr))


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def codes(document: Document) -> list[str]:
    return [note.code for note in document.notes]


def without_pages() -> bytes:
    out = io.BytesIO()
    pypdfium2.PdfDocument.new().save(out)
    return out.getvalue()


WHOLE = (FOLDER / "ruled.pdf").read_bytes()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\r\n \0", "empty"),
        (b"Dear Sir or Madam, this is no PDF.", "not a PDF"),
        (b"PK\x03\x04 a zip archive", "not a PDF"),
        (b"%PDF-1.7\n", "truncated"),
        (WHOLE[: len(WHOLE) // 2], "truncated"),
        (WHOLE[:-400], "truncated"),
        (without_pages(), "no page"),
        (b"%PDF-1.7\nnothing of any use\n%%EOF\n", "damaged"),
        (raw_pdf(WORDS).replace(b"/Type /Page ", b"/Type /Pag "), "none of its pages"),
    ],
)
def test_each_kind_of_unreadable_file_is_told_from_the_others(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says) as error:
        read(data)
    assert error.value.exit_code == ExitCode.UNREADABLE
    assert error.value.remedy


def test_a_truncated_file_that_opens_all_the_same_is_not_taken_for_whole() -> None:
    whole = raw_pdf(WORDS, text(50, 200, "the second page"))
    # The content of the second page is gone with the end of the file; the pages themselves are still known.
    start = whole.index(b"/Contents 10 0 R")
    cut = whole[: whole.index(b"10 0 obj", start)]
    with pytest.raises(UnreadableError, match="truncated"):
        read(cut)


def test_what_stands_before_the_header_does_not_matter() -> None:
    assert lines(read(b"\xef\xbb\xbf\n" + raw_pdf(WORDS))) == ["readable words on the page"]


def test_a_blank_page_among_others_is_remarked() -> None:
    document = read(raw_pdf(WORDS, b""))
    assert codes(document) == ["pdf.blank-page"]
    assert len(document.pages) == 2


def test_a_file_of_blank_pages_has_no_text() -> None:
    with pytest.raises(NoTextError, match="nothing stands on any page") as error:
        read(raw_pdf(b"", b""))
    assert error.value.exit_code == ExitCode.NO_TEXT


def test_a_page_that_one_program_cannot_load_is_read_by_another() -> None:
    document = read(raw_pdf(WORDS + rule(50, 190, 300, 190)).replace(b"/Kids [7 0 R]", b"/Kids 7 0 R  "))
    assert lines(document) == ["readable words on the page"]
    assert codes(document) == ["pdf.damaged-page"]


def test_tables_come_out_of_such_a_page_too() -> None:
    rules = b"".join(rule(50, y, 350, y) for y in (250, 220, 190)) + b"".join(
        rule(x, 190, x, 250) for x in (50, 150, 350)
    )
    words = text(55, 230, "a1") + text(155, 230, "b1") + text(55, 200, "a2") + text(155, 200, "b2")
    document = read(raw_pdf(rules + words).replace(b"/Kids [7 0 R]", b"/Kids 7 0 R  "))
    (table,) = document.blocks
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["a1", "b1"], ["a2", "b2"]]  # type: ignore[union-attr]  # shown to be a table by having rows


def test_a_page_that_no_program_can_load_is_said_to_be_lost_and_the_others_are_read_once() -> None:
    data = raw_pdf(WORDS, text(50, 200, "the other page")).replace(b"/Kids [7 0 R 9 0 R]", b"/Kids [null  9 0 R]")
    document = read(data)
    assert lines(document) == ["the other page"]
    assert [(note.code, note.places) for note in document.notes] == [("pdf.page-lost", (Place(page=1),))]


PICTURE = stream(
    b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x80"
)
SCANNED = b"q 400 0 0 300 0 0 cm /P Do Q\n"


def scanned(*contents: bytes) -> bytes:
    return raw_pdf(*contents, objects=(PICTURE,), resources=b"/XObject << /P %d 0 R >>" % FIRST)


def nonsense(*contents: bytes) -> bytes:
    """A font that draws glyphs by number and does not say which characters they are."""
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [%d 0 R] >>" % (
        FIRST + 1
    )
    inner = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /FontDescriptor 6 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    return raw_pdf(*contents, objects=(font, inner), fonts=b"/N %d 0 R" % FIRST)


GLYPHS = b"BT /N 10 Tf 50 200 Td <%s> Tj ET\n" % b"".join(b"%04x" % n for n in range(0x500, 0x540))


def test_a_file_of_pictures_has_no_text_without_ocr() -> None:
    with pytest.raises(NoTextError, match="only pictures") as error:
        read(scanned(SCANNED, SCANNED))
    assert "--ocr auto" in error.value.remedy


def test_a_stamped_number_does_not_make_a_scan_a_text() -> None:
    with pytest.raises(NoTextError, match="only pictures"):
        read(scanned(SCANNED + text(200, 20, "- 1 -")))


def test_a_nonsense_layer_is_refused_without_ocr() -> None:
    with pytest.raises(NoTextError, match="nonsense"):
        read(nonsense(GLYPHS))


def test_of_a_mixed_file_the_text_is_kept_and_each_unread_page_is_said() -> None:
    document = read(scanned(WORDS, SCANNED, WORDS))
    assert lines(document) == ["readable words on the page"] * 2
    assert [(note.code, note.places) for note in document.notes] == [("pdf.page-unread", (Place(page=2),))]


def test_nonsense_is_never_kept() -> None:
    document = read(nonsense(WORDS, GLYPHS))
    assert lines(document) == ["readable words on the page"]
    assert codes(document) == ["pdf.page-unread"]


class FakeOcr:
    """Stands in for the reader of scans: remembers what it was asked for and reads one line on every page."""

    def __init__(self, *, installed: bool = True) -> None:
        self.installed = installed
        self.asked: list[tuple[int, float, float, tuple[int, int]]] = []
        self.likely: list[int] = []

    def __call__(self, image: Image.Image, page: int, width: float, height: float, *, likely: int) -> scan.ScannedPage:
        self.asked.append((page, width, height, image.size))
        self.likely.append(likely)
        if not self.installed:
            raise NoTextError("no OCR", remedy="Install tesseract.")
        line = Paragraph(f"page {page} by OCR", places=(Place(page, (0, 0, 9, 9)),), is_line=True, confidence=0.9)
        return scan.ScannedPage((line,), (Note("ocr.page", "read by OCR"),), 0.9, 90, height, width)


def test_pages_without_usable_text_are_read_by_ocr_in_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr = FakeOcr()
    monkeypatch.setattr(scan, "read_scanned_page", ocr)
    document = read(scanned(WORDS, SCANNED, WORDS), "auto")
    assert lines(document) == ["readable words on the page", "page 2 by OCR", "readable words on the page"]
    assert [page for page, *_ in ocr.asked] == [2]
    assert [(page.width, page.height) for page in document.pages] == [(400, 300), (300, 400), (400, 300)]
    assert codes(document) == ["ocr.page"]


def test_a_nonsense_page_is_read_by_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "read_scanned_page", FakeOcr())
    assert lines(read(nonsense(GLYPHS), "auto")) == ["page 1 by OCR"]


def test_every_page_is_read_by_ocr_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr = FakeOcr()
    monkeypatch.setattr(scan, "read_scanned_page", ocr)
    assert lines(read(raw_pdf(WORDS, WORDS), "always")) == ["page 1 by OCR", "page 2 by OCR"]
    assert ocr.likely == [0, 90]  # the next page lies as the last one did


def test_without_ocr_installed_the_remedy_is_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr = FakeOcr(installed=False)
    monkeypatch.setattr(scan, "read_scanned_page", ocr)
    with pytest.raises(NoTextError) as error:
        read(scanned(SCANNED, SCANNED), "auto")
    assert error.value.remedy == "Install tesseract."
    assert len(ocr.asked) == 1
    document = read(scanned(WORDS, SCANNED), "auto")
    assert "apt install tesseract-ocr" in document.notes[0].text
    with pytest.raises(NoTextError):
        read(scanned(WORDS, SCANNED), "always")


def test_a_page_is_drawn_fine_enough_and_never_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr = FakeOcr()
    monkeypatch.setattr(scan, "read_scanned_page", ocr)
    read(scanned(SCANNED), "auto")
    assert ocr.asked[0][3] == (1667, 1250)
    large = raw_pdf(
        b"q 14400 0 0 14400 0 0 cm /P Do Q",
        objects=(PICTURE,),
        resources=b"/XObject << /P %d 0 R >>" % FIRST,
        page=b"/MediaBox [0 0 14400 14400]",
    )
    read(large, "auto")
    width, height = ocr.asked[1][3]
    assert width * height <= 41_000_000


@pytest.mark.parametrize(
    "content",
    [
        b"0 0 m 9 9 l S\n" * 310_000,
        b"0 0 m " + b"9 9 l " * 310_000 + b"S",
        b"".join(rule(0, k * 7, 4200, k * 7) for k in range(300))
        + b"".join(rule(k * 7, 0, k * 7, 4200) for k in range(300)),
        b"".join(text(50, 10 + 8 * k, "x" * 400) for k in range(520)),
    ],
    ids=["objects", "segments", "fields", "characters"],
)
def test_a_page_of_more_than_any_document_needs_is_refused(content: bytes) -> None:
    data = raw_pdf(WORDS + content, page=b"/MediaBox [0 0 4200 4200]")
    with pytest.raises(LimitError, match="more than the") as error:
        read(data)
    assert error.value.remedy


def test_a_file_of_too_many_pages_is_refused() -> None:
    with pytest.raises(LimitError, match="5001 pages"):
        read(raw_pdf(*[b""] * 5001))


@pytest.mark.parametrize(
    "content",
    [
        b"nan nan m 10 10 l S\n",
        b"1e39 0 m 1e39 1e38 l S 0 0 m 99999999999999999999999999 0 l S\n",
        b"q 1e30 0 0 1e30 0 0 cm 0 0 m 10 10 l S Q\n",
        b"q 0 0 0 0 0 0 cm 0 0 m 10 10 l S Q\n",
        text(1e30, 1e38, "far away"),
        b"BT /F 0 Tf 50 100 Td (no size) Tj ET\n",
        b"BT /F 1e9 Tf 50 100 Td (huge) Tj ET\n",
        b"q q q q q Q Q Q Q Q Q Q Q",
        b"/Missing Do /Missing gs (",
    ],
)
def test_senseless_numbers_do_no_harm(content: bytes) -> None:
    assert "readable words on the page" in lines(read(raw_pdf(WORDS + content)))


@pytest.mark.parametrize("box", [b"[0 0 1e9 1e9]", b"[400 300 0 0]", b"[0 0 0 0]", b"[0 0 x y]", b"[nan nan nan nan]"])
def test_senseless_page_sizes_do_no_harm(box: bytes) -> None:
    assert lines(read(raw_pdf(WORDS, page=b"/MediaBox " + box))) == ["readable words on the page"]


def test_forms_that_contain_themselves_end() -> None:
    form = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /XObject << /X %d 0 R >> /Font << /F 3 0 R >> >>"
        % FIRST,
        WORDS + b"/X Do",
    )
    document = read(raw_pdf(b"/X Do", objects=(form,), resources=b"/XObject << /X %d 0 R >>" % FIRST))
    assert set(lines(document)) == {"readable words on the page"}


def test_a_damaged_stream_costs_its_own_page_only() -> None:
    data = bytearray(raw_pdf(WORDS, text(50, 200, "the second page"), han(50, 200, "第三頁")))
    start = data.index(b"stream\n", data.index(b"10 0 obj")) + 7
    data[start : start + 12] = b"!" * 12
    document = read(bytes(data))
    assert lines(document) == ["readable words on the page", "第三頁"]
    assert codes(document) == ["pdf.blank-page"]
