"""Every field a template may use, with an example: read off the page models, so that it cannot be out of date."""

from __future__ import annotations

from pydantic import BaseModel

from kbbt.i18n import retold, said
from kbbt.renderers import page
from kbbt.renderers.pages import words

_REPORT = (("", page.ReportPage), ("group.", page.GroupPage), ("entry.", page.EntryPage), ("line.", page.Line))
_DIFF = (("", page.DiffPage), ("count.", page.CountPage), ("change.", page.ChangePage), ("segment.", page.SegmentPage))


def _rows(models: tuple[tuple[str, type[BaseModel]], ...]) -> list[list[str]]:
    rows = []
    for prefix, model in models:
        for name, info in model.model_fields.items():
            examples = info.examples or []
            rows.append([prefix + name, str(examples[0]) if examples else "", retold(info.description or "")])
    return rows


def _words() -> list[list[str]]:
    """The fixed words that every template gets."""
    given = words()
    meaning = retold(said("a fixed word in the user's language"))
    rows = [[f"words.{name}", word, meaning] for name, word in given["words"].items()]
    return [["lang", given["lang"], retold(said("the language, as HTML names it"))], *rows]


def field_rows() -> list[list[str]]:
    """Field, example, meaning; those of a report first, then those of a diff, then what both have."""
    return _rows(_REPORT) + _rows(_DIFF) + _words()


def reference() -> str:
    """The reference as Markdown (``docs/templates.md`` holds it)."""
    out = []
    for title, rows in (("Report", _rows(_REPORT)), ("Diff", _rows(_DIFF)), ("Both", _words())):
        out += [f"### {title}", "", "| field | example | meaning |", "|---|---|---|"]
        out += [f"| `{name}` | `{example}` | {meaning} |" for name, example, meaning in rows]
        out.append("")
    return "\n".join(out)
