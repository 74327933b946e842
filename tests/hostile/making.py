"""What hostile files are made of: PDF objects, zip containers, office documents; and the list of those there are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

HEADING = "115年度「基北北桃合作交流平臺」產業民生組\n第1次工作小組會議紀錄\n"
OPENING = "壹、時間：115年2月9日(星期一)下午2時\n貳、地點：桃園市政府\n參、主持人：某人\n肆、出席人員：詳如簽到表\n紀錄：某人\n伍、會議決議：\n"
TABLE = "「基北北桃合作交流平臺」合作方案辦理情形\n資料時間：113年7月11日\n(一)交通組\n方案名稱\t最新辦理情形\n"

MAKERS: dict[str, Callable[[], bytes]] = {}


def makes(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register the maker of one file."""

    def keep(maker: Callable[[], bytes]) -> Callable[[], bytes]:
        MAKERS[name] = maker
        return maker

    return keep


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


def text(body: str) -> bytes:
    """Plain text."""
    return body.encode("utf-8", "surrogatepass")
