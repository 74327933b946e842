"""XML of office documents, parsed safely: no DTD, no entities, no network, bounded.

A DTD has no place in OOXML or ODF and is how XML attacks begin, so any is refused, before the parser sees it.
"""

from __future__ import annotations

from xml.parsers import expat

from lxml import etree

from kbbt.errors import LimitError, UnreadableError
from kbbt.i18n import _

# libxml2's own words for input beyond the bounds that huge_tree=False keeps.
_BOUND_WORDS = ("huge", "depth", "too long", "too big", "amplification", "limit")


class _RootReached(Exception):  # noqa: N818 -- a signal, no error
    """The document element begins; what follows cannot hold a DTD."""


def _bad(message: str) -> UnreadableError:
    return UnreadableError(
        message, remedy=_("Copy the file again, or open it in Word or LibreOffice and save it anew.")
    )


def _refuse_dtd(data: bytes, part: str) -> None:
    def refuse(*_event: object) -> None:
        raise _bad(_("the part {name} has a document type declaration, which no office program writes", name=part))

    def stop(*_event: object) -> None:
        raise _RootReached

    # Only the prolog is read here. expat knows the encodings the formats allow (UTF-8, UTF-16) and refuses tricks.
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(data, True)
    except _RootReached:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: an encoding nobody knows
        raise _bad(_("the part {name} is no XML: {why}", name=part, why=error)) from error


def parse(data: bytes, part: str) -> etree._Element:
    """The document element of ``data``, comments and processing instructions left out. ``part`` is its name in messages.

    Raises UnreadableError when it is no well-formed XML or has a DTD, LimitError when a text is longer or the nesting
    deeper than the parser's bounds.
    """
    _refuse_dtd(data, part)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if any(word in str(error).lower() for word in _BOUND_WORDS):
            raise LimitError(
                _("the part {name} is too large or too deeply nested: {why}", name=part, why=error),
                remedy=_("Split the document into smaller files, and ingest those."),
            ) from error
        raise _bad(_("the part {name} is damaged: {why}", name=part, why=error)) from error
