"""What the user may say about how a file is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ocr = Literal["auto", "always", "never"]
"""``auto``: pages and pictures without text are read by OCR when it is there; ``always``: also pages with a text
layer; ``never``: no OCR."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """``password`` opens an encrypted file; ``ocr`` says when pictures of text are read."""

    password: str | None = None
    ocr: Ocr = "auto"
