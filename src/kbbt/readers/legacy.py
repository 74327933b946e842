"""Legacy Word (.doc) and RTF: converted to DOCX by LibreOffice, then read as DOCX.

LibreOffice works in a profile of its own in a temporary folder (two processes cannot share one), no macros,
no fetching of links, a time limit, and its output is looked for, because it can end without one and say nothing.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from kbbt.document import Document, Note
from kbbt.errors import LimitError, MissingPartError, UnreadableError
from kbbt.i18n import _, said
from kbbt.readers.external import TimedOutError, relaxed_limits, run
from kbbt.readers.media import DOC, RTF
from kbbt.readers.options import ReadOptions

TIMEOUT = 120.0
"""Seconds LibreOffice gets for one file; a first start with an empty profile takes about four."""

INSTALL = (
    "Debian/Ubuntu: sudo apt install libreoffice-writer-nogui · macOS: brew install --cask libreoffice · "
    "Windows: winget install TheDocumentFoundation.LibreOffice"
)

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>2</value></prop></item>
</oor:items>
"""


def read_doc(data: bytes, options: ReadOptions) -> Document:
    """A Word 97 document. Raises MissingPartError without LibreOffice, and UnreadableError when it cannot open it."""
    return _read(data, options, "doc", DOC)


def read_rtf(data: bytes, options: ReadOptions) -> Document:
    """A Rich Text document; errors as :func:`read_doc`."""
    return _read(data, options, "rtf", RTF)


def _read(data: bytes, options: ReadOptions, suffix: str, media_type: str) -> Document:
    from kbbt.readers.docx import read_docx

    document = read_docx(_convert(data, suffix), options)
    note = Note("reader.converted", said("converted from .{suffix} by LibreOffice before reading", suffix=suffix))
    return replace(document, media_type=media_type, notes=(note, *document.notes))


def find_libreoffice() -> str | None:
    """The LibreOffice program on the search path or where its installers put it; None when it is not here."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is not None:
        return found
    usual: list[Path] = []
    if sys.platform == "darwin":
        usual = [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")]
    elif sys.platform == "win32":
        folders = (os.environ.get("PROGRAMFILES"), os.environ.get("PROGRAMFILES(X86)"))
        usual = [Path(folder, "LibreOffice", "program", "soffice.com") for folder in folders if folder]
    return next((str(path) for path in usual if path.is_file()), None)


def _convert(data: bytes, suffix: str) -> bytes:
    """``data`` as DOCX."""
    program = find_libreoffice()
    if program is None:
        raise _missing(suffix)
    with relaxed_limits(), tempfile.TemporaryDirectory(prefix="kbbt-", ignore_cleanup_errors=True) as folder:
        return _convert_in(Path(folder), program, data, suffix)


def _missing(suffix: str) -> MissingPartError:
    return MissingPartError(
        _("reading .{suffix} files needs LibreOffice, which is not installed", suffix=suffix),
        remedy=_("Install it ({install}), or save the file as DOCX.", install=INSTALL),
    )


def _convert_in(folder: Path, program: str, data: bytes, suffix: str) -> bytes:
    source, target = folder / f"source.{suffix}", folder / "out" / "source.docx"
    source.write_bytes(data)
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo",
               "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target.parent), str(source)]  # fmt: skip
    remedy = _("Open the file in Word or LibreOffice, save it as DOCX, and ingest that.")
    try:
        finished = run(command, timeout=TIMEOUT)
    except FileNotFoundError as error:
        raise _missing(suffix) from error
    except TimedOutError as error:
        raise LimitError(
            _("LibreOffice did not finish with the file in {seconds:.0f} seconds", seconds=TIMEOUT), remedy=remedy
        ) from error
    if not target.is_file() or not target.stat().st_size:
        reason = finished.complaint or _("exit status {status}", status=finished.status)
        raise UnreadableError(_("LibreOffice could not convert the file ({reason})", reason=reason), remedy=remedy)
    return target.read_bytes()
