"""A short run of the kill trial; ``docs/security.md`` records a long one."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from tools.kill_trial import trial


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the trial looks for left-over processes in /proc")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    assert "nothing lost" in trial(tmp_path, kills=4, files=4, chance=random.Random(7))
