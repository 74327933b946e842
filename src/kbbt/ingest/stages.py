"""The stages of reading one file, one after the other, for ``kbbt inspect``; nothing is stored."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kbbt.document import Document
from kbbt.errors import UnreadableError, UsageError
from kbbt.i18n import _
from kbbt.readers.options import ReadOptions

if TYPE_CHECKING:
    from kbbt.parsing import Claim, Declarations
    from kbbt.records import Source
    from kbbt.repair import Repaired


class Inspection:
    """One file through its stages; each is computed once, when it is asked for."""

    def __init__(
        self,
        path: Path,
        *,
        password: str | None = None,
        ocr: Literal["auto", "always", "never"] = "auto",
        parser: str | None = None,
    ) -> None:
        self.path = path
        self._options = ReadOptions(password=password, ocr=ocr)
        self._parser = parser

    @cached_property
    def _data(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise UnreadableError(
                _("cannot be opened: {reason}", reason=error.strerror or str(error)),
                where=str(self.path),
                remedy=_("Check the path and its permissions."),
            ) from error

    @cached_property
    def _document(self) -> Document:
        from kbbt.readers import read

        return read(self._data, self.path.name, self._options)

    @cached_property
    def _repaired(self) -> Repaired:
        from kbbt.repair import repair_with_trace

        return repair_with_trace(self._document)

    @cached_property
    def _declarations(self) -> Declarations:
        from kbbt.parsing import load_declarations

        return load_declarations()

    def read(self) -> Document:
        """The document as its reader gives it."""
        return self._document

    def repaired(self) -> Document:
        """The document as repair leaves it."""
        return self._repaired.document

    def claims(self) -> list[Claim]:
        """What every declaration says of the document."""
        from kbbt.parsing import explain

        return explain(self.repaired(), self._declarations)

    def records(self) -> Source:
        """The records."""
        from kbbt.parsing import parse

        digest = hashlib.sha256(self._data).hexdigest()
        return parse(self.repaired(), self._declarations, source=digest, name=self.path.name, parser=self._parser)

    def json(self, stage: str) -> str:
        """A stage as JSON."""
        if stage == "records":
            return json.dumps(self.records().model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n"
        document = self.read() if stage == "reader" else self.repaired()
        return _dumps(dataclasses.asdict(document))

    def claims_json(self) -> str:
        """The claims as JSON."""
        return _dumps([dataclasses.asdict(claim) for claim in self.claims()])

    def picture(self, page: int) -> bytes:
        """Page ``page`` as PNG, with what was found and what repair dropped drawn on it. PDF only."""
        if self._document.media_type != "application/pdf":
            raise UsageError(
                _("only the pages of a PDF can be drawn"),
                where=str(self.path),
                remedy=_("Convert the file to PDF first."),
            )
        pages = len(self._document.pages)
        if page > pages:
            raise UsageError(
                _("there is no page {page}; the file has {pages}", page=page, pages=pages),
                where=str(self.path),
                remedy=_("Give --page 1 to {pages}.", pages=pages),
            )
        from kbbt.readers.pdf.picture import draw_page

        return draw_page(
            self._data,
            page,
            self._document,
            self._options,
            [place for one in self._repaired.dropped for place in one.places],
        )


def _dumps(value: Any) -> str:
    return json.dumps(_without_nothing(value), ensure_ascii=False, indent=2) + "\n"


def _without_nothing(value: Any) -> Any:
    """Without keys that say nothing (None, empty): places and cells stay readable."""
    if isinstance(value, dict):
        return {k: _without_nothing(v) for k, v in value.items() if v is not None and v != () and v != []}
    if isinstance(value, list | tuple):
        return [_without_nothing(v) for v in value]
    return value
