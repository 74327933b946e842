"""Sources and registers of a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbbt.store import Store
from tests.ingest.conftest import build_by_name


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store whose register joins by name."""
    return Store(tmp_path / "store", build=build_by_name)
