"""HTML, also as Word and web pages save it, and MHTML: what a browser shows, without style sheets from elsewhere.

Lists get the labels a browser would draw; hidden and struck-out text stays out; tables that only lay out a page are
read as the blocks in them.
"""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace

from lxml import etree, html

from kbbt.document import Document, Note
from kbbt.errors import UnreadableError
from kbbt.i18n import _, said
from kbbt.readers.detect import is_mhtml
from kbbt.readers.encoding import Decoded, decode
from kbbt.readers.html_flow import PageFlow
from kbbt.readers.html_styles import apply_styles
from kbbt.readers.media import HTML
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import decode_or_refuse, encoding_notes
from kbbt.text import clean

_CHARSET = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]+encoding=["']([A-Za-z0-9_.-]+)""", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHARSET_WITHIN = 8192


def read_html(data: bytes, options: ReadOptions) -> Document:  # noqa: ARG001 -- every reader has this signature
    """The paragraphs, lists and tables of a web page. Raises UnreadableError when nothing in it can be seen."""
    decoded = _decode(_html_part(data))
    document = html_document(decoded.text)
    if not document.blocks:
        raise UnreadableError(
            _("the web page has no text of its own"),
            remedy=_("Pages built by a script are empty when saved: print the page to PDF and ingest that."),
        )
    return replace(document, notes=encoding_notes(decoded) + document.notes)


def html_document(text: str, *, lines: bool = False) -> Document:
    """The document that ``text`` (HTML) shows. With ``lines`` a line feed in the source is a line of layout.

    Raises UnreadableError for a page that no tree can be made of, such as one of thousands of tags in one another.
    """
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", text), parser=parser)
    except etree.ParserError:
        return Document((), HTML)  # nothing but comments and declarations
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unparsable(str(error)) from error
    # past a limit (tags in one another) libxml2 drops the rest without raising
    for entry in parser.error_log:
        if entry.level_name == "FATAL":
            raise _unparsable(entry.message)
    apply_styles(root)
    flow = PageFlow(lines=lines)
    flow.walk(root)
    title = root.findtext(".//title") or ""
    notes = (Note("html.struck-out", said("struck-out text was left out")),) if flow.struck_out else ()
    return Document(flow.blocks(), HTML, notes=notes, title=clean(title).replace("\n", " "))


def _unparsable(reason: str) -> UnreadableError:
    return UnreadableError(
        _("the page cannot be parsed: {reason}", reason=reason),
        remedy=_("Open it in a browser, print it to PDF and ingest that."),
    )


def _html_part(data: bytes) -> bytes:
    """The page in a web archive (MHTML); ``data`` itself when it is none."""
    if not is_mhtml(data):
        return data
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(payload, bytes):
            charset = part.get_content_charset()
            return payload if charset is None else f"<meta charset={charset}>".encode("ascii", "replace") + payload
    return data


def _decode(data: bytes) -> Decoded:
    """The characters of a page: byte order mark, then what the page says of itself, then what fits."""
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return decode_or_refuse(data)
    named = _CHARSET.search(data[:_CHARSET_WITHIN])
    if named is not None:
        name = (named.group(1) or named.group(2)).decode("ascii").lower()
        # pages say big5 and mean Microsoft's; what says UTF-16 in ASCII letters is not in UTF-16
        encoding = {"big5": "cp950", "x-x-big5": "cp950", "gb2312": "gb18030", "gbk": "gb18030"}.get(name, name)
        if not encoding.startswith("utf-16"):
            try:
                return Decoded(data.decode(encoding, "kbbt-eudc" if encoding == "cp950" else "strict"), encoding)
            except (UnicodeDecodeError, LookupError):
                pass
    return decode(data) or Decoded(data.decode("utf-8", "replace"), "utf-8", guessed=True)
