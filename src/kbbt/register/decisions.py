"""What the officer decided, laid on the names: it wins over everything the documents say and over every likeness.

Decisions speak of names by their keys (``group|name``). A key that no source holds any more waits for one that does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence

from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.records import Case, Decision, Event
from kbbt.register.graph import Graph
from kbbt.register.keys import fold_key, name_key
from kbbt.register.model import Question


def apply(decisions: Sequence[Decision], graph: Graph) -> None:
    """Join and keep apart what was decided. Of two decisions that contradict each other the later one holds."""
    for decision in reversed(decisions):
        names = [number for key in decision.names for number in graph.numbers(key)]
        if decision.kind == "separate" and len(names) == 2:
            graph.clusters.keep_apart(*names)
        elif decision.kind in ("join", "merge", "split"):
            for other in names[1:]:
                graph.clusters.join(names[0], other, forced=True)
            if decision.kind == "split" and names:
                for key in decision.value.split("\n"):
                    for rest in graph.numbers(key):
                        graph.clusters.keep_apart(names[0], rest)


def notes_and_names(
    decisions: Sequence[Decision], graph: Graph
) -> tuple[dict[int, list[Event]], dict[int, tuple[int, str]]]:
    """By name number: the remarks as steps, and the name decided on with the number of its decision (the last counts)."""
    notes: dict[int, list[Event]] = defaultdict(list)
    renames: dict[int, tuple[int, str]] = {}
    for order, decision in enumerate(decisions):
        numbers = graph.numbers(decision.names[0]) if decision.names else []
        for number in numbers:
            if decision.kind == "note":
                notes[number].append(Event(date=_day(decision.made_at), kind="noted", text=decision.value))
            elif decision.kind == "rename":
                renames[number] = (order, decision.value)
    return notes, renames


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


# Making decisions


def case_keys(case: Case) -> list[str]:
    """The keys of all names of ``case``."""
    return [name_key(case.group, alias.name) for alias in case.aliases]


def decide_join(left: str, right: str, *, made_at: str = "", by: str = "") -> Decision:
    """The names of two keys (of a question, say) are one case."""
    return _decision("join", [left, right], "", made_at, by)


def decide_separate(left: str, right: str, *, made_at: str = "", by: str = "") -> Decision:
    """The names of two keys are two cases."""
    return _decision("separate", [left, right], "", made_at, by)


def answer(question: Question, *, same: bool, made_at: str = "", by: str = "") -> Decision:
    """The answer to a question of the register."""
    return (decide_join if same else decide_separate)(question.left, question.right, made_at=made_at, by=by)


def merge(cases: Sequence[Case], *, made_at: str = "", by: str = "") -> Decision:
    """The cases are one: all their names belong together. Raises UsageError for fewer than two cases."""
    if len({case.id for case in cases}) < 2:
        raise UsageError(_("a merger needs two different cases"), remedy=_("Name the second case, too."))
    return _decision("merge", [key for case in cases for key in case_keys(case)], "", made_at, by)


def split(case: Case, names: Sequence[str], *, made_at: str = "", by: str = "") -> Decision:
    """The given names of ``case`` are a case of their own.

    Raises UsageError when one of them is no name of the case, when none is given, or when none would remain.
    """
    by_name = {fold_key(alias.name): name_key(case.group, alias.name) for alias in case.aliases}
    wanted = [fold_key(name) for name in names]
    known = _("Its names are: {names}.", names=_("; ").join(alias.name for alias in case.aliases))
    for name, key in zip(names, wanted, strict=True):
        if key not in by_name:
            raise UsageError(_("the case has no name {name!r}", name=name), where=case.id, remedy=known)
    rest = [key for name, key in by_name.items() if name not in wanted]
    if not wanted or not rest:
        raise UsageError(_("some names must go and some must stay"), where=case.id, remedy=known)
    return _decision("split", [by_name[key] for key in wanted], "\n".join(rest), made_at, by)


def rename(case: Case, name: str, *, made_at: str = "", by: str = "") -> Decision:
    """The case is shown as ``name``. Raises UsageError when the name is empty."""
    if not name.strip():
        raise UsageError(
            _("the new name is empty"), where=case.id, remedy=_("Give the name the case is to be shown by.")
        )
    return _decision("rename", case_keys(case)[:1], name.strip(), made_at, by)


def note(case: Case, text: str, *, made_at: str = "", by: str = "") -> Decision:
    """A remark on the case, shown in its history. Raises UsageError when it is empty."""
    if not text.strip():
        raise UsageError(_("the remark is empty"), where=case.id, remedy=_("Give the text of the remark."))
    return _decision("note", case_keys(case)[:1], text.strip(), made_at, by)


def prefer(source: str, *, made_at: str = "", by: str = "") -> Decision:
    """Of the sources that hold one meeting or table, the one with this id counts."""
    return _decision("prefer", [], source, made_at, by)


def undo(decisions: Sequence[Decision], id_: str) -> tuple[Decision, ...]:
    """The decisions without the one that has this id. Raises UsageError when there is none."""
    rest = tuple(one for one in decisions if one.id != id_)
    if len(rest) == len(decisions):
        known = _(", ").join(one.id for one in decisions) or "-"
        raise UsageError(_("there is no decision {id!r}", id=id_), remedy=_("The decisions are: {names}.", names=known))
    return rest


def _decision(kind: str, names: list[str], value: str, made_at: str, by: str) -> Decision:
    digest = hashlib.sha256("\n".join([kind, *names, value, made_at, by]).encode()).hexdigest()
    return Decision.model_validate(
        {"id": f"d{digest[:6]}", "kind": kind, "names": names, "value": value, "made_at": made_at, "by": by}
    )
