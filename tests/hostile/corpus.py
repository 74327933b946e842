"""Files made to do harm. ``python -m tests.hostile.corpus DIR`` writes them; each is small, what it asks for is not.

Nothing here is taken from anywhere; all is made by the functions of the modules imported here.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.hostile import offices, pdfs, texts
from tests.hostile.making import HEADING, MAKERS, text

__all__ = ["offices", "pdfs", "texts"]


def files() -> Iterator[tuple[str, bytes]]:
    """Every hostile file: its name and its bytes."""
    for name, maker in sorted(MAKERS.items()):
        yield name, maker()


def make(name: str) -> bytes:
    """The bytes of one of them."""
    return MAKERS[name]()


def place_traps(folder: Path) -> None:
    """What an input folder can hold besides files: loops, pipes, sockets, doors that do not open, names that act."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "itself.pdf").symlink_to("itself.pdf")
    (folder / "dangling.pdf").symlink_to("nowhere.pdf")
    os.mkfifo(folder / "fifo.pdf")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket must be short
        try:
            one.bind("socket.pdf")
        finally:
            os.chdir(here)
    (folder / "device.pdf").symlink_to("/dev/zero")
    acting = os.fsdecode(b"\x1b[2J\xe2\x80\xaefdp.\xff\n.txt")
    (folder / acting).write_bytes(text(HEADING))


def write(folder: Path) -> None:
    """Write the whole corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
