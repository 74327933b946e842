"""Knowledge made of sources built by hand."""

from __future__ import annotations

from collections.abc import Sequence

from kbbt.records import Decision, Meeting, Source, StatusReport
from kbbt.register import Register, build
from kbbt.store.editions import settle
from kbbt.store.knowledge import Knowledge
from tests.register.build import WORDS, source


def knowledge(*records: Meeting | StatusReport | Source, decisions: Sequence[Decision] = ()) -> Knowledge:
    """What a store would give that holds these sources; a bare meeting or report is a source of its own."""
    given = [one if isinstance(one, Source) else source(one) for one in records]
    sources, overlaps = settle(given, decisions)
    register: Register = build(sources, decisions, words=WORDS)
    return Knowledge(sources, register, tuple(decisions), overlaps)
