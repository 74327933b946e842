"""Where the data that comes with the program lies: declarations and templates.

In a wheel they lie inside the package, in a checkout at the repository's root; looking beside the package first and
in the root second works for a wheel, an sdist and an editable install alike.
"""

from __future__ import annotations

from pathlib import Path


def builtin(folder: str) -> Path:
    """The folder ``parsers`` or ``templates`` that comes with the program. Raises FileNotFoundError when it is missing."""
    package = Path(__file__).resolve().parent
    for candidate in (package / folder, package.parents[1] / folder):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the program's own folder {folder!r} is missing; install kbbt again")


def search_path(folder: str) -> list[Path]:
    """Where to look for ``folder``: the officer's working folder first, what comes with the program last."""
    own = Path.cwd() / folder
    inside = builtin(folder)
    return [own, inside] if own.is_dir() and own.resolve() != inside else [inside]
