"""Brackets and quotation marks of folded text: what stands inside them does not end a name."""

from __future__ import annotations

from collections.abc import Iterator

_PAIRS = {"(": ")", "「": "」", "[": "]", "【": "】", "《": "》", "〈": "〉"}


class Brackets:
    """The pairs of brackets in a folded text. An opening mark without its closing one is an ordinary character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.close: dict[int, int] = {}
        waiting: list[int] = []
        for i, c in enumerate(text):
            if c in _PAIRS:
                waiting.append(i)
                continue
            # a mark that closes an outer bracket leaves the inner ones unclosed
            for depth in range(len(waiting) - 1, -1, -1):
                if _PAIRS[text[waiting[depth]]] == c:
                    self.close[waiting[depth]] = i
                    del waiting[depth:]
                    break
        self.open = {b: a for a, b in self.close.items()}

    def outside(self, start: int, end: int) -> Iterator[int]:
        """The indices from ``start`` to ``end`` that stand in no bracket opened there; brackets themselves left out."""
        i = start
        while i < end:
            if i in self.close and self.close[i] < end:
                i = self.close[i] + 1
                continue
            yield i
            i += 1

    def find(self, characters: str, start: int, end: int) -> int | None:
        """The first of ``characters`` outside brackets."""
        return next((i for i in self.outside(start, end) if self.text[i] in characters), None)
