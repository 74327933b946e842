"""How exactly scans are read: both samples drawn, spoilt as a scanner spoils them, ingested, and compared.

    python benchmarks/scans.py [VARIANT …] [--only status|minutes] [--keep DIR]

Each page of the samples' PDFs is drawn at the variant's resolution, turned by a small angle (every other page the other
way), strewn with grain and specks, pressed into JPEG, and put into a file that has no text. That file is ingested into an
empty store as an officer does it, and what the store then knows is compared with the truth the tests use. The noise is
the same in every run.

The bar, for 200 dpi turned by half a degree: 87 of 87 rows found, at most 2 % of the characters wrong overall (names
compared after the register's folding, texts without white space), 12 of 12 meetings with their dates. A row is found when
a row of its group, which no other row claims, reads like it. Characters wrong are insertions, deletions and
substitutions; all of a row that was not found are wrong. ``flagged`` are the rows that kbbt itself says to look at, beside
the rows that have a mistake; of the latter ``unflagged`` are those nobody is told of.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.truth import minutes_truth, status_truth  # noqa: E402

from kbbt.ingest import IngestOptions, Limits, ingest  # noqa: E402
from kbbt.records import Meeting, Source  # noqa: E402
from kbbt.store import Store  # noqa: E402
from kbbt.text import fold, squeeze  # noqa: E402

SAMPLES = {"status": "status_113-07-11.pdf", "minutes": "minutes_industry_112-115.pdf"}
ALIKE = 0.7
"""A row reads like another one from this share of equal characters on."""
MOST_WRONG = 0.02


@dataclass(frozen=True)
class Variant:
    """How pages are spoilt and kept.

    ``dpi``; ``angle`` in degrees; ``turn`` in quarters clockwise; ``grain`` is the standard deviation of the grey values;
    ``specks`` a page; ``paper`` and ``ink`` their grey values; ``suffix`` the file (``png``: one file a page);
    ``two_up`` puts two pages side by side on one sheet.
    """

    dpi: int = 200
    angle: float = 0.5
    turn: int = 0
    grain: float = 12.0
    specks: int = 150
    paper: int = 250
    ink: int = 10
    quality: int = 60
    suffix: str = "pdf"
    two_up: bool = False


VARIANTS = {
    "clean": Variant(angle=0.0, grain=0.0, specks=0, quality=95),
    "200 dpi": Variant(),
    "300 dpi": Variant(dpi=300),
    "grey paper": Variant(paper=190, ink=60),
    "more noise": Variant(grain=24.0, specks=600, quality=40),
    "turned by 90": Variant(turn=1),
    "turned by 180": Variant(turn=2),
    "two pages a sheet": Variant(two_up=True),
    "tiff": Variant(suffix="tiff"),
}


def scanned(page: Image.Image, how: Variant, number: int) -> Image.Image:
    """``page`` as it comes out of a scanner; the same each time."""
    rng = random.Random(f"{how} {number}")  # noqa: S311 -- noise, no secret
    grey = page.convert("L").point([round(how.ink + (how.paper - how.ink) * v / 255) for v in range(256)])
    angle = how.angle if number % 2 else -how.angle
    if angle:
        grey = grey.rotate(angle, Image.Resampling.BICUBIC, fillcolor=how.paper)
    draw = ImageDraw.Draw(grey)
    for _ in range(how.specks):
        x, y, size = rng.randrange(grey.width), rng.randrange(grey.height), rng.choice((1, 1, 2))
        draw.rectangle((x, y, x + size, y + rng.choice((0, 1))), fill=how.ink)
    if how.grain:
        # each byte's place in the normal distribution gives the grain round 128
        normal = NormalDist(128, how.grain)
        table = [max(0, min(255, round(normal.inv_cdf((v + 0.5) / 256)))) for v in range(256)]
        grain = Image.frombytes("L", grey.size, rng.randbytes(grey.width * grey.height)).point(table)
        grey = ImageChops.add(grey, grain, offset=-128)
    if how.turn:
        grey = grey.rotate(-90 * how.turn, expand=True)
    pressed = io.BytesIO()
    grey.save(pressed, "JPEG", quality=how.quality)
    return Image.open(pressed)


def drawn(sample: Path, how: Variant) -> Iterator[Image.Image]:
    """The pages, or sheets of two pages, of a sample."""
    document = pypdfium2.PdfDocument(sample)
    pages = [page.render(scale=how.dpi / 72, grayscale=True).to_pil() for page in document]
    document.close()
    if not how.two_up:
        yield from pages
        return
    for first in range(0, len(pages), 2):
        sheet = Image.new("L", (pages[0].width * 2, pages[0].height), 255)
        for k, page in enumerate(pages[first : first + 2]):
            sheet.paste(page, (k * pages[0].width, 0))
        yield sheet


def make(sample: Path, how: Variant, target: Path) -> None:
    """Write the scan of ``sample``."""
    pages = [scanned(page, how, number) for number, page in enumerate(drawn(sample, how))]
    options: dict[str, object] = {"save_all": True, "append_images": pages[1:]}
    if how.suffix == "pdf":
        pages[0].save(target, "PDF", resolution=how.dpi, **options)
    else:
        pages[0].save(target, "TIFF", dpi=(how.dpi, how.dpi), compression="jpeg", **options)


@dataclass
class Score:
    """What came out: ``found`` of ``rows``, ``wrong`` of ``characters``; see the module for the others."""

    rows: int = 0
    found: int = 0
    characters: int = 0
    wrong: int = 0
    mistaken: int = 0
    flagged: int = 0
    unflagged: int = 0

    @property
    def share(self) -> float:
        """The share of wrong characters."""
        return self.wrong / max(1, self.characters)

    def add(self, truth: Sequence[tuple[str, str]], read: Sequence[tuple[str, str, bool]]) -> None:
        """Compare the rows of a group; ``read`` says of each row also whether it is flagged."""
        left = list(read)
        for name, text in truth:
            self.rows += 1
            self.characters += len(name) + len(text)
            nearest = max(
                left, key=lambda row: Levenshtein.normalized_similarity(name + text, row[0] + row[1]), default=None
            )
            if nearest is None or Levenshtein.normalized_similarity(name + text, nearest[0] + nearest[1]) < ALIKE:
                self.wrong += len(name) + len(text)
                continue
            left.remove(nearest)
            self.found += 1
            wrong = Levenshtein.distance(name, nearest[0]) + Levenshtein.distance(text, nearest[1])
            self.wrong += wrong
            self.mistaken += wrong > 0
            self.flagged += nearest[2]
            self.unflagged += wrong > 0 and not nearest[2]
        self.wrong += sum(len(name) + len(text) for name, text, _ in left)


def score_status(source: Source) -> Score:
    """The published table."""
    score = Score()
    groups = {group.name: group.entries for report in source.reports for group in report.groups}
    flagged = {place for problem in source.problems if problem.code == "ocr.unsure" for place in problem.places}
    for name, rows in status_truth():
        read = [(fold(e.name), squeeze(e.text), not flagged.isdisjoint(e.places)) for e in groups.get(name, [])]
        score.add([(fold(title), text) for title, text in rows], read)
    return score


def score_minutes(source: Source) -> tuple[int, int, int]:
    """Of the twelve meetings those with their date, with date and time, and how many of the 96 subjects are named."""
    read = {meeting.starts_at: meeting for meeting in source.meetings}
    days = {at.date() for at in read if at}
    dated = timed = named = 0
    for _year, _ordinal, starts_at, *_, subjects, _declared in minutes_truth():
        dated += any(day.isoformat() == starts_at[:10] for day in days)
        meeting = next((m for at, m in read.items() if at and f"{at:%Y-%m-%dT%H:%M}" == starts_at), None)
        timed += meeting is not None
        named += len({fold(name) for *_, name in subjects} & _names(meeting)) if meeting else 0
    return dated, timed, named


def _names(meeting: Meeting) -> set[str]:
    return {fold(m.name) for section in meeting.sections for r in section.resolutions for m in r.mentions}


def main() -> int:
    """Measure, print, and say whether the bar holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("variants", nargs="*", metavar="VARIANT", help=", ".join(VARIANTS))
    parser.add_argument("--only", choices=sorted(SAMPLES))
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the scans and the stores here")
    options = parser.parse_args()
    version = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[
        0
    ]
    print(f"Python {sys.version.split()[0]}, {version}\n")
    held = True
    for name in options.variants or VARIANTS:
        how = VARIANTS[name]
        for what in [options.only] if options.only else SAMPLES:
            with tempfile.TemporaryDirectory() as folder:
                target = Path(folder) / f"{what}.{how.suffix}"
                make(ROOT / "samples" / SAMPLES[what], how, target)
                store = Store(Path(folder) / "store")
                started = time.perf_counter()
                summary = ingest([target], store, IngestOptions(limits=Limits(wall=1800.0, cpu=900.0)))
                seconds = time.perf_counter() - started
                if options.keep:
                    shutil.copytree(folder, options.keep / f"{name} {what}", dirs_exist_ok=True)
                sources = store.sources()
                if not sources:
                    print(f"{name:20} {what}: {summary.failure or [str(o.error) for o in summary.outcomes]}")
                    held = False
                    continue
                line, good = told(what, sources[0])
                held = held and (good or name != "200 dpi")
                pages = max(1, sources[0].pages or 1)
                print(f"{name:20} {line}, {seconds / pages:.1f} s a page", flush=True)
    return 0 if held else 1


def told(what: str, source: Source) -> tuple[str, bool]:
    """The score in words, and whether it is good enough."""
    if what == "status":
        score = score_status(source)
        words = f"{score.found}/{score.rows} rows, {score.share:.2%} of {score.characters} characters wrong, "
        words += f"{score.mistaken} rows with a mistake, {score.flagged} flagged, {score.unflagged} unflagged"
        return words, score.found == score.rows and score.share <= MOST_WRONG
    dated, timed, named = score_minutes(source)
    return f"{dated}/12 dates, {timed}/12 times, {named}/96 names exact", dated == 12


if __name__ == "__main__":
    raise SystemExit(main())
