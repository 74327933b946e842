"""Text that is compared, with the way back to the text that is kept."""

from __future__ import annotations

from kbbt.text import fold


class _Characters(dict[str, str]):
    """Character → its folded form, made when it is first met; there are no more of them than characters."""

    def __missing__(self, c: str) -> str:
        folded = self[c] = fold(c)
        return folded


_CHARACTERS = _Characters()


class Folded:
    """``raw`` as patterns see it: no blanks, half-width forms, 臺 for 台 (see :func:`kbbt.text.fold`).

    ``text`` is the folded text; every index in it leads back to ``raw``, so that names and evidence are cut from what
    the document really says.
    """

    __slots__ = ("_index", "raw", "text")

    def __init__(self, raw: str) -> None:
        pieces = [_CHARACTERS[c] for c in raw]
        self.raw = raw
        self.text = "".join(pieces)
        self._index = [i for i, piece in enumerate(pieces) for _ in piece]
        self._index.append(len(raw))

    def raw_start(self, index: int) -> int:
        """The index in ``raw`` of the character at ``index`` of ``text`` (the length of ``raw`` at its end)."""
        return self._index[index]

    def raw_end(self, index: int) -> int:
        """The index in ``raw`` just after the character before ``index`` of ``text``."""
        return self._index[index - 1] + 1 if index else 0

    def cut(self, start: int, end: int) -> str:
        """The words of ``raw`` behind ``text[start:end]``, without blanks at their ends."""
        return self.raw[self._index[start] : self.raw_end(end)].strip() if start < end else ""

    def rest(self, start: int) -> str:
        """The words of ``raw`` from ``text[start]`` on, without blanks at their ends."""
        return self.raw[self._index[start] :].strip()
