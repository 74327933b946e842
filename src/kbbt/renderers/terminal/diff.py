"""What changed between two dates, on the terminal: counts first, then each change with the changed words inline."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from kbbt.dates import to_roc, to_roc_long
from kbbt.i18n import _
from kbbt.renderers.terminal.safe import plain, shown
from kbbt.renderers.terminal.wrap import print_wrapped
from kbbt.renderers.words import kind_words
from kbbt.views.compare import without_blanks
from kbbt.views.model import Change, ChangeKind, Difference, Segment

_STYLE: dict[ChangeKind, str] = {
    "added": "green",
    "reinstated": "green",
    "delisted": "red",
    "withdrawn": "red",
    "missing": "red",
    "renamed": "cyan",
    "merged": "magenta",
    "split": "magenta",
    "changed": "yellow",
    "unchanged": "dim",
}


def segments_text(segments: list[Segment], *, colour: bool) -> Text:
    """The text with deletions and insertions inline: struck red and underlined green, or ``[-…-]`` ``{+…+}`` without colour.

    The markers stand in both cases for white space only changes, which colour alone would hide.
    """
    out = Text()
    for sign, words in segments:
        if sign == "=":
            out.append(shown(words))
            continue
        opening, closing = ("[-", "-]") if sign == "-" else ("{+", "+}")
        style = "red strike" if sign == "-" else "green underline"
        bare = colour and words.strip()
        out.append(shown(words) if bare else f"{opening}{shown(words)}{closing}", style=style)
    return out


def _sources(change: Change) -> str:
    before = to_roc(change.before_date) if change.before_date else "—"
    after = to_roc(change.after_date) if change.after_date else "—"
    return f"{before} → {after}"


def _head(change: Change) -> Text:
    head = Text()
    words = kind_words(change.kind)
    if change.basis == "inferred":
        words = _("{what} (inferred)", what=words)
    head.append(f"● {words}  ", style=f"bold {_STYLE[change.kind]}")
    head.append(shown(change.name), style="bold")
    if change.name_before and change.name_before != change.name:
        head.append("  ").append(_("formerly {name}", name=shown(change.name_before)), style="cyan")
    if change.related:
        head.append("  ").append(_("with {names}", names=_(", ").join(map(shown, change.related))), style="magenta")
    if change.group:
        head.append(f"  {shown(change.group)}", style="dim")
    return head.append(f"  {_sources(change)}  #{change.case}", style="dim")


def _body(change: Change, *, colour: bool) -> Text | None:
    if change.segments:
        return segments_text(without_blanks(change.segments), colour=colour)
    if change.before == change.after:
        return plain(change.after) if change.after and change.kind != "renamed" else None
    body = Text()
    if change.before is not None and change.kind != "added":
        body.append(_("before: {text}", text=shown(change.before)), style="red")
    if change.after is not None:
        if body:
            body.append("\n")
        body.append(shown(change.after), style="green" if change.kind == "added" else "")
    return body


def print_diff(difference: Difference, console: Console) -> None:
    """Print the difference to ``console``. Two equal tables print one line that says so."""
    dates = f"{to_roc_long(difference.from_)} → {to_roc_long(difference.to)}"
    shown_changes = [change for change in difference.changes if change.kind != "unchanged"]
    counts = Text(f"{dates}  ", style="bold")
    parts = [(kind, count) for kind, count in difference.counts.items() if count]
    for number, (kind, count) in enumerate(parts):
        counts.append(_("; ") if number else "").append(f"{kind_words(kind)} {count}", style=_STYLE[kind])
    if not any(kind != "unchanged" for kind, _count in parts):
        counts.append(_("; ") if parts else "").append(_("no differences"))
    print_wrapped(console, counts, hanging=False)
    colour = console.color_system is not None and not console.no_color
    for change in shown_changes:
        console.print()
        print_wrapped(console, _head(change), hanging=False)
        body = _body(change, colour=colour)
        if body:
            print_wrapped(console, body, 4)
