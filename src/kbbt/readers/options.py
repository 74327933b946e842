"""What the user may say about how a file is to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Ocr = Literal["auto", "always", "never"]
"""``auto``: pages and pictures without text are read by OCR when it is there; ``always``: also pages with a text
layer; ``never``: no OCR."""

OnPicture = Callable[[int], None]
"""Told the number (from 1) of each page that is a picture before it is read, which takes seconds."""


def untold(page: int) -> None:
    """Nobody waits to be told."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``password`` opens an encrypted file; ``ocr`` says when pictures of text are read."""

    password: str | None = None
    ocr: Ocr = "auto"
    on_picture: OnPicture = untold
