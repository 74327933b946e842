"""What ingest shows: a progress line while it works, and a summary a person can act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from kbbt.dates import to_roc
from kbbt.i18n import _, retold
from kbbt.ingest.model import Event, FileOutcome, IngestSummary
from kbbt.records import Problem
from kbbt.renderers.terminal.safe import one_line, plain, shown
from kbbt.renderers.terminal.wrap import print_wrapped
from kbbt.store.editions import Overlap

_MANY = 5
"""How many names or problems of a file are shown before the rest is only counted."""


class IngestProgress:
    """A progress bar on a terminal; nothing at all in a pipe."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            BarColumn(24), MofNCompleteColumn(), TextColumn("{task.description}"), console=console, transient=True
        )
        self._shown = console.is_terminal
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> IngestProgress:
        if self._shown:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._progress.stop()

    def event(self, event: Event) -> None:
        """Show a step."""
        done = event.number if event.kind == "done" else event.number - 1
        # The description is markup to rich; brackets in a file name are not.
        name = one_line(event.path.name).replace("[", "\\[")
        if event.picture:
            name = _("{name}, page {page} (OCR)", name=name, page=event.picture)
        self._progress.update(self._task, total=event.total, completed=done, description=name)


def _counts(outcome: FileOutcome) -> str:
    parts = [outcome.family]
    dates = sorted(outcome.dates)
    if dates:
        parts.append(to_roc(dates[0]) if len(dates) == 1 else f"{to_roc(dates[0])} … {to_roc(dates[-1])}")
    if len(outcome.groups) == 1:
        parts.append(outcome.groups[0])
    elif outcome.groups:
        parts.append(_("{count} groups", count=len(outcome.groups)))
    for count, words in (
        (outcome.meetings, _("{count} meetings")),
        (outcome.resolutions, _("{count} resolutions")),
        (outcome.entries, _("{count} entries")),
        (outcome.cases, _("{count} cases")),
    ):
        if count:
            parts.append(words.format(count=count))
    return " · ".join(shown(part) for part in parts if part)


def _some(names: Sequence[str]) -> str:
    shown_names = _(", ").join(shown(name) for name in names[:_MANY])
    more = len(names) - _MANY
    return shown_names + (_(" and {count} more", count=more) if more > 0 else "")


def _problem_lines(problems: Sequence[Problem]) -> Iterator[Text]:
    for problem in problems[:_MANY]:
        line = Text("! ", style="yellow")
        line.append(f"{problem.code}: ").append(shown(retold(problem.text)), style="")
        yield line
    if len(problems) > _MANY:
        rest = Counter(problem.code for problem in problems[_MANY:])
        yield Text("! " + _("and {count} more", count=sum(rest.values())) + f" ({_some(list(rest))})", style="yellow")


def _overlap_lines(outcome: FileOutcome, names: Mapping[str, str]) -> Iterator[Text]:
    """One line for each other file that holds the same meetings or tables: identical, or how far they differ."""
    others: dict[str, list[Overlap]] = {}
    for overlap in outcome.overlaps:
        others.setdefault(overlap.aside if overlap.used == outcome.source else overlap.used, []).append(overlap)
    for other, overlaps in sorted(others.items(), key=lambda pair: names.get(pair[0], pair[0])):
        name = shown(names.get(other, other[:12]))
        differing = [overlap for overlap in overlaps if not overlap.identical]
        line = _("{count} of its meetings or tables stand in {name} too", count=len(overlaps), name=name)
        if differing:
            line += _("; {count} differ: see kbbt check", count=len(differing))
        yield Text().append(line, style="yellow" if differing else "dim")


def _outcome_lines(outcome: FileOutcome, names: Mapping[str, str]) -> Iterator[Text]:
    name = one_line(str(outcome.path))
    if outcome.result == "failed" and outcome.error:
        yield (
            Text("✗ ", style="red").append(name, style="bold").append(f"  {shown(outcome.error.message)}", style="red")
        )
        if outcome.error.remedy:
            yield Text().append(shown(outcome.error.remedy))
        return
    if outcome.result == "skipped":
        yield (
            Text("- ", style="dim")
            .append(name)
            .append("  ")
            .append(_("skipped: {reason}", reason=shown(outcome.reason)), style="dim")
        )
        return
    words, style, sign = {
        "new": (_("new"), "green", "✓"),
        "read-again": (_("read again"), "green", "✓"),
        "already-there": (_("already there, nothing changed"), "dim", "="),
        "repeated": (_("the same bytes as {name}", name=shown(outcome.also)), "dim", "="),
    }[outcome.result]
    yield Text(f"{sign} ", style=style).append(name, style="bold").append(f"  {words}", style=style)
    facts = _counts(outcome)
    if facts:
        yield Text().append(facts)
    if outcome.new_cases:
        yield Text().append(
            _(
                "{count} cases heard of for the first time: {names}",
                count=len(outcome.new_cases),
                names=_some(outcome.new_cases),
            ),
            style="green",
        )
    yield from _overlap_lines(outcome, names)
    yield from _problem_lines(outcome.problems)


def _totals(summary: IngestSummary) -> str:
    parts = []
    for results, words in (
        (("new",), _("{count} new")),
        (("read-again",), _("{count} read again")),
        (("already-there", "repeated"), _("{count} already there")),
        (("skipped",), _("{count} skipped")),
        (("failed",), _("{count} failed")),
    ):
        count = len(summary.of(*results))
        if count:
            parts.append(words.format(count=count))
    if not parts:
        return _("nothing was taken in") if summary.failure or summary.interrupted else _("nothing to do")
    return _("; ").join(parts)


def print_summary(summary: IngestSummary, console: Console, names: Mapping[str, str]) -> None:
    """Print what became of each file, then what was not understood and what needs a decision.

    ``names`` are the file names of all sources by id, for the ones that hold the same meeting.
    """
    for outcome in summary.outcomes:
        for number, line in enumerate(_outcome_lines(outcome, names)):
            print_wrapped(console, line, 4 if number else 0, hanging=False)
    console.print(Text(_totals(summary), style="bold"))
    problems = sum(len(outcome.problems) for outcome in summary.outcomes)
    if problems:
        console.print(_("Not understood: {count}. Look with: kbbt check --severity info", count=problems))
    if summary.open_questions:
        new = len(summary.questions)
        console.print(
            _(
                "Questions that need a decision: {count} ({new} new). Settle them with: kbbt review",
                count=summary.open_questions,
                new=new,
            )
        )
    if summary.failure:
        console.print(plain(f"kbbt: {summary.failure}", "red"))
    if summary.interrupted:
        console.print(_("Interrupted: what is marked ✓ is kept; run the same command again to go on."))
