"""The totals printed in a table, checked against the rows above them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from kbbt.i18n import said
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.reading import Reading, quote
from kbbt.parsing.tables import Column, Columns, Row, is_tick
from kbbt.parsing.totals import declared_totals

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

    @property
    def since_last(self) -> int:
        """How many records stand between the last total and here."""
        return len(self._part)

    def check(self, total: Row, columns: Columns, reading: Reading) -> None:
        """Compare a total row with the rows since the last total, or with all; say so where neither bears it out.

        A column of numbers is summed when each of its values is one (missing values count as nought), a column of ticks is
        counted, and a number of cases (共 5 案) in any column is that of the rows.
        """
        for column in columns.columns:
            value = total.values.get(column.name, "")
            printed = number(value)
            if printed is not None:
                sums = [s for rows in (self._part, self._all) if (s := _sum(rows, column, reading.family)) is not None]
            else:
                stated = [t.count for t in declared_totals(value, reading.family) if t.kind in (None, "total")]
                printed = Decimal(stated[0]) if stated else None
                sums = [Decimal(len(rows)) for rows in (self._part, self._all)]
            if printed is not None and sums and printed not in sums:
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


def _sum(rows: list[Row], column: Column, family: Family) -> Decimal | None:
    rule = family.rule.table.columns.get(column.key)
    if rule is not None and rule.tick is not None:
        return Decimal(sum(is_tick(r.values.get(column.name, ""), family) for r in rows))
    values = [number(r.values[column.name]) for r in rows if r.values.get(column.name)]
    if not values or any(v is None for v in values):
        return None
    return sum((v for v in values if v is not None), Decimal(0))
