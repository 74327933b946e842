"""Bring the Chinese catalogue up to date with the program's messages, and compile it (``make locale``).

python tools/make_locale.py            # extract, merge, compile; says what is still untranslated
python tools/make_locale.py --check    # exit 1 when anything is missing, left over or not compiled
"""

from __future__ import annotations

import datetime as dt
import io
import sys
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from kbbt.i18n import KEPT

EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "kbbt"
PO = SOURCE / "locale" / "zh_TW" / "LC_MESSAGES" / "kbbt.po"
MO = PO.with_suffix(".mo")


def extracted() -> Catalog:
    """Every message of the program, without places (they would change with every edit)."""
    catalog = Catalog(locale="zh_TW", project="kbbt", charset="utf-8")
    for keyword, context in (("_", None), ("said", KEPT)):
        for _file, _line, message, _comments, _context in extract_from_dir(SOURCE, keywords={keyword: None}):
            catalog.add(message, context=context)
    return catalog


def existing() -> Catalog:
    """The catalogue as it is."""
    if not PO.exists():
        return Catalog(locale="zh_TW", project="kbbt", charset="utf-8")
    with PO.open("rb") as stream:
        return read_po(stream, locale="zh_TW")


def merged() -> Catalog:
    """The program's messages with the translations there are, in alphabetical order; nothing guessed, nothing left over."""
    old, new = existing(), Catalog(locale="zh_TW", project="kbbt", charset="utf-8", fuzzy=False)
    for message in sorted((m for m in extracted() if m.id), key=lambda m: (str(m.id), m.context or "")):
        known = old.get(message.id, message.context)
        new.add(message.id, known.string if known else "", context=message.context)
    return new


def po_bytes(catalog: Catalog) -> bytes:
    """The catalogue as a .po file without dates."""
    out = io.BytesIO()
    write_po(out, catalog, omit_header=True, width=120)
    header = b'msgid ""\nmsgstr ""\n"Language: zh_TW\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header + out.getvalue().lstrip(b"\n")


def mo_bytes(catalog: Catalog) -> bytes:
    """The catalogue as a .mo file; its header carries no date either."""
    out = io.BytesIO()
    catalog.header_comment = ""
    plain = Catalog(
        locale="zh_TW", project="kbbt", charset="utf-8", creation_date=EPOCH, revision_date=EPOCH, fuzzy=False
    )
    for message in catalog:
        if message.id:
            plain.add(message.id, message.string, context=message.context)
    write_mo(out, plain)
    return out.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """Messages without a translation."""
    return [str(message.id) for message in catalog if message.id and not message.string]


def main(arguments: list[str]) -> int:
    """Write or check the catalogue."""
    catalog = merged()
    missing = untranslated(catalog)
    po, mo = po_bytes(catalog), mo_bytes(catalog)
    if "--check" in arguments:
        stale = not PO.exists() or PO.read_bytes() != po or not MO.exists() or MO.read_bytes() != mo
        for message in missing:
            print(f"untranslated: {message!r}", file=sys.stderr)
        if stale:
            print("the catalogue is out of date; run: make locale", file=sys.stderr)
        return 1 if stale or missing else 0
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po)
    MO.write_bytes(mo)
    print(f"{PO.relative_to(ROOT)}: {len(list(catalog)) - 1} messages, {len(missing)} untranslated")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
