"""Which files a person means by the paths they gave, and their bytes. Nothing here looks into a file.

A file given by name is read whatever it is called. In a folder the files with a known suffix are read; the others, and a
README, are told, not dropped. Links to folders are followed once; what is no regular file (a FIFO, a socket, a device) is never
opened in a way that could hang.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kbbt.errors import KbbtError, LimitError, UnreadableError
from kbbt.i18n import _
from kbbt.ingest.model import Job
from kbbt.text import clean

SUFFIXES = frozenset({
    ".pdf", ".docx", ".docm", ".dotx", ".doc", ".rtf", ".odt", ".ott", ".fodt", ".html", ".htm", ".md", ".markdown", ".txt", ".text",
    ".png", ".jpg", ".jpeg", ".tif", ".tiff",
})  # fmt: skip
"""The suffixes of files that are read when they are found in a folder."""

_OWN = ("store.json", "sources")  # a folder with both is a store of ours
_LITTER = frozenset({"thumbs.db", "desktop.ini"})
_NOTES = frozenset({"readme", "read me", "讀我"})
"""What a file is called that says what the folder holds."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or, with ``reason``, a path to pass over, or, with ``error``, one that fails."""

    path: Path
    reason: str = ""
    error: KbbtError | None = None


def find(paths: Sequence[Path], suffixes: frozenset[str] = SUFFIXES) -> list[Found]:
    """The files meant by ``paths``: in the order given, those of a folder sorted by name, each once."""
    found: dict[str, Found] = {}
    for path in paths:
        for one in _under(path, suffixes):
            found.setdefault(os.path.abspath(one.path), one)  # noqa: PTH100  # a link is another file; resolve() follows it
    return list(found.values())


def _under(path: Path, suffixes: frozenset[str]) -> Iterator[Found]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        yield _fails(path, _("there is no such file or folder"), _("Check the path."))
        return
    except (OSError, ValueError) as error:
        yield _fails(path, _why(error), _("Check the path, and that you may read it."))
        return
    if not stat.S_ISDIR(mode):
        yield Found(path)
        return
    inside = list(_walk(path, suffixes, set()))
    yield from inside
    if not any(one.error or not one.reason for one in inside):
        yield _fails(
            path,
            _("there are no documents in the folder"),
            _(
                "Looked for: {suffixes}. A file with another suffix is read when it is named itself.",
                suffixes=" ".join(sorted(suffixes)),
            ),
        )


def _walk(folder: Path, suffixes: frozenset[str], seen: set[tuple[int, int]]) -> Iterator[Found]:
    try:
        here = folder.stat()
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        yield _fails(folder, _why(error), _("Check that you may read the folder."))
        return
    if (here.st_dev, here.st_ino) in seen and here.st_ino:
        yield Found(folder, reason=_("a link to a folder that is read already"))
        return
    seen.add((here.st_dev, here.st_ino))
    for path in entries:
        if path.name.startswith((".", "~$")) or path.name.lower() in _LITTER:
            continue
        try:
            mode = path.stat().st_mode
        except OSError as error:
            yield Found(path, reason=_("cannot be reached: {why}", why=_why(error)))
            continue
        if stat.S_ISDIR(mode):
            if all((path / name).exists() for name in _OWN):
                yield Found(path, reason=_("the folder of a kbbt store"))
            else:
                yield from _walk(path, suffixes, seen)
        elif not stat.S_ISREG(mode):
            yield Found(path, reason=_("not a regular file"))
        elif path.stem.lower() in _NOTES:
            yield Found(path, reason=_("a note on the folder, by its name"))
        elif path.suffix.lower() not in suffixes:
            yield Found(path, reason=_("not a kind of document kbbt looks for in folders"))
        else:
            yield Found(path)


def load(path: Path, limit: int) -> Job:
    """The bytes of a file. Raises UnreadableError: not there, not a regular file, too big, changed while it was read."""
    try:
        # Opening a FIFO without this waits until somebody writes to it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _unreadable(path, _why(error), _("Check the path, and that you may read it.")) from error
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise _unreadable(path, _("this is not a regular file"), _("Give a document, or a folder of documents."))
        data = _read(handle, min(before.st_size, limit) + 1)
        after = os.fstat(handle)
    except OSError as error:
        raise _unreadable(path, _why(error), _("Check the disk, and that you may read the file.")) from error
    finally:
        os.close(handle)
    if max(len(data), before.st_size) > limit and before.st_size >= limit:
        raise LimitError(
            _("the file is bigger than {limit} MB", limit=limit >> 20),
            where=str(path),
            remedy=_("Split it, or raise the limit with --size-limit."),
        )
    if len(data) != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise _unreadable(
            path, _("the file changed while it was being read"), _("Run the command again when it is complete.")
        )
    return Job(data, safe_name(path), hashlib.sha256(data).hexdigest())


def _read(handle: int, size: int) -> bytes:
    parts: list[bytes] = []
    while size > 0 and (part := os.read(handle, min(size, 1 << 22))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def safe_name(path: Path) -> str:
    """The name of a file as text that can be stored: valid UTF-8, one line, no control or bidi characters."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", " ".join(clean(name).split())) or "unnamed"


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _unreadable(path: Path, message: str, remedy: str) -> UnreadableError:
    return UnreadableError(message, where=str(path), remedy=remedy)


def _fails(path: Path, message: str, remedy: str) -> Found:
    return Found(path, error=_unreadable(path, message, remedy))
