"""The reference of the vocabulary, made from its model for ``docs/parsers.md``."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kbbt.labels import KINDS
from kbbt.parsing.model import Declaration
from kbbt.parsing.reading import PROBLEMS

_LABELS = {
    "formal": "壹、 貳、",
    "formal-paren": "(壹) （貳）",
    "han": "一、 十二、",
    "han-paren": "(一) （二） ㈢",
    "decimal": "1. ２、",
    "decimal-paren": "(1) （2） ⑶",
    "decimal-close": "1) 2）",
    "circled": "① ❷",
    "stem": "甲、 乙、",
    "stem-paren": "(甲) （乙）",
    "letter": "A. b、",
    "letter-paren": "(A) （b）",
    "roman": "I. iv、 Ⅲ、",
    "roman-paren": "(i) （IV）",
    "multi-decimal": "1.2 3-1-2",
    "bullet": "● ○ ■ ※ -",
}


def reference() -> str:
    """Markdown: every key of a declaration, the kinds of labels, the words every pattern may use, the problems."""
    out = ["## Reference", "", "Made from the model of the vocabulary, version 1."]
    for heading, model in _tables(Declaration, ""):
        out += ["", f"### {heading}", "", (model.__doc__ or "").strip().replace("\n    ", "\n"), ""]
        out += ["| key | value | when left out | meaning |", "|---|---|---|---|"]
        for name, info in model.model_fields.items():
            row = (f"`{info.alias or name}`", _type(info.annotation), _default(info), info.description or "")
            out.append("| " + " | ".join(_cell(c) for c in row) + " |")
    out += ["", "### Kinds of labels", "", "For `levels`.", "", "| kind | as printed |", "|---|---|"]
    out += [f"| `{kind}` | {_LABELS[kind]} |" for kind in KINDS]
    out += ["", "### Problems", "", "What the parser could not make sense of stands in the source's `problems`.", ""]
    out += ["| code | meaning |", "|---|---|"]
    out += [f"| `parser.{code}` | {_cell(meaning)} |" for code, meaning in PROBLEMS.items()]
    return "\n".join(out) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _tables(model: type[BaseModel], path: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Every table of the vocabulary with its heading in TOML, outermost first."""
    yield (f"`[{path}]`" if path else "The top of the file"), model
    for name, info in model.model_fields.items():
        inner, suffix = _inner(info.annotation)
        if inner is not None:
            yield from _tables(inner, f"{path}.{info.alias or name}{suffix}".lstrip("."))


def _inner(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """The table in a type, and what its key looks like in the heading."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is dict and isinstance(arguments[1], type) and issubclass(arguments[1], BaseModel):
        return arguments[1], ".KEY"
    if origin is list and isinstance(arguments[0], type) and issubclass(arguments[0], BaseModel):
        return arguments[0], ", repeated"
    return None, ""


def _type(annotation: Any) -> str:
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    if origin is typing.Annotated:
        # the two kinds of strings that are more than text
        return "pattern" if any(getattr(a, "min_length", None) for a in arguments[1].metadata) else "key"
    if origin is Literal:
        shown = [f"`{a}`" for a in arguments]
        return ", ".join(shown) if len(shown) <= 7 else "kind"
    if origin in (typing.Union, types.UnionType):
        return _type(next(a for a in arguments if a is not type(None)))
    if origin is list:
        inner = _type(arguments[0])
        return "tables" if inner == "table" else f"list of {inner}s" if " " not in inner else f"list of {inner}"
    if origin is dict:
        inner = _type(arguments[1])
        return "tables" if inner == "table" else f"table: name = {inner}"
    return {str: "string", int: "number", bool: "true or false"}.get(annotation, str(annotation))


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "must be given"
    if info.default in ([], {}, None, "") or isinstance(info.default, BaseModel):
        return ""
    return f"`{str(info.default).lower() if isinstance(info.default, bool) else info.default}`"
