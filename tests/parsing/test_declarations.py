"""Loading declarations: what is inherited, what is refused, and where the message says it stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.errors import DeclarationError
from kbbt.parsing import load_declarations
from kbbt.parsing.family import Family
from kbbt.parsing.toml_lines import TomlLines
from kbbt.parsing.toml_out import dumps

from .conftest import ROOT

HEAD = 'version = 1\nkind = "minutes"\n'


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def family(folder: Path, name: str = "mine") -> Family:
    found = load_declarations([folder]).get(name)
    assert found is not None
    return found


# the mistake → what the message says, and the line it names
MISTAKES: list[tuple[str, str, int]] = [
    (HEAD + "\n[recognize]\nany = ['x']\n", "unknown key 'recognize'.*Did you mean 'recognise'", 4),
    (HEAD + "\n[recognise]\npriority = 1\nrequird = ['x']\n", "unknown key 'recognise.requird'.*'required'", 6),
    (HEAD + "[fields.time]\nname = ['時間']\n", "fields.time.name.*'names'", 4),
    (HEAD + "[headings]\nx = { role = 'resolution', names = ['決議'] }\n", "resolution.*Did you mean 'resolutions'", 4),
    (HEAD + "[headings.x]\nnames = ['決議']\n", "'headings.x.role' is missing", 3),
    (HEAD + "[dispositions.delisted]\nphrases = ['解列']\n", "delisted.*'delist'", 3),
    (HEAD + "levels = [\n  ['formal'],\n  ['hann'],\n]\n", "'hann'.*'han'", 3),
    (
        HEAD + "[fields]\ntime = { names = ['時間'] }\nvenue = { names = ['地點', '時 間'] }\n",
        "'時 間' is given twice",
        5,
    ),
    (HEAD + "[title]\npatterns = [\n  'a',\n  '(unclosed',\n]\n", "'\\(unclosed'.*regular expression", 6),
    (HEAD + "[title]\npatterns = [\n  'a',\n  '(甲+)+',\n]\n", "repeat stands inside a repeat", 6),
    (HEAD + "[cases]\nbefore = ['{wrods}']\n", "no words \\{wrods\\}", 4),
    (HEAD + "[title]\npatterns = ['{gruop}']\n", "no words \\{gruop\\}.*Did you mean 'group'", 4),
    (HEAD + "[title]\npatterns = ['(?P<yaer>{year})年']\n", "the group 'yaer'.*Did you mean 'year'", 4),
    (HEAD + "city_marks = ['.{2}市:']\n", "the group 'city' is missing", 3),
    (
        HEAD + "[guards.negation]\ntouching = ['不']\n[dispositions.add]\nguards = ['negatoin']\n",
        "no guard 'negatoin'.*Did you mean 'negation'",
        6,
    ),
    (
        HEAD + "[recognise]\ncolumns = ['nmae']\n[table.columns.name]\ntitles = ['案名']\n",
        "no column 'nmae'.*Did you mean 'name'",
        4,
    ),
    (HEAD + "[recognise]\nrequired = '議會'\n", "recognise.required: a list belongs here", 4),
    (HEAD + "[recognise]\npriority = 'high'\n", "recognise.priority: a number belongs here", 4),
    (HEAD + "[table.columns]\nname = ['案名']\n", "table.columns.name: a table belongs here", 4),
    (HEAD + "[table.columns.'主辦機關']\ntitles = ['主辦機關']\n", "a key is written in small letters", 3),
    (HEAD + "[recognise]\nrequired = ['']\n", "an empty text is no pattern", 4),
    (HEAD + "[groups]\n'交通組' = ['運輸組']\n'運輸組' = []\n", "'運輸組' is given twice", 5),
    ('version = 2\nkind = "minutes"\n', "version", 1),
    ('version = 1\nkind = "protocol"\n', "protocol.*Known are: base, minutes, table", 2),
    (HEAD + 'extends = "comon"\n', "no declaration 'comon'", 3),
    (HEAD + "priority = \n", "no TOML", 3),
    (HEAD + '[recognise]\nrequired = ["\\d"]\n', "no TOML.*single ones", 4),
]


@pytest.mark.parametrize(("text", "said", "line"), MISTAKES, ids=[m[1] for m in MISTAKES])
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, said: str, line: int) -> None:
    path = write(tmp_path, "mine", text)
    with pytest.raises(DeclarationError) as error:
        load_declarations([tmp_path])
    error.match(f"(?s){said}")
    assert error.value.where == f"{path}:{line}"


def test_a_phrase_given_twice_names_both_places(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "mine",
        HEAD + "[dispositions.add]\nphrases = ['同意']\n[dispositions.delist]\nphrases = [\n '同 意']\n",
    )
    with pytest.raises(DeclarationError) as error:
        load_declarations([tmp_path])
    assert error.value.where == f"{path}:7"
    assert f"{path}:4" in error.value.message


def test_a_phrase_that_is_inherited_is_told_where_it_is_given_again(tmp_path: Path) -> None:
    base = write(tmp_path, "base", 'version = 1\nkind = "base"\n[dispositions.withdraw]\nphrases = ["撤案"]\n')
    path = write(tmp_path, "mine", HEAD + 'extends = "base"\n[dispositions.delist]\nphrases = ["撤案"]\n')
    with pytest.raises(DeclarationError) as error:
        load_declarations([tmp_path])
    assert error.value.where == f"{path}:5"
    assert f"{base}:4" in error.value.message


def test_a_mistake_in_what_is_inherited_is_told_where_it_stands(tmp_path: Path) -> None:
    base = write(tmp_path, "base", 'version = 1\nkind = "base"\n[cases]\nbefore = ["有關"]\njoins = ["(及"]\n')
    write(tmp_path, "mine", HEAD + 'extends = "base"\n')
    with pytest.raises(DeclarationError) as error:
        load_declarations([tmp_path])
    assert error.value.where == f"{base}:5"


def test_a_circle_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "a", HEAD + 'extends = "b"\n')
    write(tmp_path, "b", HEAD + 'extends = "a"\n')
    with pytest.raises(DeclarationError, match="extends itself"):
        load_declarations([tmp_path])


BASE = """
version = 1
kind = "base"
nothing = ['無']
[recognise]
required = ['甲']
[fields]
time = { names = ['時間'] }
venue = { names = ['地點'] }
[cases]
joins = ['及']
[words]
keep = ['持續']
"""


def test_tables_merge_and_lists_are_put_in_front(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE)
    write(tmp_path, "mine", HEAD + 'extends = "base"\n[fields]\ntime = { names = ["日期"] }\n[cases]\njoins = ["與"]\n')
    rule = family(tmp_path).rule
    assert rule.fields["time"].names == ["日期", "時間"]
    assert rule.fields["venue"].names == ["地點"]
    assert rule.cases.joins == ["與", "及"]
    assert rule.nothing == ["無"]


def test_how_a_family_is_recognised_is_not_inherited(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE)
    write(tmp_path, "mine", HEAD + 'extends = "base"\n[recognise]\nany = ["乙"]\n')
    assert family(tmp_path).rule.recognise.required == []


def test_what_is_dropped_is_gone_here_and_nowhere_else(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE)
    write(tmp_path, "mine", HEAD + 'extends = "base"\ndrop = ["fields.venue", "nothing"]\n')
    write(tmp_path, "other", HEAD + 'extends = "base"\n')
    declarations = load_declarations([tmp_path])
    mine, other = declarations.get("mine"), declarations.get("other")
    assert mine is not None
    assert other is not None
    assert (list(mine.rule.fields), mine.rule.nothing) == (["time"], [])
    assert (list(other.rule.fields), other.rule.nothing) == (["time", "venue"], ["無"])


def test_dropping_what_is_not_there_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE)
    path = write(tmp_path, "mine", HEAD + 'extends = "base"\ndrop = ["fields.venues"]\n')
    with pytest.raises(DeclarationError, match=r"'fields\.venues'.*Did you mean 'venue'") as error:
        load_declarations([tmp_path])
    assert error.value.where == f"{path}:4"


def test_an_earlier_folder_replaces_by_name_and_adds(tmp_path: Path) -> None:
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    own.mkdir()
    shipped.mkdir()
    write(shipped, "base", BASE)
    write(shipped, "mine", HEAD + 'summary = "old"\n')
    write(own, "mine", HEAD + 'summary = "new"\nextends = "base"\n')
    write(own, "more", HEAD)
    declarations = load_declarations([own, shipped])
    assert declarations.names == ("mine", "more")
    mine = declarations.get("mine")
    assert mine is not None
    assert (mine.rule.summary, list(mine.rule.fields)) == ("new", ["time", "venue"])


def test_groups_keep_the_platforms_order_and_later_ones_follow(tmp_path: Path) -> None:
    write(tmp_path, "base", BASE + "[groups]\n'交通組' = []\n'災防組' = []\n")
    write(tmp_path, "mine", HEAD + "extends = 'base'\n[groups]\n'青年組' = ['青年事務組']\n'交通組' = ['運輸組']\n")
    declarations = load_declarations([tmp_path])
    assert list(declarations.groups()) == ["交通組", "災防組", "青年組"]
    assert declarations.groups()["交通組"] == ("運輸組",)
    mine = declarations.get("mine")
    assert mine is not None
    assert mine.groups.find("運 輸 組") == "交通組"


def test_the_program_names_no_heading_phrase_or_group() -> None:
    words = ("會議決議", "產業民生組", "解列")
    found = [p for p in (ROOT / "src").rglob("*.py") for w in words if w in p.read_text(encoding="utf-8")]
    assert found == []


def test_the_built_in_declarations_load(declarations: object) -> None:
    assert declarations


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,6}|組[一二三]", fullmatch=True)
STRINGS = st.text(alphabet="ab'\"\\n\n\t臺（{}", max_size=8).filter(bool)
PLAIN = st.one_of(STRINGS, st.booleans(), st.integers(), st.lists(STRINGS, min_size=1, max_size=3))
TABLES = st.recursive(
    st.dictionaries(NAMES, PLAIN, min_size=1, max_size=3),
    lambda inner: st.dictionaries(
        NAMES, st.one_of(PLAIN, inner, st.lists(inner, min_size=1, max_size=2)), min_size=1, max_size=3
    ),
    max_leaves=6,
)


@given(TABLES)
def test_what_is_written_as_toml_reads_back(data: dict[str, object]) -> None:
    assert tomllib.loads(dumps(data)) == data


def test_lines_of_keys_and_strings() -> None:
    lines = TomlLines(
        "a = 1\n\n[b.c]\nd = [\n  'x',\n  'y',\n]\n[[e]]\nf = '''\nlong\n'''\n[[e]]\nf = 2\n'臺 北' = 3\ng.h = 4\n"
    )
    assert lines.line(("a",)) == 1
    assert lines.line(("b", "c", "d")) == 4
    assert lines.line_of_string(("b", "c", "d"), "y") == 6
    assert lines.line(("e", 1, "f")) == 13
    assert lines.line(("e", 1, "臺 北")) == 14
    assert lines.line(("e", 1, "g", "h")) == 15
    assert lines.line(("b", "c", "missing")) == 3
    assert lines.line(("missing",)) is None
