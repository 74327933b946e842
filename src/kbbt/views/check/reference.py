"""``docs/checks.md``: every check with its example, made from the checks themselves."""

from __future__ import annotations

from collections.abc import Sequence

from kbbt.i18n import _
from kbbt.views.check import CHECKS, Check
from kbbt.views.check.examples import example

_FAMILIES = {
    "KB1": _("A document contradicts itself, or the calendar"),
    "KB2": _("A name is written in a way that a person should look at"),
    "KB3": _("The life of a case has a gap or a contradiction"),
    "KB4": _("Something is missing among the sources, or there twice"),
    "KB5": _("Something in a source was not understood"),
}


def reference() -> str:
    """The whole page."""
    out = [
        "# Checks",
        "",
        "Made from the checks themselves; do not edit. `kbbt check` reports what does not add up; `--select` and `--ignore`",
        "take codes or beginnings of codes (`KB1`, `KB302`), `--explain CODE` prints one of these sections.",
        "",
        "| code | name | severity | finds |",
        "|---|---|---|---|",
        *(
            f"| [{one.code}](#{one.code.lower()}-{one.name}) | {one.name} | {one.severity} | {one.summary} |"
            for one in CHECKS
        ),
    ]
    family = ""
    for one in CHECKS:
        if one.code[:3] != family:
            family = one.code[:3]
            out += ["", f"## {family}: {_FAMILIES[family]}"]
        out += ["", *_section(one)]
    return "\n".join(out) + "\n"


def section(one: Check) -> str:
    """One check's section, as ``kbbt check --explain`` prints it."""
    return "\n".join(_section(one))


def _section(one: Check) -> list[str]:
    shown = example(one.code)
    return [
        f"### {one.code} {one.name}",
        "",
        f"**{_(one.severity)}.** {one.summary}",
        "",
        one.explanation,
        "",
        _("*What to do:* {remedy}", remedy=one.remedy),
        "",
        _("Finds something here:"),
        "",
        *_documents(shown.fails),
        "",
        _("Finds nothing here:"),
        "",
        *_documents(shown.passes),
    ]


def _documents(documents: Sequence[str]) -> list[str]:
    blocks = [["```text", *document.strip("\n").split("\n"), "```"] for document in documents]
    return [line for n, block in enumerate(blocks) for line in ([""] if n else []) + block]
