"""The store: JSON files, atomic, locked, verified."""

from kbbt.store.knowledge import Knowledge
from kbbt.store.store import Store

__all__ = ["Knowledge", "Store"]
