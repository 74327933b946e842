"""Which tables have the same columns."""

from __future__ import annotations

import pytest

from kbbt.document import Cell, Place, Row, Table
from kbbt.repair.columns import edges, exact, mapped, mapping


def _table(*at: float, page: int = 1) -> Table:
    """One row whose cells stand between the edges ``at``."""
    cells = [Cell((), c, places=(Place(page=page, box=(at[c], 100, at[c + 1], 120)),)) for c in range(len(at) - 1)]
    return Table((Row(tuple(cells)),), len(cells))


FIRST = _table(60, 90, 200, 520)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ((60, 90, 200, 520), (0, 1, 2)),
        ((62, 95, 193, 520), (0, 1, 2)),
        ((85, 115, 225, 545), (0, 1, 2)),  # shifted as a whole
        ((60, 90, 200, 480), (0, 1, 2)),  # no rules: the right side is where the longest line ends
        ((60, 200, 300, 520), None),
        ((60, 90, 200, 300), None),
        ((90, 200, 520), (1, 2)),
        ((60, 90, 520), (0, 1)),
        ((60, 300, 520), None),
        ((60, 90, 140, 200, 520), None),
    ],
)
def test_edges_tell(second: tuple[float, ...], expected: tuple[int, ...] | None) -> None:
    assert mapping(FIRST, _table(*second, page=2)) == expected


def test_without_places_the_count_tells() -> None:
    bare = Table((Row((Cell((), 0), Cell((), 1))),), 2)
    assert edges(bare) is None
    assert mapping(bare, bare) == (0, 1)
    assert mapping(bare, Table((Row((Cell((), 0),)),), 1)) is None


def test_exact_is_to_the_point() -> None:
    assert exact(FIRST, _table(60, 91, 200, 520))
    assert not exact(FIRST, _table(60, 95, 200, 520))


def test_rows_move_to_their_columns() -> None:
    rows = (Row((Cell((), 0), Cell((), 1, col_span=2))), Row((Cell((), 0, col_span=3),)))
    moved = mapped(rows, (1, 2, 3), 4)
    assert [[(c.column, c.col_span) for c in row.cells] for row in moved] == [[(0, 1), (1, 1), (2, 2)], [(1, 3)]]
    assert moved[0].cells[0].row_span == 2
    spread = mapped((Row((Cell((), 0), Cell((), 1))),), (0, 2), 3)
    assert [(c.column, c.col_span) for c in spread[0].cells] == [(0, 2), (2, 1)]
