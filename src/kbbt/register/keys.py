"""Name keys: how a decision or a question speaks of a case so that it holds in a store rebuilt from nothing."""

from __future__ import annotations

import hashlib

from kbbt.text import fold


def name_key(group: str | None, name: str) -> str:
    """``group|name`` as printed, on one line; the group is empty when it is not known."""
    return f"{_line(group or '').replace('|', '/')}|{_line(name)}"


def fold_key(key: str) -> str:
    """The form in which two keys are the same key: variant spellings, widths and blanks do not tell them apart."""
    return fold(key)


def split_key(key: str) -> tuple[str | None, str]:
    """The group (None when it is not known) and the name of a key."""
    group, _, name = key.partition("|")
    return group or None, name


def question_id(left: str, right: str) -> str:
    """The id of the question whether two keys are one case; the order of the two does not matter."""
    both = "\n".join(sorted((fold_key(left), fold_key(right))))
    return "q" + hashlib.sha256(both.encode()).hexdigest()[:6]


def _line(text: str) -> str:
    return " ".join(text.split())
