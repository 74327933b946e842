"""Writing an officer's decision into the store, and showing what came of it."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kbbt.cli.common import console, open_store
from kbbt.i18n import _

if TYPE_CHECKING:
    from kbbt.records import Case, Decision


def stamp() -> dict[str, str]:
    """When a decision is made and by whom, for its record."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        who = ""
    return {"made_at": dt.datetime.now().astimezone().isoformat(timespec="seconds"), "by": who}


def decide(path: Path | None, change: Callable[[tuple[Decision, ...]], Sequence[Decision]]) -> None:
    """Change the decisions of the store under its lock, and bring the register up to date."""
    store = open_store(path)
    with store.writing():
        store.put_decisions(change(store.decisions()))
    store.refresh()


def add(path: Path | None, decision: Decision) -> None:
    """Add one decision and say how to take it back."""
    decide(path, lambda before: [*before, decision])
    console().print(_("Decided. To take it back: kbbt cases undo {id}", id=decision.id), soft_wrap=True)


def find_cases(path: Path | None, names: Sequence[str]) -> list[Case]:
    """The cases named by ids or unambiguous parts of names. Raises AmbiguousNameError."""
    from kbbt.cli.common import knowledge_of
    from kbbt.views.cases import resolve

    knowledge = knowledge_of(path)
    return [resolve(knowledge, name) for name in names]
