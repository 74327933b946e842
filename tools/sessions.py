"""Terminal sessions in the docs: run every ``$ command`` of a ```console block and write (or check) what it prints.

    python tools/sessions.py README.md           # write
    python tools/sessions.py --check README.md   # exit 1 when the text is out of date

All blocks of a file share one scratch folder with the samples and the examples of the docs in it. A line ``<!-- session: env NAME=value -->`` before a
block sets a variable. Long output is cut by the command itself (``| head -n 20``).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(
    r"(?P<head>(?:<!-- session: env (?P<env>[^>]*) -->\n)?```console\n)(?P<body>.*?)(?P<tail>```)", re.DOTALL
)
WIDTH = "100"


def session_environment(extra: str | None, language: str) -> dict[str, str]:
    """What a command of a session sees: a screen of fixed width, one language, and nothing of this machine."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    kept |= {"COLUMNS": WIDTH, "KBBT_LANG": language, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    for pair in shlex.split(extra or ""):
        name, _, value = pair.partition("=")
        kept[name] = value
    return kept


def _run(command: str, folder: Path, environment: dict[str, str]) -> str:
    if command.startswith("kbbt "):
        command = f"{shlex.quote(sys.executable)} -m {command}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    return "\n".join(lines) + ("\n" if lines else "")


def renew(path: Path) -> str:
    """The text of ``path`` with every session run afresh."""
    language = "zh_TW" if "zh-TW" in path.name else "en"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(ROOT / "samples", folder / "samples")
        shutil.copytree(ROOT / "docs" / "examples", folder / "examples")

        def block(match: re.Match[str]) -> str:
            environment = session_environment(match["env"], language)
            commands = [line[2:] for line in match["body"].splitlines() if line.startswith("$ ")]
            out = [f"$ {command}\n{_run(command, folder, environment)}" for command in commands]
            return match["head"] + "".join(out) + match["tail"]

        return BLOCK.sub(block, path.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Write or check the files named."""
    check = "--check" in arguments
    stale = 0
    for name in (a for a in arguments if a != "--check"):
        path = ROOT / name
        old, new = path.read_text(encoding="utf-8"), renew(path)
        if old == new:
            continue
        stale += 1
        if check:
            print(f"{name}: a session is out of date; run: make docs", file=sys.stderr)
        else:
            path.write_text(new, encoding="utf-8")
            print(f"{name}: written")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
