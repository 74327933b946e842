"""Every field a template may use, with an example: read off the page models, so that it cannot be out of date."""

from __future__ import annotations

from pydantic import BaseModel

from kbbt.renderers import page

_REPORT = (("", page.ReportPage), ("group.", page.GroupPage), ("entry.", page.EntryPage), ("line.", page.Line))
_DIFF = (("", page.DiffPage), ("count.", page.CountPage), ("change.", page.ChangePage), ("segment.", page.SegmentPage))


def _rows(models: tuple[tuple[str, type[BaseModel]], ...]) -> list[list[str]]:
    rows = []
    for prefix, model in models:
        for name, info in model.model_fields.items():
            examples = info.examples or []
            rows.append([prefix + name, str(examples[0]) if examples else "", info.description or ""])
    return rows


def field_rows() -> list[list[str]]:
    """Field, example, meaning; those of a report first, then those of a diff."""
    return _rows(_REPORT) + _rows(_DIFF)


def reference() -> str:
    """The reference as Markdown (``docs/templates.md`` holds it)."""
    out = []
    for title, models in (("Report", _REPORT), ("Diff", _DIFF)):
        out += [f"### {title}", "", "| field | example | meaning |", "|---|---|---|"]
        out += [f"| `{name}` | {example} | {meaning} |" for name, example, meaning in _rows(models)]
        out.append("")
    return "\n".join(out)
