"""The parts of a DOCX package: which one is the document, and those that say how it looks."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kbbt.errors import UnreadableError
from kbbt.i18n import _, said
from kbbt.readers.archive import Archive, open_archive
from kbbt.readers.docx.names import STRICT
from kbbt.readers.media import not_a_document
from kbbt.readers.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DEFAULT_MAIN = "word/document.xml"
_OTHER_KINDS = (
    ("xl/workbook.xml", said("a spreadsheet (XLSX)")),
    ("xl/workbook.bin", said("a spreadsheet (XLSB)")),
    ("ppt/presentation.xml", said("a presentation (PPTX)")),
    ("visio/document.xml", said("a drawing (VSDX)")),
    ("meta-inf/manifest.xml", said("an OpenDocument or Java container")),
    ("meta-inf/container.xml", said("an e-book (EPUB)")),
)


@dataclass(frozen=True, slots=True)
class Package:
    """The document elements of the parts that reading needs; None where the package has no such part."""

    document: _Element
    styles: _Element | None
    numbering: _Element | None
    footnotes: _Element | None
    endnotes: _Element | None
    title: str
    embedded: Callable[[str | None], bytes | None]
    """Relationship id of the document → the bytes of the part it names; None when there is none in the package."""


def open_package(data: bytes) -> Package:
    """The parts of the DOCX in ``data``.

    Raises UnreadableError when it is no DOCX or damaged, EncryptedError when it is encrypted, LimitError when it is
    too large.
    """
    archive = open_archive(data)
    roots = _relationships(archive, "")
    main = roots.get("officeDocument", _DEFAULT_MAIN)
    if not archive.has(main):
        raise _no_document(archive)
    document = _part(archive, main)
    if not document.tag.endswith("}document"):
        raise _no_document(archive)
    related = _relationships(archive, main)
    folder = posixpath.dirname(main)

    def part(kind: str) -> _Element | None:
        name = related.get(kind, posixpath.join(folder, kind + ".xml"))
        return _part(archive, name) if archive.has(name) else None

    core = roots.get("core-properties", "docProps/core.xml")
    title = parse(archive.read(core), core).findtext(_TITLE) if archive.has(core) else None
    by_id = {r.id: r.target for r in _related(archive, main)}

    def embedded(relationship: str | None) -> bytes | None:
        name = by_id.get(relationship or "")
        return archive.read(name) if name is not None and archive.has(name) else None

    return Package(
        document, part("styles"), part("numbering"), part("footnotes"), part("endnotes"), title or "", embedded
    )


def _no_document(archive: Archive) -> UnreadableError:
    for member, kind in _OTHER_KINDS:
        if archive.has(member):
            return not_a_document(kind)
    if archive.has("[Content_Types].xml"):
        return UnreadableError(
            _("the DOCX has no document in it: {name} is missing", name=_DEFAULT_MAIN),
            remedy=_("Copy the file again, or open it in Word or LibreOffice and save it anew."),
        )
    return not_a_document(said("a ZIP archive without a Word or OpenDocument text in it"))


class _Related(NamedTuple):
    """A relationship inside the package: its id, the last word of its type, the member name of its target."""

    id: str
    kind: str
    target: str


def _related(archive: Archive, part: str) -> Iterator[_Related]:
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", name + ".rels")
    if not archive.has(rels):
        return
    for relation in parse(archive.read(rels), rels).iter(_RELATIONSHIP):
        if relation.get("TargetMode") != "External":
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            target = relation.get("Target", "").replace("\\", "/")
            member = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield _Related(relation.get("Id", ""), kind, member)


def _relationships(archive: Archive, part: str) -> dict[str, str]:
    """Kind → member name of the first relationship of that kind."""
    targets: dict[str, str] = {}
    for relation in _related(archive, part):
        targets.setdefault(relation.kind, relation.target)
    return targets


def _part(archive: Archive, name: str) -> _Element:
    root = parse(archive.read(name), name)
    if any("purl.oclc.org/ooxml" in uri for uri in root.nsmap.values()):
        _make_transitional(root)
    return root


def _make_transitional(root: _Element) -> None:
    for element in root.iter("*"):
        element.tag = _renamed(str(element.tag))
        for name, text in list(element.attrib.items()):
            renamed = _renamed(str(name))
            if renamed != name:
                del element.attrib[name]
                element.attrib[renamed] = text


def _renamed(name: str) -> str:
    namespace, _, local = name.partition("}")
    return STRICT.get(namespace + "}", namespace + "}") + local if local else name
