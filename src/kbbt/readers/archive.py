"""Zip containers (DOCX, ODT) opened safely: counted before anything is unpacked, kept in memory, never on disk.

Member names are keys of a table and nothing else; they are never used as paths. What a damaged or hostile container
can do to the zip library ends in a named error with its remedy.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from kbbt.errors import LimitError, UnreadableError
from kbbt.i18n import _, said
from kbbt.readers.media import encrypted, not_a_document

MAX_MEMBERS = 10_000
"""Most members a container may hold; a document with a thousand pictures has little over a thousand."""

MAX_DIRECTORY = 4 * 2**20
"""Most bytes of the central directory: it is read whole before its members can be counted."""

MAX_TOTAL = 512 * 2**20
"""Most bytes all members together may unpack to."""

MAX_RATIO = 200
"""Most times the container's own size that its members may unpack to, once that is more than RATIO_FREE bytes."""

RATIO_FREE = 32 * 2**20
"""Up to this many bytes nobody asks for the ratio: small office files of many equal rows compress very well."""

MAX_PART = 64 * 2**20
"""Most bytes of one part that is read; parsed XML needs about ten times its length."""

_LOCAL, _END = b"PK\x03\x04", b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _too_large(message: str) -> LimitError:
    return LimitError(
        message,
        remedy=_("Split the document into smaller files, or save it anew with Word or LibreOffice, and ingest that."),
    )


def _damaged(message: str) -> UnreadableError:
    return UnreadableError(
        message, remedy=_("Copy the file again, or open it in Word or LibreOffice and save it anew.")
    )


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened container. ``members`` maps a member's name (``/``-separated, lower case) to its entries."""

    members: dict[str, tuple[zipfile.ZipInfo, ...]]
    file: zipfile.ZipFile

    def has(self, name: str) -> bool:
        """True when the container holds a member ``name``; case does not matter (as in OPC)."""
        return _key(name) in self.members

    def names(self) -> tuple[str, ...]:
        """The names of all members, as keys (``/``-separated, lower case)."""
        return tuple(self.members)

    def read(self, name: str) -> bytes:
        """The bytes of the member ``name``.

        Raises UnreadableError when it is missing, twice in the container or damaged, EncryptedError when it is
        encrypted, LimitError when it is larger than :data:`MAX_PART`.
        """
        entries = self.members.get(_key(name), ())
        if not entries:
            raise _damaged(_("the part {name} is missing", name=name))
        if len(entries) > 1:
            raise _damaged(_("the part {name} is there {count} times", name=name, count=len(entries)))
        (info,) = entries
        if info.flag_bits & 0x1:
            raise encrypted()
        if info.file_size > MAX_PART:
            raise _too_large(
                _(
                    "the part {name} unpacks to {size:,} bytes; {limit:,} is the most that is read",
                    name=name,
                    size=info.file_size,
                    limit=MAX_PART,
                )
            )
        try:
            return self.file.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise _damaged(_("the part {name} is damaged: {why}", name=name, why=error)) from error
        except (NotImplementedError, RuntimeError) as error:
            raise _damaged(_("the part {name} is packed in an unknown way: {why}", name=name, why=error)) from error


def _key(name: str) -> str:
    # Some Windows programs write backslashes; names in OPC are compared without case.
    return name.replace("\\", "/").removeprefix("/").lower()


def _refuse_ole(data: bytes) -> None:
    """Office puts an encrypted DOCX into an OLE container; a legacy .doc is one too."""
    if not data.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        raise encrypted()
    raise UnreadableError(
        _("this is an old binary Office file, not a ZIP container"),
        remedy=_("Open it in Word or LibreOffice, save it as DOCX or ODT, and ingest that."),
    )


def _check_directory_size(data: bytes) -> None:
    """Refuse a central directory too large to be read, before the zip library reads it."""
    end = data.rfind(_END)
    if 0 <= end <= len(data) - 22:
        (size,) = struct.unpack_from("<I", data, end + 12)
        if MAX_DIRECTORY < size != 0xFFFFFFFF:
            raise _too_large(
                _(
                    "its table of contents has {size:,} bytes; {limit:,} is the most that is read",
                    size=size,
                    limit=MAX_DIRECTORY,
                )
            )


def open_archive(data: bytes) -> Archive:
    """Open the zip container in ``data`` and check its table of contents; nothing is unpacked.

    Raises UnreadableError when it is empty, no zip container, or cut off; EncryptedError for an encrypted OOXML file in
    its OLE container; LimitError when there are too many members or they would unpack to too much.
    """
    if not data:
        raise UnreadableError(_("the file is empty"), remedy=_("Copy the file again."))
    _refuse_ole(data)
    _check_directory_size(data)
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
        infos = file.infolist()
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, struct.error, NotImplementedError) as error:
        if data.startswith(_LOCAL):
            raise _damaged(_("the file is cut off or damaged")) from error
        raise not_a_document(said("something other than a ZIP container")) from error
    if len(infos) > MAX_MEMBERS:
        raise _too_large(
            _("it has {count:,} members; {limit:,} is the most that is read", count=len(infos), limit=MAX_MEMBERS)
        )
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL or (total > RATIO_FREE and total > MAX_RATIO * len(data)):
        raise _too_large(
            _("it has {size:,} bytes and would unpack to {total:,}: more than is read", size=len(data), total=total)
        )
    members: dict[str, tuple[zipfile.ZipInfo, ...]] = {}
    for info in infos:
        members[_key(info.filename)] = (*members.get(_key(info.filename), ()), info)
    return Archive(members, file)
