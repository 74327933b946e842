"""Names put together into cases, under what must not be put together."""

from __future__ import annotations

from collections.abc import Iterable


class Clusters:
    """Disjoint sets of names, each name given by its number.

    Two sets are never joined when the officer keeps a name of one apart from a name of the other. Unless *forced*, they
    are not joined either when both are named in one unit: within a unit two names are two cases.
    """

    def __init__(self, occupied: list[set[int]]) -> None:
        """``occupied[n]`` are the numbers of the units in which name ``n`` stands as a case of its own."""
        self._parent = list(range(len(occupied)))
        self._members = [[n] for n in self._parent]
        self._units = [set(one) for one in occupied]
        self._apart: list[set[int]] = [set() for _ in self._parent]

    def find(self, name: int) -> int:
        """The set that ``name`` is in, as the number of one of its names."""
        root = name
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[name] != root:
            self._parent[name], name = root, self._parent[name]
        return root

    def members(self, name: int) -> list[int]:
        """All names of the set that ``name`` is in, in the order of their numbers."""
        return sorted(self._members[self.find(name)])

    def units(self, name: int) -> set[int]:
        """The units in which the set of ``name`` is named."""
        return self._units[self.find(name)]

    def keep_apart(self, a: int, b: int) -> bool:
        """From now on the two names are never in one set; False when they already are."""
        if self.find(a) == self.find(b):
            return False
        self._apart[self.find(a)].add(b)
        self._apart[self.find(b)].add(a)
        return True

    def separated(self, a: int, b: int) -> bool:
        """Whether the sets of the two names are kept apart by the officer."""
        b = self.find(b)
        return any(self.find(other) == b for other in self._apart[self.find(a)])

    def together(self, a: int, b: int) -> bool:
        """Whether both sets are named in one unit."""
        return not self.units(a).isdisjoint(self.units(b))

    def join(self, a: int, b: int, *, forced: bool = False) -> bool:
        """Put two sets together if nothing forbids it; True when they are one set afterwards."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if self.separated(a, b) or (not forced and self.together(a, b)):
            return False
        if len(self._members[a]) < len(self._members[b]):
            a, b = b, a
        self._parent[b] = a
        self._members[a] += self._members[b]
        self._units[a] |= self._units[b]
        self._apart[a] |= self._apart[b]
        self._members[b], self._units[b], self._apart[b] = [], set(), set()
        return True

    def sets(self, names: Iterable[int]) -> list[list[int]]:
        """The sets, each in the order of its names, ordered by their first names."""
        return [self.members(root) for root in sorted({self.find(n) for n in names}, key=lambda r: self.members(r)[0])]
