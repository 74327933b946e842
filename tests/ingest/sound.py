"""Any number of sound files that differ, made from the samples: what batches are tried and measured with."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_TITLE = re.compile(r"^\d{3} ?年度「", re.MULTILINE)


def make_files(folder: Path, count: int) -> None:
    """``count`` files: single minutes as text, each with an ordinal of its own, and one in twenty the whole as DOCX or ODT."""
    whole = (SAMPLES / "minutes_industry_112-115.txt").read_text(encoding="utf-8")
    starts = [match.start() for match in _TITLE.finditer(whole)]
    meetings = [whole[a:b] for a, b in zip(starts, [*starts[1:], len(whole)], strict=True)]
    offices = [path for path in sorted(SAMPLES.glob("minutes_*")) if path.suffix in (".docx", ".odt")]
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        if n % 20 == 19:
            path = offices[n // 20 % len(offices)]
            (folder / f"{n:03}{path.suffix}").write_bytes(_another(path.read_bytes(), n))
        else:
            text = re.sub(r"第\s*\d+\s*次", f"第 {n + 1} 次", meetings[n % len(meetings)], count=1)
            (folder / f"{n:03}.txt").write_text(text, encoding="utf-8")


def _another(data: bytes, number: int) -> bytes:
    """The same document in other bytes: a zip with one more member, which no reader looks at."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("number.txt", str(number))
    return out.getvalue()
