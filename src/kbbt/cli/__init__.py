"""The command line: one module a command (or a family of small ones), nothing computed here."""

from __future__ import annotations

import sys


def main() -> None:
    """The ``kbbt`` command."""
    from kbbt.cli.app import run

    sys.exit(run())
