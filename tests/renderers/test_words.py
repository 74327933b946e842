"""Words for what the records say in code: each kind has some, and times are in Taiwanese form."""

from __future__ import annotations

from typing import get_args

from kbbt.records import Decision, Disposition, EventKind, Status
from kbbt.renderers.words import decision_words, disposition_words, event_words, moment_words, status_words


def test_every_kind_has_words() -> None:
    assert all(decision_words(kind) for kind in get_args(Decision.model_fields["kind"].annotation))
    assert all(disposition_words(kind) for kind in get_args(Disposition))
    assert all(event_words(kind) for kind in get_args(EventKind))
    assert all(status_words(kind) for kind in get_args(Status))


def test_the_time_of_a_decision_is_told_by_the_republics_year() -> None:
    assert moment_words("2026-11-27T19:54:03+08:00") == "115-11-27 19:54"
    assert moment_words("") == ""
