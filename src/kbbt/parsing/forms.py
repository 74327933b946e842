"""Minutes laid out as a form: a table with 時間 | … in its rows is read as the lines 時間：…"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbbt.document import Block, Paragraph, Place, Row, Table
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.outline import label_of
from kbbt.parsing.tables import cell_text

_LEAST_NAMES = 2
"""Names of fields or headings that the cells of a table must hold for it to be a form."""


def _is_name(text: str, family: Family) -> bool:
    if not text or "\n" in text.strip():
        text = "".join(text.split())
    label = label_of(Paragraph(text))
    folded = Folded(text[label.end :] if label else text).text.rstrip(":")
    return family.fields.whole(folded) is not None or family.headings.whole(folded) is not None


def _names(row: Row, family: Family) -> int:
    return sum(_is_name(cell_text(c), family) for c in row.cells)


def _lines(row: Row, family: Family) -> Iterator[Block]:
    for cell in row.cells:
        text = "".join(cell_text(cell).split("\n"))
        if _is_name(text, family):
            yield Paragraph(text if text[-1] in ":：" else f"{text}：", places=cell.places or _places(cell.paragraphs))
        else:
            yield from (p for p in cell.paragraphs if p.text.strip())


def _places(paragraphs: Sequence[Paragraph]) -> tuple[Place, ...]:
    return tuple(place for p in paragraphs for place in p.places)


def unfolded(blocks: Sequence[Block], family: Family) -> list[Block]:
    """``blocks`` with each form taken apart into paragraphs; other tables stay."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and sum(_names(row, family) for row in block.rows) >= _LEAST_NAMES:
            for row in block.rows:
                found.extend(_lines(row, family))
        else:
            found.append(block)
    return found
