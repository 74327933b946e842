"""The style sheets that a page carries itself: what they hide, strike out or number is said at the elements.

Only what decides what is seen is looked at, and only selectors of one element (``p``, ``.c5``, ``li.a#b``): editors that
save a document as a page write no others. Where counters draw the numbers of a list, it is not taken for one without any.
"""

from __future__ import annotations

import re
from collections import defaultdict
from operator import itemgetter

from lxml import etree

_SEEN_BY = frozenset(
    {"display", "visibility", "mso-hide", "text-decoration", "text-decoration-line", "list-style", "list-style-type"}
)
_PRINT = re.compile(r"@media\s+print\b[^{}@]*\{(?:[^{}@]*\{[^{}]*\})*[^{}@]*\}", re.IGNORECASE)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*|\*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_LONGEST_SHEET = 200_000
"""Characters of style sheets that are looked at."""

_Rule = tuple[str, frozenset[str], dict[str, str]]
"""Tag (empty for any), ids and classes with their marks, declarations."""


def apply_styles(root: etree._Element) -> None:
    """Write what the style sheets of the page say into the ``style`` of its elements, where their own goes before."""
    sheet = "".join(style.text or "" for style in root.iter("style"))[:_LONGEST_SHEET]
    rules = _rules(_PRINT.sub("", _without_comments(sheet)))
    if not rules:
        return
    known: dict[tuple[str, str, str], dict[str, str]] = {}
    for element in root.iter(etree.Element):
        kind = str(element.tag), element.get("class") or "", element.get("id") or ""
        if kind not in known:
            known[kind] = _declared(rules, *kind)
        if known[kind]:
            said = known[kind] | _declarations(element.get("style") or "")
            element.set("style", "; ".join(f"{name}: {value}" for name, value in said.items()))


def _declared(rules: dict[str, list[tuple[int, _Rule]]], tag: str, classes: str, name: str) -> dict[str, str]:
    """What ``rules`` say of an element; of two that say the same thing the later one holds."""
    marks = {f".{c}" for c in classes.split()} | {f"#{name}"}
    said: dict[str, str] = {}
    for _, (of, needed, declared) in sorted(
        (rule for key in (tag, "*", *marks) for rule in rules.get(key, ())), key=itemgetter(0)
    ):
        if of in ("", "*", tag) and needed <= marks:
            said |= declared
    return said


def _without_comments(sheet: str) -> str:
    # a pattern would look for the end of each comment that has none
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _rules(sheet: str) -> dict[str, list[tuple[int, _Rule]]]:
    """The rules that decide what is seen, each under one thing an element must have, in their order."""
    found: dict[str, list[tuple[int, _Rule]]] = defaultdict(list)
    counted = re.search(r"\bcounters?\(", sheet) is not None
    for number, rule in enumerate(sheet.split("}")):
        head, _, body = rule.rpartition("{")
        declared = {
            name: value
            for name, value in _declarations(body).items()
            if name in _SEEN_BY and not (counted and name.startswith("list-style") and "none" in value)
        }
        if not declared:
            continue
        for selector in re.split("[{;]", head)[-1].split(","):
            match = _SELECTOR.fullmatch(selector.strip())
            if match is not None and match.group():
                tag, needed = (match.group(1) or "").lower(), re.findall(r"[.#][\w-]+", match.group(2))
                found[needed[0] if needed else tag].append((number, (tag, frozenset(needed), declared)))
    return dict(found)


def _declarations(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value.strip()}
