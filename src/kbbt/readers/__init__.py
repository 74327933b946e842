"""Readers: bytes → Document, one module a format.

What a file is, its content says (:mod:`kbbt.readers.detect`), not its name. A reader's module is imported when the
first file of its kind comes: reading a text file does not cost the PDF library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from kbbt.document import Document
from kbbt.errors import KbbtError
from kbbt.readers.options import ReadOptions

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ReadOptions", "read"]

_READERS: dict[str, tuple[str, str]] = {
    "application/pdf": ("pdf", "read_pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx", "read_docx"),
    "application/vnd.oasis.opendocument.text": ("odt", "read_odt"),
    "application/vnd.oasis.opendocument.text-template": ("odt", "read_odt"),
    "application/vnd.oasis.opendocument.text-flat-xml": ("odt", "read_odt"),
    "application/msword": ("legacy", "read_doc"),
    "application/rtf": ("legacy", "read_rtf"),
    "text/html": ("html", "read_html"),
    "text/markdown": ("markdown", "read_markdown"),
    "text/plain": ("plain", "read_text"),
    "image/png": ("picture", "read_picture"),
    "image/jpeg": ("picture", "read_picture"),
    "image/tiff": ("picture", "read_picture"),
    "image/bmp": ("picture", "read_picture"),
}
"""Media type → module of this package and its function ``(data, options) -> Document``."""


def read(data: bytes, name: str, options: ReadOptions = ReadOptions()) -> Document:  # noqa: B008 -- a frozen value
    """The document in ``data``. ``name`` is the file's name; it is believed only where the content leaves a choice.

    Raises :class:`~kbbt.errors.UnreadableError` for what is no document or is damaged, and the other errors of
    :mod:`kbbt.errors` that reading can end with (encrypted, only pictures, a part missing); each names the file.
    """
    from kbbt.readers.detect import detect

    try:
        module, function = _READERS[detect(data, name)]
        reader = getattr(import_module(f"kbbt.readers.{module}"), function)
        return cast("Callable[[bytes, ReadOptions], Document]", reader)(data, options)
    except KbbtError as error:
        raise error.at(name) from error.__cause__
