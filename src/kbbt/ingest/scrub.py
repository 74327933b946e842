"""Nothing that acts on a terminal, hides itself, turns text round or cannot be written enters the store.

Parsing makes clean text already; this is the gate that holds whatever parsing forgot, or a hostile child sent.
"""

from __future__ import annotations

import re

from kbbt.records import Source
from kbbt.text import INVISIBLE, clean

# As pydantic writes it: C0 controls but the line feed as escapes, everything else as it is.
_SUSPECT = re.compile(rf"\\u00[01]|\\[tbfr]|[\x7f-\x9f\u2028\u2029\ufffe\uffff{INVISIBLE}]")


def scrubbed(source: Source) -> Source:
    """``source`` itself when all its texts are clean; else with each of them cleaned, as :func:`kbbt.text.clean` does."""
    try:
        if not _SUSPECT.search(source.model_dump_json()):
            return source
    except ValueError:
        pass  # lone surrogates cannot be written, so they have to go
    return Source.model_validate(_cleaned(source.model_dump()))


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {(clean(key) if isinstance(key, str) else key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    return value
