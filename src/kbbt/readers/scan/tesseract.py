"""tesseract as a function: strips of a picture in, words with their confidence out.

The strips go to it as the pages of a TIFF on its standard input, so the language data is loaded once for many and no
file is written. Where there are several processors the strips are shared out among as many processes.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from kbbt.errors import LimitError, NoTextError
from kbbt.i18n import _
from kbbt.readers.external import TimedOutError, run

LANGUAGE, DIGITS = "chi_tra", "eng"
TIMEOUT = 180.0
"""Seconds for the strips of one page; a dense page takes two."""

_MOST_PROCESSES = 4
_SHARE = 8
"""Strips that are worth a process of their own: it takes as long to load the language data as to read three."""

LINE, BLOCK, WORD = 7, 6, 8
"""tesseract's page segmentation modes: the picture is one line of text, one block of lines, one word."""

INSTALL = (
    "Debian/Ubuntu: sudo apt install tesseract-ocr tesseract-ocr-chi-tra · macOS: brew install tesseract tesseract-lang · "
    "Windows: winget install UB-Mannheim.TesseractOCR, and tick Chinese (Traditional) in its setup"
)


@dataclass(frozen=True, slots=True)
class Word:
    """What tesseract takes for a word: its ``text``, ``confidence`` (0 to 1) and sides in pixels of the strip.

    ``line`` numbers the lines of a block from 0.
    """

    text: str
    confidence: float
    x0: int
    x1: int
    line: int = 0


def missing() -> NoTextError | None:
    """The error to raise when pictures cannot be read here, None when they can."""
    program = shutil.which("tesseract")
    if program is None:
        return NoTextError(
            _("this is a picture of text, and the OCR program tesseract is not installed"),
            remedy=_("Install it: {install}.", install=INSTALL),
        )
    if LANGUAGE not in _languages(program):
        return NoTextError(
            _("this is a picture of text, and tesseract has no data for Traditional Chinese ({name})", name=LANGUAGE),
            remedy=_("Install it: {install}.", install=INSTALL),
        )
    return None


@lru_cache(maxsize=4)
def _languages(program: str) -> frozenset[str]:
    try:
        finished = run([program, "--list-langs"], timeout=30)
    except (TimedOutError, OSError):
        return frozenset()
    return frozenset(finished.output.decode("utf-8", "replace").split())


def reads_digits() -> bool:
    """True when the data for Western script is here too, which knows digits better than the Chinese data does."""
    program = shutil.which("tesseract")
    return program is not None and DIGITS in _languages(program)


def recognise(strips: Sequence[Image.Image], mode: int, language: str = LANGUAGE) -> list[list[Word]]:
    """The words of each strip, from left to right and line by line. In the language :data:`DIGITS` only digits are read.

    Raises NoTextError when tesseract is not here or fails, LimitError when it does not finish.
    """
    if not strips:
        return []
    error = missing()
    if error is not None:
        raise error
    count = max(1, min(_processors(), _MOST_PROCESSES, len(strips) // _SHARE))
    # turn about, so that long lines and short ones are shared evenly
    shares = [strips[k::count] for k in range(count)]
    with ThreadPoolExecutor(count) as pool:
        read = list(pool.map(lambda share: _recognise(share, mode, language), shares))
    return [read[k % count][k // count] for k in range(len(strips))]


def _processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _recognise(strips: Sequence[Image.Image], mode: int, language: str) -> list[list[Word]]:
    picture = io.BytesIO()
    strips[0].save(picture, "TIFF", save_all=True, append_images=strips[1:], dpi=(200, 200))
    command = ["tesseract", "stdin", "stdout", "-l", language, "--psm", str(mode), "--dpi", "200"]
    command += ["-c", "tessedit_char_whitelist=0123456789"] if language == DIGITS else []
    command.append("tsv")
    try:
        finished = run(command, data=picture.getvalue(), timeout=TIMEOUT, environment={"OMP_THREAD_LIMIT": "1"})
    except TimedOutError as timed_out:
        raise LimitError(
            _("tesseract did not finish with a page in {seconds:.0f} seconds", seconds=TIMEOUT),
            remedy=_("Scan the document again in black and white at 200 to 300 dpi."),
        ) from timed_out
    if finished.status:
        raise NoTextError(
            _("tesseract failed: {reason}", reason=finished.complaint or f"exit status {finished.status}"),
            remedy=_("Install it again: {install}.", install=INSTALL),
        )
    return parse_tsv(finished.output.decode("utf-8", "replace"), len(strips))


def parse_tsv(text: str, pages: int) -> list[list[Word]]:
    """The words in tesseract's TSV of ``pages`` pages; rows that are no words or cannot be read are passed over."""
    found: list[list[Word]] = [[] for _ in range(pages)]
    lines: list[dict[tuple[str, ...], int]] = [{} for _ in range(pages)]
    for row in text.splitlines():
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != "5" or not fields[11].strip():
            continue
        try:
            page, x0, width, confidence = int(fields[1]) - 1, int(fields[6]), int(fields[8]), float(fields[10])
        except ValueError:
            continue
        if 0 <= page < pages:
            line = lines[page].setdefault(tuple(fields[2:5]), len(lines[page]))
            confidence = min(max(confidence / 100, 0.0), 1.0)
            found[page].append(Word(fields[11].strip(), confidence, x0, x0 + width, line))
    return found
