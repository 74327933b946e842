"""Which family claims a document, and what is said when none does or two do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbbt.errors import ExitCode, NoParserError
from kbbt.parsing import Declarations, explain, load_declarations, parse

from . import documents
from .conftest import ROOT, document


def test_each_family_claims_its_own(declarations: Declarations) -> None:
    for text, name in (
        (documents.DEPUTY_MAYORS, "deputy-mayors-minutes"),
        (documents.TRANSPORT, "working-group-minutes"),
        (documents.FORM, "working-group-minutes"),
    ):
        claims = explain(document(text), declarations)
        assert [c.name for c in claims if c.claims] == [name]
        assert claims[0].name == name


def test_none_claims(declarations: Declarations) -> None:
    with pytest.raises(NoParserError) as error:
        parse(document("採購契約\n甲方：某某\n"), declarations, source="", name="contract.pdf")
    assert error.value.exit_code == ExitCode.NO_PARSER
    assert error.value.where == "contract.pdf"
    for name in declarations.names:
        assert name in error.value.message
    assert "not found: 會議[紀記]錄" in error.value.message
    assert "--parser" in error.value.remedy


def test_a_mark_that_speaks_against_a_family_is_named(declarations: Declarations) -> None:
    claims = {c.name: c for c in explain(document(documents.DEPUTY_MAYORS), declarations)}
    assert claims["working-group-minutes"].excluding
    assert claims["status-report"].missing


def test_a_title_outweighs_another_kind_of_document_named_in_the_text(declarations: Declarations) -> None:
    deputies, group = "依113年7月11日副首長會議紀錄辦理", "詳如工作小組會議紀錄"
    for text, name in (
        (documents.TRANSPORT + f"\n{deputies}\n", "working-group-minutes"),
        (documents.DEPUTY_MAYORS + f"\n{group}\n", "deputy-mayors-minutes"),
        (
            f"「基北北桃合作交流平臺」合作方案辦理情形\n| 方案名稱 | 最新辦理情形 |\n|--|--|\n| 甲案 | {group} |\n",
            "status-report",
        ),
    ):
        assert parse(document(text), declarations, source="", name="x.pdf").family == name


def test_marks_in_the_middle_of_a_sentence_speak_against_nothing(declarations: Declarations) -> None:
    text = "各組列管案件辦理情形\n| 方案名稱 | 最新辦理情形 |\n|--|--|\n| 甲案 | 依會議紀錄辦理。 |\n"
    assert [c.name for c in explain(document(text), declarations) if c.claims] == ["status-report"]


def test_the_title_that_stands_first_decides_between_equals(tmp_path: Path) -> None:
    for name, title in (("one", "甲類會議紀錄"), ("two", "乙類會議紀錄")):
        text = f"version = 1\nkind = 'minutes'\n[recognise]\nrequired = ['會議紀錄']\n[title]\npatterns = ['{title}']\n"
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    declarations = load_declarations([tmp_path])
    source = parse(document("檢送\n\n乙類會議紀錄\n\n甲類會議紀錄"), declarations, source="", name="x.pdf")
    assert source.family == "two"


def test_a_document_that_only_talks_of_meetings_is_none(declarations: Declarations) -> None:
    text = "kbbt 會讀工作小組的會議紀錄。\n\n本平臺有八個工作小組。\n"
    with pytest.raises(NoParserError, match="nothing in it is a record") as error:
        parse(document(text), declarations, source="", name="readme.md")
    assert "--parser" in error.value.remedy
    forced = parse(document(text), declarations, source="", name="readme.md", parser="working-group-minutes")
    assert "八個工作小組" in "".join(str(m.model_dump()) for m in forced.meetings) + str(forced.problems)


def two(folder: Path, *, first: int, second: int) -> Declarations:
    for name, priority in (("one", first), ("two", second)):
        text = f"version = 1\nkind = 'minutes'\n[recognise]\npriority = {priority}\nrequired = ['會議紀錄']\n[title]\npatterns = ['會議紀錄']\n"
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_declarations([folder])


def test_two_claim_equally(tmp_path: Path) -> None:
    with pytest.raises(NoParserError, match="several") as error:
        parse(document("會議紀錄"), two(tmp_path, first=1, second=1), source="", name="x.pdf")
    assert "one: found: 會議紀錄" in error.value.message
    assert "two: found: 會議紀錄" in error.value.message


def test_priority_decides_between_two(tmp_path: Path) -> None:
    source = parse(document("會議紀錄"), two(tmp_path, first=1, second=2), source="", name="x.pdf")
    assert source.family == "two"


def test_the_name_given_decides(declarations: Declarations, tmp_path: Path) -> None:
    source = parse(document("會議紀錄"), two(tmp_path, first=1, second=1), source="", name="x.pdf", parser="one")
    assert source.family == "one"
    with pytest.raises(NoParserError, match="no parser 'tow'"):
        parse(document("會議紀錄"), two(tmp_path, first=1, second=1), source="", name="x.pdf", parser="tow")
    with pytest.raises(NoParserError, match="no parser 'common'"):
        parse(document("會議紀錄"), declarations, source="", name="x.pdf", parser="common")


def test_without_marks_a_family_claims_nothing(tmp_path: Path) -> None:
    (tmp_path / "any.toml").write_text("version = 1\nkind = 'minutes'\n", encoding="utf-8")
    assert not explain(document("會議紀錄"), load_declarations([tmp_path]))[0].claims


def test_the_engine_names_nothing_of_the_domain() -> None:
    words = ("會議決議", "產業民生組", "解列", "解除列管", "副市長", "臺北", "方案名稱", "散會")
    for path in sorted((ROOT / "src" / "kbbt").glob("*/*.py")) + sorted(
        (ROOT / "src" / "kbbt" / "parsing").glob("*.py")
    ):
        if path.parent.name != "parsing":
            continue
        code = "".join(line.split("#")[0] for line in _without_docstrings(path))
        assert not [w for w in words if w in code], path


def _without_docstrings(path: Path) -> list[str]:
    import ast

    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = ""
    return ast.unparse(tree).splitlines()
