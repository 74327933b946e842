"""The story of a case, and search hits, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kbbt.dates import to_roc
from kbbt.i18n import _
from kbbt.renderers.terminal.safe import plain, shown
from kbbt.renderers.terminal.wrap import print_wrapped
from kbbt.renderers.words import event_words, field_words, place_words, standing_words
from kbbt.views.history import History, Step
from kbbt.views.search import Hit, Span

_STYLES = {
    "added": "green", "reinstated": "green", "proposed": "green", "delisted": "red", "withdrawn": "red", "deferred": "yellow",
    "delisting": "yellow", "renamed": "cyan", "merged": "magenta", "split": "magenta",
}  # fmt: skip


def print_history(story: History, console: Console) -> None:
    """Print the story: names, where it stands, then each step with its words and source."""
    head = plain(story.name, "bold")
    head.append(f"  {shown(story.group or '')}  #{story.id}  ", style="dim").append(
        standing_words(story.status, story.basis), style="bold cyan"
    )
    print_wrapped(console, head)
    others = [alias for alias in story.aliases if alias.name != story.name]
    for alias in others:
        seen = " – ".join(to_roc(date) for date in (alias.first_seen, alias.last_seen) if date)
        print_wrapped(
            console,
            Text(_("also called: ")).append(shown(alias.name), style="cyan").append(f"  {seen}", style="dim"),
            2,
        )
    for title, related in (
        (_("came from: "), story.predecessors),
        (_("went into: "), story.successors),
        (_("perhaps the same: "), story.questions),
    ):
        for one in related:
            print_wrapped(console, Text(title).append(shown(one.name)).append(f"  #{one.id}", style="dim"), 2)
    for step in story.steps:
        console.print()
        _print_step(step, story, console)


def _print_step(step: Step, story: History, console: Console) -> None:
    line = Text(to_roc(step.date) if step.date else "—", style="bold")
    words = event_words(step.kind)
    if step.basis == "inferred":
        words = _("{what} (inferred)", what=words)
    line.append("  ").append(words, style=_STYLES.get(step.kind, ""))
    if step.words:
        line.append(f"  「{shown(step.words)}」", style="italic")
    if step.name and step.name != story.name:
        line.append("  ").append(_("as {name}", name=shown(step.name)), style="cyan")
    for one in step.related:
        arrow = "←" if step.direction == "from" else "→"
        line.append(f"  {arrow} {shown(one.name)} #{one.id}", style="magenta")
    print_wrapped(console, line)
    if step.text:
        print_wrapped(console, plain(step.text), 4)
    for key, value in step.fields.items():
        print_wrapped(console, Text(f"{shown(field_words(key))}: ", style="cyan").append(shown(value)), 4)
    if step.source_name:
        said = [shown(step.source_name), place_words(step.places), shown(step.title), shown(step.label)]
        print_wrapped(console, Text(" · ".join(part for part in said if part), style="dim"), 4)


def _marked(text: str, spans: Sequence[Span]) -> Text:
    """``text`` with the spans found in it set off; control characters shown, so spans are applied piece by piece."""
    out, end = Text(), 0
    for span in spans:
        out.append(shown(text[end : span.start])).append(shown(text[span.start : span.end]), style="bold yellow")
        end = span.end
    return out.append(shown(text[end:]))


def print_hits(hits: Sequence[Hit], console: Console) -> None:
    """Print search hits, each with its date, names, snippet and source."""
    for hit in hits:
        head = Text(to_roc(hit.date) if hit.date else "—", style="bold").append("  ")
        names = [_marked(name, spans) for name, spans in zip(hit.names, hit.name_spans, strict=False)]
        head.append_text(Text(_(", ")).join(names))
        head.append(f"  {shown(hit.group or '')}  {' '.join('#' + case for case in hit.cases)}", style="dim")
        print_wrapped(console, head)
        print_wrapped(console, _marked(hit.snippet or hit.text, hit.snippet_spans if hit.snippet else hit.spans), 4)
        said = [shown(hit.source_name), place_words(hit.places), shown(hit.title), shown(hit.label)]
        print_wrapped(console, Text(" · ".join(part for part in said if part), style="dim"), 4)
    console.print(_("{count} hits", count=len(hits)))
