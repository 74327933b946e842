"""Names of WordprocessingML, and how its attributes are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 -- the prefix every producer uses
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
XML = "{http://www.w3.org/XML/1998/namespace}"

# Strict OOXML says the same with other namespaces.
STRICT = {
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}": W,
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": R,
    "{http://purl.oclc.org/ooxml/officeDocument/math}": M,
    "{http://purl.oclc.org/ooxml/drawingml/main}": A,
    "{http://purl.oclc.org/ooxml/drawingml/picture}": PIC,
    "{http://purl.oclc.org/ooxml/drawingml/chart}": CHART,
    "{http://purl.oclc.org/ooxml/drawingml/diagram}": DIAGRAM,
}


def value(parent: _Element | None, name: str) -> str | None:
    """``w:val`` of the child ``w:name`` of ``parent``, None without child or attribute."""
    child = parent.find(W + name) if parent is not None else None
    return child.get(W + "val") if child is not None else None


def number(text: str | None) -> int | None:
    """``text`` as an integer, None when it is none (or so long that no office program would read it)."""
    try:
        return int(text) if text is not None and len(text) <= 12 else None
    except ValueError:
        return None


def toggle(parent: _Element | None, name: str) -> bool | None:
    """An on/off child ``w:name``: True or False as it says, None when it is not there."""
    child = parent.find(W + name) if parent is not None else None
    if child is None:
        return None
    return child.get(W + "val", "true") not in ("0", "false", "off")
