"""Jinja for documents of strangers: sandboxed, strict about undefined names, one environment a kind of output."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kbbt.errors import DeclarationError
from kbbt.i18n import _, retold, said


def markdown_escape(text: object) -> Markup:
    """``text`` so that Markdown shows it as it is, in a paragraph or a table cell; line feeds become ``<br>``.

    Only punctuation that could mean something is escaped, so that the source stays readable.
    """
    out = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", str(text))
    lines = [re.sub(r"^(\s*)([#+=-])", r"\1\\\2", line) for line in out.split("\n")]
    return Markup("<br>".join(lines))  # noqa: S704  # escaped for Markdown just above


MOST = 1_000_000
"""Most characters, elements or digits that one operation in a template may make."""

FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
    MemoryError,
)
"""What a wrong template can raise while it is filled in, besides what is named below."""


JINJA_SAYS = (
    said(
        "Unexpected end of template. Jinja was looking for the following tags: {tags}. The innermost block that needs to be closed is {name}."
    ),
    said("Encountered unknown tag {name}."),
    said(
        "Encountered unknown tag {name}. Jinja was looking for the following tags: {tags}. The innermost block that needs to be closed is {block}."
    ),
    said("No filter named {name}."),
    said("No test named {name}."),
    said("expected token {wanted}, got {found}"),
    said("unexpected {found}"),
    said("unexpected char {found} at {place}"),
    said("Expected an expression, got {found}"),
)
"""What Jinja says of a wrong template; :func:`kbbt.i18n.retold` knows these words."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox, which in addition makes nothing huge: ``'x' * 10**10`` is no code, but it ends the computer."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """``left operator right``, if the result has a sensible size. Raises SecurityError."""
        numbers = all(isinstance(one, int | float) for one in (left, right))
        if operator == "*" and not numbers:
            sizes = [one if isinstance(one, int) else len(one) for one in (left, right)]
            sensible = sizes[0] * sizes[1] <= MOST
        elif operator == "*":
            sensible = all(abs(one) < 10 ** MOST.bit_length() for one in (left, right))
        elif operator == "**":
            sensible = numbers and abs(left) <= MOST and abs(right) <= 64
        else:
            sensible = numbers  # % on a text fills in fields of any width
        if not sensible:
            raise jinja2.exceptions.SecurityError(_("{operator} with so large a result", operator=operator))
        return super().call_binop(context, operator, left, right)


def environment(kind: str, finalize: Callable[[object], object] | None = None) -> ImmutableSandboxedEnvironment:
    """A sandbox for ``kind`` of output: ``html`` and ``xml`` escape mark-up, ``md`` escapes Markdown.

    ``finalize`` sees every value a template prints, before it is escaped.
    """
    if kind == "md":
        finalize = _finalize_markdown
    made = _Sandbox(
        autoescape=kind != "md",
        undefined=jinja2.StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.clear()  # nothing but what the page gives: no cycler, no range(10**9)
    for name in ("center", "format", "indent"):  # they make texts of any width
        made.filters.pop(name, None)
    return made


def _finalize_markdown(value: object) -> object:
    return value if isinstance(value, Markup | int) else markdown_escape(value)


def render(
    source: str,
    kind: str,
    values: Mapping[str, Any],
    name: str,
    finalize: Callable[[object], object] | None = None,
) -> str:
    """Fill in a template. Raises DeclarationError with the template's name, line and a near match for an unknown field."""
    try:
        return environment(kind, finalize).from_string(source).render(**values)
    except jinja2.TemplateSyntaxError as error:
        raise DeclarationError(
            _("the template is not understood: {reason}", reason=retold(error.message or "")),
            where=f"{name}:{error.lineno}",
            remedy=_("Mend that line, or start again from a copy: kbbt templates copy."),
        ) from error
    except jinja2.UndefinedError as error:
        raise unknown_field(error, values, f"{name}:{_line_of(error)}") from error
    except jinja2.exceptions.SecurityError as error:
        raise DeclarationError(
            _("the template asks for something that is not allowed: {reason}", reason=str(error)),
            where=f"{name}:{_line_of(error)}",
            remedy=_("Templates may use the fields of the page only; see kbbt templates list."),
        ) from error
    except FAULTS as error:
        raise DeclarationError(
            _("the template cannot be filled in: {reason}", reason=str(error) or type(error).__name__),
            where=f"{name}:{_line_of(error)}",
            remedy=_("kbbt templates check FILE shows the place of the fault."),
        ) from error


def _line_of(error: BaseException) -> int:
    """The line of the template at which a rendering error happened (Jinja rewrites the traceback to template lines)."""
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def unknown_field(error: jinja2.UndefinedError, values: Mapping[str, Any], where: str) -> DeclarationError:
    """The error for a field that a page does not have, with the nearest one it has."""
    import difflib

    message = str(error.message or error)
    quoted = re.findall(r"'([^']+)'", message)
    asked = quoted[-1] if quoted else message
    near = difflib.get_close_matches(asked, sorted(field_names(values)), n=1)
    hint = _("Did you mean {name}?", name=near[0]) if near else _("kbbt templates list shows every field.")
    return DeclarationError(_("there is no field {name!r}", name=asked), where=where, remedy=hint)


def field_names(values: Mapping[str, Any]) -> set[str]:
    """Every name that can be written in a template that gets ``values``."""
    from pydantic import BaseModel

    names: set[str] = set(values)
    todo = list(values.values())
    while todo:
        value = todo.pop()
        if isinstance(value, BaseModel):
            names |= set(type(value).model_fields)
            todo += [getattr(value, name) for name in type(value).model_fields]
        elif isinstance(value, list):
            todo += value[:1]
    return names
