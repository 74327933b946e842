"""The wheel, and the wheel built from the sdist, work in an empty environment from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "constraints.txt"


def run(*words: str | Path, cwd: Path) -> str:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KBBT", "VIRTUAL_ENV"))
    }
    done = subprocess.run(list(map(str, words)), cwd=cwd, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheel built from the checkout, and the one built from the sdist."""
    direct, via = tmp_path_factory.mktemp("direct"), tmp_path_factory.mktemp("via-sdist")
    # hatchling is in the environment (dev extra): no isolation means no second download
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", direct, ROOT, cwd=direct)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", via, ROOT, cwd=via)
    return [next(direct.glob("*.whl")), next(via.glob("*.whl"))]


def test_both_wheels_carry_declarations_and_templates(wheels: list[Path]) -> None:
    contents = [sorted(zipfile.ZipFile(wheel).namelist()) for wheel in wheels]
    assert contents[0] == contents[1]
    for needed in ("kbbt/parsers/status-report.toml", "kbbt/templates/report.docx", "kbbt/py.typed"):
        assert needed in contents[0]


def test_the_wheel_works_from_another_folder(wheels: list[Path], tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for wheel in wheels:
        run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--force-reinstall",
            *(["--no-deps"] if wheel is wheels[1] else []), "-c", CONSTRAINTS, wheel, cwd=elsewhere)  # fmt: skip
        store = elsewhere / f"store-{wheels.index(wheel)}"
        sample = ROOT / "samples" / "status_113-07-11.docx"
        run(python, "-m", "kbbt", "ingest", sample, "--store", store, cwd=elsewhere)
        table = run(
            python, "-m", "kbbt", "report", "--date", "113-07-11", "--format", "md", "--store", store, cwd=elsewhere
        )
        assert sum(line.startswith("| ") for line in table.splitlines()) == 87 + 2 * 8
