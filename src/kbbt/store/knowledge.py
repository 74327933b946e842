"""All that a store holds, as one immutable value for the views."""

from __future__ import annotations

from dataclasses import dataclass, field

from kbbt.records import Decision, Source
from kbbt.register.model import Register
from kbbt.store.editions import Overlap


@dataclass(frozen=True)
class Knowledge:
    """The sources (sorted by id), the register built from them, and the officer's decisions (in the order made).

    Of several readings of one meeting or table only the one that counts is in ``sources``; ``overlaps`` tells which
    were left out (:mod:`kbbt.store.editions`). The register's references are into these ``sources``.
    """

    sources: tuple[Source, ...] = ()
    register: Register = field(default_factory=Register)
    decisions: tuple[Decision, ...] = ()
    overlaps: tuple[Overlap, ...] = ()

    def source_names(self) -> dict[str, str]:
        """Source id → file name."""
        return {source.id: source.name for source in self.sources}
