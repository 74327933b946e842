"""The language of what people read: Traditional Chinese or English.

Source strings are English; ``locale/zh_TW/LC_MESSAGES/kbbt.po`` holds the Chinese (``make locale`` compiles it).
The language is decided once, when this module is first asked: ``KBBT_LANG``, else the locale's environment variables.
Codes, keys of JSON and stored records are never translated.

What is kept in a store (what a parser did not understand, what a reader noticed) is English there, whoever reads it, and
is told in the language of whoever reads it: :func:`said` writes such a text, :func:`retold` finds its words again.
"""

from __future__ import annotations

import gettext
import os
import re
from functools import lru_cache
from pathlib import Path
from string import Formatter

_LOCALE = Path(__file__).resolve().parent / "locale"


@lru_cache(maxsize=1)
def language() -> str:
    """``zh_TW`` or ``en``: KBBT_LANG, else LC_ALL, LC_MESSAGES, LANG; anything Chinese is Traditional Chinese here."""
    for variable in ("KBBT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "zh_TW" if value.lower().startswith("zh") else "en"
    return "en"


@lru_cache(maxsize=1)
def _translations() -> gettext.NullTranslations:
    if language() == "en":
        return gettext.NullTranslations()
    return gettext.translation("kbbt", localedir=_LOCALE, languages=["zh_TW"], fallback=True)


def _(message: str, /, **values: object) -> str:
    """``message`` in the user's language, with ``{name}`` fields filled in from ``values``."""
    text = _translations().gettext(message)
    return text.format(**values) if values else text


def said(message: str, /, **values: object) -> str:
    """A text that is kept, in English, with plain ``{name}`` fields filled in; :func:`retold` tells it in any language."""
    return message.format(**values) if values else message


KEPT = "kept"
"""The context of kept messages in the catalogue."""


@lru_cache(maxsize=1)
def _kept() -> tuple[tuple[int, re.Pattern[str], str], ...]:
    """Kept messages: how many letters of their own they have, as a pattern, in translation; the wordiest first."""
    # gettext looks up and does not list; the catalogue of a GNUTranslations is this mapping.
    catalogue: dict[str, str] = getattr(_translations(), "_catalog", {})
    found = []
    for key, translation in catalogue.items():
        context, _mark, message = key.rpartition("\x04") if isinstance(key, str) else ("", "", "")
        if context == KEPT:
            parts = list(Formatter().parse(message))
            pattern = "".join(re.escape(own) + (f"(?P<{name}>.*?)" if name else "") for own, name, *_rest in parts)
            letters = sum(c.isalpha() for own, *_rest in parts for c in own)
            found.append((letters, re.compile(pattern, re.DOTALL), translation))
    return tuple(sorted(found, key=lambda one: -one[0]))


def _found(text: str) -> str | None:
    parts = [_found(part) for part in text.split("; ")] if "; " in text else []
    if parts and all(parts):
        return _("; ").join(filter(None, parts))
    for letters, pattern, translation in _kept():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        values = {name: _found(value) for name, value in match.groupdict().items()}
        # A message without words of its own, as "{reason} ({points})", is known by what stands in it.
        if letters or any(values.values()):
            return translation.format(**{name: value or match[name] for name, value in values.items()})
    return None


def retold(text: str) -> str:
    """A kept text in the user's language, what is quoted in it as it is; a text that nobody knows stays English."""
    return _found(text) or text


def reset() -> None:
    """Forget the language decided on; for tests that change the environment."""
    language.cache_clear()
    _translations.cache_clear()
    _kept.cache_clear()
