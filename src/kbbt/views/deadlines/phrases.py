"""The declared words that make a date a promise or a completion: ``parsers/phrases/deadlines.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from kbbt.errors import DeclarationError
from kbbt.i18n import _
from kbbt.resources import search_path

_FILE = Path("phrases") / "deadlines.toml"
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True)
class Phrases:
    """One pattern a list of the declaration; what each list means stands in the declaration itself."""

    planned: re.Pattern[str] = _NOTHING
    intended: re.Pattern[str] = _NOTHING
    to_come: re.Pattern[str] = _NOTHING
    done: re.Pattern[str] = _NOTHING
    others: re.Pattern[str] = _NOTHING
    actions: re.Pattern[str] = _NOTHING
    attended: re.Pattern[str] = _NOTHING
    conditional: re.Pattern[str] = _NOTHING
    names: re.Pattern[str] = _NOTHING
    until: re.Pattern[str] = _NOTHING


def load(folders: Iterable[Path] | None = None) -> Phrases:
    """The phrases as declared: a list that stands in several of ``folders`` is taken from the first.

    Without ``folders``, those of :func:`kbbt.resources.search_path`. Raises DeclarationError for a file that is no TOML, for
    an unknown list (with a near one) and for an entry that is no text.
    """
    lists: dict[str, list[str]] = {}
    for folder in search_path("parsers") if folders is None else folders:
        path = folder / _FILE
        if path.is_file():
            lists = _read(path) | lists
    return Phrases(**{name: _pattern(words) for name, words in lists.items()})


def _read(path: Path) -> dict[str, list[str]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(
            _("this is no TOML: {error}", error=error), where=str(path), remedy=_("Correct the file.")
        ) from error
    known = [field.name for field in fields(Phrases)]
    for name, words in raw.items():
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = (
                _("Did you mean {name!r}?", name=near[0]) if near else _("Lists: {names}.", names=_(", ").join(known))
            )
            raise DeclarationError(_("there is no list {name!r}", name=name), where=str(path), remedy=hint)
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            remedy = _("Write it so: {example}.", example='planned = ["預計", "預定"]')
            raise DeclarationError(_("{key} must be a list of texts", key=name), where=f"{path}: {name}", remedy=remedy)
    return raw


def _pattern(words: list[str]) -> re.Pattern[str]:
    # the longest first, so that 業已於 is not read as 業
    return (
        re.compile("|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))))
        if words
        else _NOTHING
    )
