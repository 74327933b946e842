"""The register: which mentions in the sources are one case, the life of each case, and what must be asked.

Decisions and questions speak of a case by *name keys*, ``group|name`` (:func:`name_key`), never by id, so that they hold
in a store rebuilt from nothing.
"""

from __future__ import annotations

from kbbt.register.build import build
from kbbt.register.keys import name_key
from kbbt.register.life import status_at
from kbbt.register.model import Question, Register, entry_ref, mention_ref

__all__ = ["Question", "Register", "build", "entry_ref", "mention_ref", "name_key", "status_at"]
