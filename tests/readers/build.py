"""Small DOCX and ODT files written by hand: raw XML in a zip, so that each rule has a document of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
O_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": _ODF + "office:1.0",
        "style": _ODF + "style:1.0",
        "text": _ODF + "text:1.0",
        "table": _ODF + "table:1.0",
        "draw": _ODF + "drawing:1.0",
        "fo": _ODF + "xsl-fo-compatible:1.0",
        "svg": _ODF + "svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    }.items()
)
_OFFICE_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def zipped(members: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip file of ``members`` in their order; the same members give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def part(tag: str, content: str) -> str:
    """The XML of a part whose document element is ``w:tag``."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {W_NAMESPACES}>{content}</w:{tag}>'


def relationships(targets: dict[str, str]) -> str:
    """A ``.rels`` part: last word of the type → target."""
    entries = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE_RELATIONSHIP}{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def docx(
    body: str, parts: Mapping[str, str] | None = None, *, members: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A DOCX with ``body`` in its document; ``parts`` are the contents of styles, numbering, footnotes, endnotes."""
    parts = parts or {}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument'
        f'.wordprocessingml.{"document.main" if name == "document" else name}+xml"/>'
        for name in ("document", *parts)
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": relationships({"officeDocument": "word/document.xml"}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relationships({name: f"{name}.xml" for name in parts}),
    }
    files |= {f"word/{name}.xml": part(name, content) for name, content in parts.items()}
    return zipped({**files, **(members or {})})


def run(text: str, properties: str = "") -> str:
    """A run; ``properties`` are the children of ``w:rPr``."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str = "", *, num: int | None = None, lvl: int | None = None, style: str = "", props: str = "") -> str:
    """A paragraph; ``content`` is text unless it begins with ``<``."""
    inside = content if content.startswith("<") or not content else run(content)
    numbering = ""
    if num is not None or lvl is not None:
        numbering = (
            "<w:numPr>"
            + (f'<w:ilvl w:val="{lvl}"/>' if lvl is not None else "")
            + (f'<w:numId w:val="{num}"/>' if num is not None else "")
            + "</w:numPr>"
        )
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{numbering}{props}</w:pPr>{inside}</w:p>"


def level(ilvl: int, fmt: str, text: str, *, start: int | None = 1, extra: str = "") -> str:
    """A ``w:lvl`` of a list definition."""
    begin = f'<w:start w:val="{start}"/>' if start is not None else ""
    return f'<w:lvl w:ilvl="{ilvl}">{begin}<w:numFmt w:val="{fmt}"/>{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def definition(key: int, *levels: str, extra: str = "") -> str:
    """A ``w:abstractNum``."""
    return f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{extra}{"".join(levels)}</w:abstractNum>'


def num(key: int, abstract: int, overrides: str = "") -> str:
    """A ``w:num``."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def table(*rows: str, columns: int = 2) -> str:
    """A ``w:tbl`` of ``rows``."""
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*cells: str, props: str = "") -> str:
    """A ``w:tr``."""
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(cells)}</w:tr>"


def cell(content: str = "", props: str = "") -> str:
    """A ``w:tc``; ``content`` is text unless it begins with ``<``."""
    inside = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inside}</w:tc>"


def odt(
    body: str,
    *,
    automatic: str = "",
    styles: str = "",
    mimetype: str = "application/vnd.oasis.opendocument.text",
    members: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An ODT with ``body`` in ``office:text``, automatic styles beside it, and common ``styles`` in its own part."""
    files: dict[str, str | bytes] = {
        "mimetype": mimetype,
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {O_NAMESPACES} office:version="1.2">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {O_NAMESPACES} office:version="1.2">'
        f"<office:styles>{styles}</office:styles></office:document-styles>",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    }
    return zipped({**files, **(members or {})}, stored=("mimetype",))


def list_style(name: str, *levels: str, extra: str = "") -> str:
    """A ``text:list-style``."""
    return f'<text:list-style style:name="{name}" {extra}>{"".join(levels)}</text:list-style>'


def list_level(depth: int, fmt: str, *, prefix: str = "", suffix: str = "", extra: str = "") -> str:
    """A ``text:list-level-style-number``."""
    return (
        f'<text:list-level-style-number text:level="{depth}" style:num-format="{fmt}" style:num-prefix="{prefix}" '
        f'style:num-suffix="{suffix}" {extra}/>'
    )


def items(*contents: str, style: str = "", extra: str = "") -> str:
    """A ``text:list``; each of ``contents`` is an item: text, or its XML when it begins with ``<``."""
    named = f'text:style-name="{style}"' if style else ""
    inside = "".join(
        f"<text:list-item>{c if c.startswith('<') else f'<text:p>{c}</text:p>'}</text:list-item>" for c in contents
    )
    return f"<text:list {named} {extra}>{inside}</text:list>"
