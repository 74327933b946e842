"""What may have been meant by a word that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kbbt.i18n import _


def near(word: object, known: Iterable[str]) -> str:
    """The known name nearest to ``word``, as a question; all of them where none is near; "" where there are none."""
    names = sorted(known)
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    if close:
        return _("Did you mean {name!r}?", name=close[0])
    return _("Known are: {names}.", names=", ".join(names)) if names else ""
