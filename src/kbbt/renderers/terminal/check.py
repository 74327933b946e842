"""Findings on the terminal: what, where, why it matters, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kbbt.dates import to_roc
from kbbt.i18n import _
from kbbt.renderers.terminal.safe import shown
from kbbt.renderers.terminal.wrap import print_wrapped
from kbbt.renderers.words import place_words
from kbbt.views.check import SEVERITIES, Finding

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def severity_words(severity: str) -> str:
    """A severity in the user's language."""
    return {"error": _("error"), "warning": _("warning"), "info": _("info")}[severity]


def print_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print the findings, then how many there are of each severity."""
    for finding in findings:
        head = Text(finding.code, style=_STYLES[finding.severity]).append(f" {finding.name}", style="dim").append("  ")
        head.append(shown(finding.message))
        print_wrapped(console, head, hanging=False)
        where = [to_roc(finding.date) if finding.date else "", shown(finding.source_name), place_words(finding.places)]
        where += [shown(finding.title), shown(finding.label)]
        if finding.case:
            where.append(f"{shown(finding.case_name)} #{finding.case}")
        print_wrapped(console, Text(" · ".join(part for part in where if part), style="dim"), 4, hanging=False)
        print_wrapped(console, Text("→ ", style="green").append(shown(finding.remedy)), 4, hanging=False)
    counts = Counter(finding.severity for finding in findings)
    said = _("; ").join(f"{severity_words(name)} {counts[name]}" for name in SEVERITIES if counts[name])
    console.print(Text(said or _("Nothing was found that does not add up."), style="bold"))
    if findings:
        console.print(Text(_("kbbt check --explain CODE says more of a check."), style="dim"))
