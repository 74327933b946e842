"""Pictures of real sessions for README.zh-TW.md: run each command, and draw what the terminal shows as SVG.

    python tools/make_pictures.py            # write docs/images/*.svg
    python tools/make_pictures.py --check    # exit 1 when one is out of date

Every character stands at its own column, so that Chinese and Latin line up whatever font draws them.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from html import escape
from itertools import islice
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.sessions import session_environment  # noqa: E402  # the tools lie beside one another

FOLDER = ROOT / "docs" / "images"
COLUMNS = 84
CELL, LINE, MARGIN = 8, 20, 14
INK, PAPER = "#d8dee9", "#1e2430"
# the eight colours of a terminal by number
COLOURS = dict(enumerate(("", "#ff8a80", "#8fd694", "#ffd479", "#8ab4f8", "#d7a6ff", "#7fdbda", "")))

# file → command, and how many lines of its output are shown
SESSIONS = {
    "ingest.svg": ("kbbt ingest samples/minutes_industry_112-115.pdf samples/status_113-07-11.docx", 20),
    "report.svg": ("kbbt report --date 115-02-09 --group 產業", 24),
    "diff.svg": ("kbbt diff 114-11-21 115-02-09 --group 產業", 22),
    "history.svg": ("kbbt history 瑞芳", 22),
    "check.svg": ("kbbt check --select KB2", 20),
}


def _shown(command: str, folder: Path) -> str:
    environment = session_environment("", "zh_TW") | {"FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "TERM": "xterm"}
    environment.pop("NO_COLOR", None)
    words = [sys.executable, "-m", *command.split()]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.stdout or done.stderr


def _attributes(style: Style) -> str:
    colour = COLOURS[(style.color.number or 0) % 8] if style.color else ""
    out = f' fill="{colour}"' if colour else ""
    out += ' font-weight="bold"' if style.bold else ""
    out += ' opacity="0.7"' if style.dim else ""
    lines = [word for word, on in (("underline", style.underline), ("line-through", style.strike)) if on]
    return out + (f' text-decoration="{" ".join(lines)}"' if lines else "")


def _line(text: Text, y: int, console: Console) -> str:
    out, column = "", 0
    for segment in text.render(console, end=""):
        drawn: list[tuple[int, str]] = []
        for character in segment.text:
            if character != " ":
                drawn.append((MARGIN + column * CELL, character))
            column += cell_len(character)
        if drawn:
            places, letters = " ".join(str(x) for x, _c in drawn), "".join(c for _x, c in drawn)
            out += f'<text x="{places}" y="{y}"{_attributes(segment.style or Style())}>{escape(letters)}</text>'
    return out


def picture(command: str, output: str, most: int) -> str:
    """The terminal after ``command``, with at most ``most`` lines of its output."""
    console = Console(width=COLUMNS, force_terminal=True, color_system="standard", file=io.StringIO())
    text = Text.from_ansi(output.rstrip())
    lines = [Text(f"$ {command}", style="bold"), *islice(text.split("\n", allow_blank=True), most)]
    rows = "\n".join(_line(line, MARGIN + LINE * (n + 1) - 5, console) for n, line in enumerate(lines))
    width, height = 2 * MARGIN + COLUMNS * CELL, 2 * MARGIN + LINE * len(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        "font-family=\"'Noto Sans Mono CJK TC', 'Sarasa Mono TC', MingLiU, 'PingFang TC', monospace\" font-size=\"14\" "
        f'fill="{INK}">\n<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>\n{rows}\n</svg>\n'
    )


def pictures() -> dict[str, str]:
    """File name → SVG, all from one scratch folder."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(ROOT / "samples", folder / "samples")
        return {name: picture(command, _shown(command, folder), most) for name, (command, most) in SESSIONS.items()}


def main(arguments: list[str]) -> int:
    """Write or check every picture."""
    stale = []
    for name, svg in pictures().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == svg:
            continue
        stale.append(name)
        if "--check" not in arguments:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(svg, encoding="utf-8")
            print(f"docs/images/{name}: written")
    if "--check" in arguments and stale:
        print(f"out of date: {', '.join(stale)}; run: make docs", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
