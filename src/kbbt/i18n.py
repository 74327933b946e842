"""The language of what people read: Traditional Chinese or English.

Source strings are English; ``locale/zh_TW/LC_MESSAGES/kbbt.po`` holds the Chinese (``make locale`` compiles it).
The language is decided once, when this module is first asked: ``KBBT_LANG``, else the locale's environment variables.
JSON, codes and stored records are never translated.
"""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from pathlib import Path

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


def reset() -> None:
    """Forget the language decided on; for tests that change the environment."""
    language.cache_clear()
    _translations.cache_clear()
