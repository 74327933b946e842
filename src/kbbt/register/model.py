"""The register as data: which mention is which case, the cases, and what must be asked."""

from __future__ import annotations

from typing import Literal

from kbbt.records import Case, Record


def entry_ref(source: str, report: int, group: int, entry: int) -> str:
    """The reference of a status entry: source id and its indices (from 0) in the source's record."""
    return f"{source}#report/{report}/{group}/{entry}"


def mention_ref(source: str, meeting: int, section: int, resolution: int, mention: int) -> str:
    """The reference of a mention in a resolution: source id and its indices (from 0) in the source's record."""
    return f"{source}#meeting/{meeting}/{section}/{resolution}/{mention}"


class Question(Record):
    """Two names that may be one case and that the documents alone do not settle; the officer is asked.

    ``left`` and ``right`` are name keys (``group|name``); ``reason`` says in English why it is asked; ``score`` is the
    likeness of the folded names, 0 to 100. ``refs`` are the mentions concerned.
    """

    id: str
    left: str
    right: str
    left_refs: list[str] = []
    right_refs: list[str] = []
    score: int = 0
    reason: str = ""
    kind: Literal["same-case", "which-case"] = "same-case"


class Register(Record):
    """Which mentions are one case (``assignment``: reference → case id), the cases, and the open questions.

    ``retired`` are ids that once stood for a case and stand for none now, each with the key of the name that founded that
    case: an id is never given to another case, and a case that was put together with another one and is taken apart again
    has its own id back.
    """

    cases: list[Case] = []
    assignment: dict[str, str] = {}
    questions: list[Question] = []
    retired: dict[str, str] = {}

    def by_id(self) -> dict[str, Case]:
        """The cases by id."""
        return {case.id: case for case in self.cases}
