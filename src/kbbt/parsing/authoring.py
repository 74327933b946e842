"""For the writers of declarations: what there is, what a family says in full, what is odd about one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kbbt.i18n import _
from kbbt.parsing.family import Declarations, Family, build_one, paths_in
from kbbt.parsing.loading import File, read_file
from kbbt.parsing.toml_out import dumps
from kbbt.resources import search_path


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of ``kbbt parsers list``. ``replaces`` is the file of the same name that this one stands in front of."""

    name: str
    kind: str
    summary: str
    extends: str
    path: Path
    replaces: Path | None


def list_declarations(declarations: Declarations, folders: Sequence[Path] | None = None) -> list[Listed]:
    """Every declaration at hand, by name, and the file it comes from."""
    searched = search_path("parsers") if folders is None else folders
    found = []
    for family in declarations:
        same = [folder / f"{family.name}.toml" for folder in searched]
        files = [path for path in same if path.is_file()]
        own = family.origin.files[0].path
        found.append(
            Listed(
                family.name,
                family.rule.kind,
                family.rule.summary,
                family.rule.extends or "",
                own,
                next((path for path in files if path != own), None),
            )
        )
    return found


def as_toml(family: Family) -> str:
    """The whole declaration, with all that it inherits, as one TOML text that loads by itself."""
    data = family.rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data = {"version": family.rule.version, "kind": family.rule.kind} | data
    for name in ("extends", "drop"):
        data.pop(name, None)
    return dumps(data)


def check_declaration(path: Path, folders: Sequence[Path] | None = None) -> tuple[Family, list[str]]:
    """The family in ``path``, checked, and remarks on what is legal and looks like an oversight.

    ``extends`` is looked for beside the file first, then in ``folders`` (by default where declarations are always
    looked for). Raises DeclarationError with file, key, line and a near match.
    """
    searched = [path.parent, *(search_path("parsers") if folders is None else folders)]
    family = build_one(path.stem, _Files({**paths_in(searched), path.stem: path}))
    return family, remarks(family)


class _Files(Mapping[str, File]):
    """The files at ``paths``, read when they are asked for: a fault in one that is not extended is its own matter."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths

    def __getitem__(self, name: str) -> File:
        return read_file(self._paths[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def remarks(family: Family) -> list[str]:
    """What is legal and looks like an oversight, in the user's language."""
    rule = family.rule
    found: list[str] = []
    used = _patterns(family)
    if rule.kind != "base":
        if not (rule.recognise.required or rule.recognise.any or rule.recognise.columns):
            found.append(_("recognise has no marks: the family claims no document by itself, only with --parser"))
        if not rule.title.patterns:
            found.append(_("title.patterns is empty: no title is found"))
    if rule.kind == "minutes":
        if not any(h.role in ("resolutions", "discussion") for h in rule.headings.values()):
            found.append(_("no heading has the role resolutions or discussion: no resolution is found"))
        if "time" not in rule.fields:
            found.append(_("there is no field time: the meetings have no date"))
    if rule.kind == "table":
        if "name" not in rule.table.columns:
            found.append(_("there is no column name: no row is an entry"))
        if "text" not in rule.table.columns:
            found.append(_("there is no column text: the entries have no text"))
        if "date" not in rule.fields and "?P<date" not in " ".join(rule.title.patterns):
            found.append(_("there is neither a field date nor a group date in the title: the reports have no date"))
    guards = {name for decider in rule.dispositions.values() for name in decider.guards}
    own = family.origin.files[0].raw
    found.extend(
        _("no disposition uses the guard {name}", name=name) for name in own.get("guards", {}) if name not in guards
    )
    found.extend(
        _("no pattern uses the words {name}", name=f"{{{name}}}")
        for name in own.get("words", {})
        if f"{{{name}}}" not in used
    )
    return found


def _patterns(family: Family) -> str:
    """All strings of the declaration, to look for ``{name}`` in."""
    strings: list[str] = []

    def collect(item: object) -> None:
        if isinstance(item, str):
            strings.append(item)
        elif isinstance(item, dict):
            for inner in item.values():
                collect(inner)
        elif isinstance(item, list):
            for inner in item:
                collect(inner)

    collect(family.rule.model_dump(mode="json"))
    return "\n".join(strings)
