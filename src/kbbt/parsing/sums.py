"""The totals printed in a table, checked against the rows above them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from kbbt.i18n import said
from kbbt.parsing.folded import Folded
from kbbt.parsing.reading import Reading, quote
from kbbt.parsing.tables import Columns, Row

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")


def number(text: str) -> Decimal | None:
    """The number that ``text`` is (1,500), or None."""
    folded = Folded(text).text
    if not _NUMBER.fullmatch(folded):
        return None
    try:
        return Decimal(folded.replace(",", ""))
    except InvalidOperation:
        return None


class Sums:
    """Running sums of the columns: since the last subtotal, and of the whole table."""

    def __init__(self) -> None:
        self._part: list[Row] = []
        self._all: list[Row] = []

    def add(self, row: Row) -> None:
        """Take a record into the sums."""
        self._part.append(row)
        self._all.append(row)

    def check(self, total: Row, columns: Columns, reading: Reading) -> None:
        """Compare a total row with the rows since the last total, or with all; say so where neither bears it out.

        A column counts when each of its values is a number. Values that are missing count as nought.
        """
        for column in columns.columns:
            printed = number(total.values.get(column.name, ""))
            if printed is None:
                continue
            sums = [s for rows in (self._part, self._all) if (s := _sum(rows, column.name)) is not None]
            if sums and printed not in sums:
                reading.problem(
                    "total",
                    said(
                        "{row}: {column} is printed as {printed}, the rows come to {found}",
                        row=quote(total.text),
                        column=column.title,
                        printed=f"{printed:,}",
                        found=f"{sums[-1]:,}",
                    ),
                    places=total.places,
                )
        self._part = []


def _sum(rows: list[Row], name: str) -> Decimal | None:
    values = [number(r.values[name]) for r in rows if r.values.get(name)]
    if not values or any(v is None for v in values):
        return None
    return sum((v for v in values if v is not None), Decimal(0))
