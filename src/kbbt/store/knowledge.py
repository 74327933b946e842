"""All that a store holds, as one immutable value for the views."""

from __future__ import annotations

from dataclasses import dataclass, field

from kbbt.records import Decision, Source
from kbbt.register.model import Register


@dataclass(frozen=True)
class Knowledge:
    """The sources (sorted by id), the register built from them, and the officer's decisions (in the order made)."""

    sources: tuple[Source, ...] = ()
    register: Register = field(default_factory=Register)
    decisions: tuple[Decision, ...] = ()

    def source_names(self) -> dict[str, str]:
        """Source id → file name."""
        return {source.id: source.name for source in self.sources}
