"""Line breaking of mixed Chinese and Latin text by display width.

Rich breaks at blanks only, so that a Chinese paragraph is one long word to it. Here a line may break between any two
wide characters, except where kinsoku forbids it (no line begins with 。 or ends with 「), and Latin words stay whole.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kbbt.labels import split_label
from kbbt.text import is_wide

_NO_START = set("，。、；：！？）〉》」』】〕﹞’”…—～·‧％%),.;:!?]}」")
_NO_END = set("（〈《「『【〔﹝‘“([{「")


def _may_break(before: str, after: str) -> bool:
    if after == " ":
        return False
    if before == " ":
        return True
    return (is_wide(before) or is_wide(after)) and after not in _NO_START and before not in _NO_END


def _atoms(line: str) -> list[str]:
    """``line`` cut at every place where it may break; joining the atoms gives it back."""
    atoms: list[str] = []
    start = 0
    for i in range(1, len(line)):
        if _may_break(line[i - 1], line[i]):
            atoms.append(line[start:i])
            start = i
    return [*atoms, line[start:]] if line else []


def break_line(line: str, width: int, hang: int = 0) -> list[tuple[int, int]]:
    """Where to break one line: (start, end) of each piece, the first ``width`` wide, the others ``width - hang``.

    Widths are terminal cells. Blanks at a break belong to no piece. An atom wider than the line is cut anywhere.
    """
    pieces: list[tuple[int, int]] = []
    start = end = used = 0
    room = max(width, 2)
    for atom in _atoms(line):
        wide = cell_len(atom.rstrip(" "))
        if used and used + wide > room:
            pieces.append((start, end))
            start, used, room = end, 0, max(width - hang, 2)
        if wide > room:  # a word longer than the line
            for c in atom:
                size = cell_len(c)
                if used and used + size > room:
                    pieces.append((start, end))
                    start, used, room = end, 0, max(width - hang, 2)
                used += size
                end += len(c)
            continue
        used += cell_len(atom)
        end += len(atom)
    pieces.append((start, end))
    return pieces


def hanging_indent(line: str, width: int) -> int:
    """The width of the label at the head of ``line``, where its further lines are indented to; 0 in narrow columns."""
    label = split_label(line)
    if label is None or width < 24:
        return 0
    indent = cell_len(line[: label.end])
    return indent if indent <= 6 else 0


def wrap_text(text: Text, width: int, *, hanging: bool = True) -> Text:
    """``text`` with line feeds put in so that no line is wider than ``width`` cells; styles are kept."""
    lines: list[Text] = []
    for line in text.split("\n", allow_blank=True):
        plain = line.plain
        hang = hanging_indent(plain, width) if hanging else 0
        for number, (start, end) in enumerate(break_line(plain, width, hang)):
            piece = line[start:end]
            piece.rstrip()
            lines.append(Text(" " * hang) + piece if number and hang else piece)
    return Text("\n").join(lines)


def print_wrapped(console: Console, text: Text, indent: int = 0, *, hanging: bool = True) -> None:
    """Print ``text`` wrapped to the console's width, every line ``indent`` cells in, without blanks at the ends of lines."""
    for line in wrap_text(text, console.width - indent, hanging=hanging).split("\n", allow_blank=True):
        console.print(Text(" " * indent) + line if indent and line else line, soft_wrap=True)


def wrap(text: str, width: int, *, hanging: bool = True) -> str:
    """The same for a plain string."""
    return wrap_text(Text(text), width, hanging=hanging).plain
