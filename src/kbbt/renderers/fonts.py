"""Finding a font that can write Traditional Chinese: Kai first, as offices use it."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from importlib.util import find_spec
from typing import TYPE_CHECKING

from kbbt.errors import MissingPartError
from kbbt.i18n import _

if TYPE_CHECKING:
    import typst

# Family names as the systems know them, the best first. Faces drawn for other regions are not among them.
PREFERRED = (
    "TW-Kai", "DFKai-SB", "標楷體", "BiauKai", "BiauKaiTC", "Kaiti TC", "AR PL UKai TW", "cwTeXKai",
    "TW-Sung", "Noto Serif CJK TC", "Noto Serif TC", "Source Han Serif TC", "Songti TC", "PMingLiU", "MingLiU",
    "Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "PingFang TC", "Microsoft JhengHei", "Heiti TC",
)  # fmt: skip
# Planes and private use that the main face lacks.
_SUPPLEMENTS = ("TW-Kai-Plus", "TW-Kai-Ext-B", "TW-Sung-Plus", "TW-Sung-Ext-B")
_EXTRA = "pylopdf_fonts_zh_tw"


def _extra_paths() -> list[str]:
    """Folders of fonts that came with the optional extra."""
    if find_spec(_EXTRA) is None:
        return []
    root = resources.files(_EXTRA)
    return [str(root)]


@lru_cache(maxsize=1)
def chinese_fonts() -> tuple[typst.Fonts, tuple[str, ...]]:
    """The fonts of this machine, and the families to set text in (best first).

    Raises MissingPartError with the install line when no Traditional Chinese font is there: a page of empty boxes must
    never leave the house.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=_extra_paths())
    known = set(fonts.families())
    found = [name for name in PREFERRED if name in known]
    if not found:
        raise MissingPartError(
            _("no font for Traditional Chinese was found on this machine"),
            remedy=_("Install one: sudo apt install fonts-cns11643-kai, or pip install 'kbbt[fonts]'."),
        )
    latin = [name for name in ("Liberation Serif", "Times New Roman") if name in known]
    return fonts, (*found[:1], *(name for name in _SUPPLEMENTS if name in known), *found[1:3], *latin)
