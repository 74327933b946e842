"""Pages that look scanned, drawn for tests."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw

DPI = 200
POINT = DPI / 72


def paper(width: int = 800, height: int = 1000) -> Image.Image:
    return Image.new("L", (width, height), 250)


def characters(page: Image.Image, x: int, y: int, count: int, size: int = 30) -> None:
    """A line of ``count`` squares drawn like characters: strokes with gaps in and between them."""
    draw = ImageDraw.Draw(page)
    for i in range(count):
        left = x + i * (size + 4)
        draw.rectangle((left, y, left + size - 4, y + 3), fill=10)
        draw.rectangle((left, y + size // 2, left + size - 4, y + size // 2 + 3), fill=10)
        draw.rectangle((left + size // 2 - 2, y, left + size // 2 + 1, y + size - 4), fill=10)
        draw.rectangle((left, y + size - 7, left + size - 4, y + size - 4), fill=10)


def noisy(page: Image.Image, strength: int = 24, specks: int = 60, seed: int = 7) -> Image.Image:
    """``page`` with grain of ± ``strength`` and black specks; the same each time."""
    rng = random.Random(seed)
    grain = rng.randbytes(page.width * page.height)
    offsets = bytes(round((v - 127.5) * strength / 127.5) + 128 for v in range(256))
    values = bytes(max(0, min(255, p + offsets[g] - 128)) for p, g in zip(page.tobytes(), grain, strict=True))
    out = Image.frombytes("L", page.size, values)
    for _ in range(specks):
        x, y = rng.randrange(page.width - 2), rng.randrange(page.height - 2)
        out.paste(0, (x, y, x + 2, y + 1))
    return out


def table_page() -> Image.Image:
    """A table of 2 columns and 3 rows, its header a merged, shaded cell; a line of text above and below."""
    page = paper()
    draw = ImageDraw.Draw(page)
    draw.rectangle((100, 200, 700, 260), fill=215)
    for y in (200, 260, 400, 600):
        draw.line((100, y, 700, y), fill=20, width=2)
    for x in (100, 700):
        draw.line((x, 200, x, 600), fill=20, width=2)
    draw.line((300, 260, 300, 600), fill=20, width=2)
    characters(page, 120, 120, 10)
    characters(page, 320, 215, 4)
    characters(page, 115, 280, 4)
    characters(page, 320, 280, 10)
    characters(page, 320, 330, 6)
    characters(page, 320, 420, 9)
    characters(page, 350, 900, 2)
    return page
