"""JSON for programs: UTF-8 unescaped, fixed order, the same bytes for the same view."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import BaseModel

from kbbt.views.model import Difference, Report


def dumps(value: BaseModel | Sequence[BaseModel]) -> str:
    """``value`` as indented JSON with a final line feed; keys in the order of the model."""
    if isinstance(value, BaseModel):
        data: object = value.model_dump(mode="json")
    else:
        data = [one.model_dump(mode="json") for one in value]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def report(view: Report) -> str:
    """The table: the shape of one element of ``reports`` in the export, with ``as_of`` and each entry's date and source."""
    return dumps(view)


def difference(view: Difference) -> str:
    """The difference."""
    return dumps(view)
