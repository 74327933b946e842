"""What the writer of a declaration has at hand: list, show, check, draft, and golden records."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from kbbt.errors import DeclarationError
from kbbt.parsing import Declarations, explain, load_declarations, parse
from kbbt.parsing.authoring import as_toml, check_declaration, list_declarations, remarks
from kbbt.parsing.draft import draft_declaration
from kbbt.parsing.goldens import SUFFIX, run_goldens
from kbbt.parsing.model import Declaration
from kbbt.parsing.reference import reference

from . import documents, test_examples
from .conftest import ROOT, document

PARSERS = ROOT / "parsers"
EXAMPLES = ROOT / "docs" / "examples"


@pytest.mark.parametrize(
    "path", sorted(PARSERS.glob("*.toml")) + sorted(EXAMPLES.glob("parsers/*.toml")), ids=lambda p: p.stem
)
def test_every_declaration_is_sound_and_nothing_looks_odd(path: Path) -> None:
    family, found = check_declaration(path, [PARSERS])
    assert family.name == path.stem
    assert family.rule.summary
    assert [f.split(":")[0] for f in found] == KNOWN.get(path.stem, [])


KNOWN = {
    # such tables have none; the checks say it of each document, and the officer may give a date
    "bills-table": ["there is neither a field date nor a group date in the title"],
    "suggestions-table": ["there is no column text"],
}


def test_what_looks_like_an_oversight(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("version = 1\nkind = 'table'\n[words]\nkeep = ['持續']\n", encoding="utf-8")
    _, found = check_declaration(path, [])
    assert [f.split(":")[0] for f in found] == [
        "recognise has no marks",
        "title.patterns is empty",
        "there is no column name",
        "there is no column text",
        "there is neither a field date nor a group date in the title",
        "no pattern uses the words {keep}",
    ]


def test_a_file_is_checked_with_what_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("version = 1\nkind = 'base'\n[groups]\n'甲組' = []\n", encoding="utf-8")
    (tmp_path / "broken.toml").write_text("version = ", encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text("version = 1\nkind = 'minutes'\nextends = 'base'\n", encoding="utf-8")
    family, _ = check_declaration(path, [])
    assert family.groups.find("甲組")
    path.write_text("version = 1\nkind = 'minutes'\nextends = 'broken'\n", encoding="utf-8")
    with pytest.raises(DeclarationError, match="no TOML"):
        check_declaration(path, [])


def test_the_list_says_what_replaces_what(tmp_path: Path) -> None:
    shutil.copy(PARSERS / "working-group-minutes.toml", tmp_path)
    folders = [tmp_path, PARSERS]
    listed = {one.name: one for one in list_declarations(load_declarations(folders), folders)}
    assert listed["working-group-minutes"].path == tmp_path / "working-group-minutes.toml"
    assert listed["working-group-minutes"].replaces == PARSERS / "working-group-minutes.toml"
    assert listed["status-report"].replaces is None
    assert listed["status-report"].extends == "four-cities"


def test_a_declaration_shown_in_full_stands_by_itself(declarations: Declarations, tmp_path: Path) -> None:
    for name in declarations.names:
        family = declarations.get(name)
        assert family is not None
        (tmp_path / f"{name}.toml").write_text(as_toml(family), encoding="utf-8")
    shown = load_declarations([tmp_path])
    for name in declarations.names:
        family, again = declarations.get(name), shown.get(name)
        assert family is not None
        assert again is not None
        alone = family.rule.model_copy(update={"extends": None, "drop": []})
        assert again.rule == alone


DRAFTED = {
    "deputy mayors": documents.DEPUTY_MAYORS,
    "transport": documents.TRANSPORT,
    "health": documents.HEALTH,
    "rulings": documents.RULINGS,
    "council": test_examples.COUNCIL,
    "legislature": test_examples.LEGISLATURE,
    "suggestions": test_examples.SUGGESTIONS,
    "ndc": test_examples.NDC,
    "bills": test_examples.BILLS,
    "nothing known": "某某紀錄\n甲、主題：乙\n",
    "empty": "",
}


@pytest.mark.parametrize("name", DRAFTED)
def test_a_draft_loads_and_claims_its_document(name: str, declarations: Declarations, tmp_path: Path) -> None:
    doc = document(DRAFTED[name])
    path = tmp_path / "drafted.toml"
    path.write_text(draft_declaration(doc, declarations, name=f"{name}.pdf"), encoding="utf-8")
    drafted, _ = check_declaration(path, [PARSERS])
    claim = next(c for c in explain(doc, load_declarations([tmp_path, PARSERS])) if c.name == "drafted")
    assert claim.claims == (name != "empty")
    if name not in ("empty", "nothing known"):
        assert drafted.titles
        source = parse(doc, load_declarations([tmp_path, PARSERS]), source="", name="x", parser="drafted")
        assert (source.reports or source.meetings)[0].title


def test_a_draft_lists_only_what_the_shared_declaration_does_not_know(declarations: Declarations) -> None:
    text = documents.DEPUTY_MAYORS.replace("伍、主席致詞：（略）", "伍、頒獎：\n頒發感謝狀。\n陸、承辦窗口：某科")
    drafted = tomllib.loads(draft_declaration(document(text), declarations))
    assert drafted["extends"] == "common"
    assert [f["names"] for f in drafted["fields"].values()] == [["承辦窗口"]]
    assert [h["names"] for h in drafted["headings"].values()] == [["頒獎"]]


TRACKING = """
北方區域委員會第 68 次會議列管案件辦理情形一覽表
資料截止日：104.03.31
| 編號 | 會議日期 | 合作案名 | 截至本季情形 | 建議 | < | 備註 |
| ^ | ^ | ^ | ^ | 續管 | 除管 | ^ |
| 1 | 104.03.05 | 自行車道路網整合 | 已完成福隆至頭城段並辦理驗收。 | ☑ | □ | |
| 2 | 104.03.05 | 北方好玩卡 | 發行 12 萬張，計畫已於二月底結束。 | □ | ☑ | |
"""


def test_a_draft_guesses_what_a_table_needs(declarations: Declarations, tmp_path: Path) -> None:
    text = draft_declaration(document(TRACKING), declarations)
    drafted = tomllib.loads(text)
    assert drafted["title"]["patterns"][0].startswith("(?P<platform>北方區域委員會)第")
    assert drafted["fields"] == {"date": {"names": ["資料截止日"]}}
    assert drafted["table"]["columns"] == {
        "column-1": {"titles": ["會議日期"]},
        "name": {"titles": ["合作案名"]},
        "text": {"titles": ["截至本季情形"]},
        "column-4": {"titles": ["續管"], "tick": "continue"},
        "column-5": {"titles": ["除管"], "tick": "delist"},
    }
    (tmp_path / "drafted.toml").write_text(text, encoding="utf-8")
    report = parse(document(TRACKING), load_declarations([tmp_path, PARSERS]), source="", name="x").reports[0]
    assert [(e.name, e.disposition) for e in report.groups[0].entries] == [
        ("自行車道路網整合", "continue"),
        ("北方好玩卡", "delist"),
    ]


def test_a_draft_stands_in_front_of_what_claims_its_document(declarations: Declarations, tmp_path: Path) -> None:
    (tmp_path / "drafted.toml").write_text(
        draft_declaration(document(documents.TRANSPORT), declarations), encoding="utf-8"
    )
    families = load_declarations([tmp_path, PARSERS])
    assert parse(document(documents.TRANSPORT), families, source="", name="x").family == "drafted"


def test_a_draft_takes_what_is_said_again_and_again_for_a_part(declarations: Declarations) -> None:
    text = "某某市議會質詢答復\n" + "".join(f"質詢：第{n}題\n提案{n} 提案單位：甲\n答復：好\n" for n in "一二")
    drafted = tomllib.loads(draft_declaration(document(text), declarations))
    assert [p["names"] for p in drafted["parts"].values()] == [["質詢"], ["答復"]]
    assert "fields" not in drafted


def test_a_draft_of_a_table_names_its_columns(declarations: Declarations) -> None:
    drafted = tomllib.loads(draft_declaration(document(test_examples.SUGGESTIONS), declarations))
    assert drafted["kind"] == "table"
    titles = [t for c in drafted["table"]["columns"].values() for t in c["titles"]]
    assert titles == [
        "議員姓名",
        "建議項目及內容",
        "建議地點",
        "建議金額",
        "核定金額",
        "經費支用科目",
        "招標方式",
        "得標廠商",
    ]
    assert "(?P<date>" in drafted["title"]["patterns"][0]


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    shutil.copytree(EXAMPLES / "documents", folder)
    return folder


@pytest.fixture(scope="module")
def families() -> Declarations:
    return load_declarations([EXAMPLES / "parsers", PARSERS])


def test_the_example_documents_are_as_their_golden_records_say(families: Declarations) -> None:
    found = run_goldens(EXAMPLES / "documents", families)
    assert [(g.document.name, g.status, g.diff) for g in found] == [
        ("council-minutes.txt", "same", ()),
        ("ndc-minutes.txt", "same", ()),
        ("region-minutes.txt", "same", ()),
        ("status-with-columns.txt", "same", ()),
        ("tracking-table.html", "same", ()),
        ("village-suggestions.md", "same", ()),
    ]


def test_a_difference_is_shown_and_written_on_demand(examples: Path, families: Declarations) -> None:
    golden = examples / f"ndc-minutes.txt{SUFFIX}"
    before = golden.read_text(encoding="utf-8")
    golden.write_text(before.replace("第一會議室", "第二會議室"), encoding="utf-8")
    (examples / f"status-with-columns.txt{SUFFIX}").unlink()
    found = {g.document.name: g for g in run_goldens(examples, families)}
    assert [found[f"{n}.txt"].status for n in ("council-minutes", "ndc-minutes", "status-with-columns")] == [
        "same",
        "different",
        "missing",
    ]
    changed = [line for line in found["ndc-minutes.txt"].diff if line[:1] in "+-" and "會議室" in line]
    assert [("第二" in line, line[0]) for line in changed] == [(True, "-"), (False, "+")]
    assert not found["ndc-minutes.txt"].is_good
    written = [g.document.stem for g in run_goldens(examples, families, update=True) if g.status == "written"]
    assert written == ["ndc-minutes", "status-with-columns"]
    assert golden.read_text(encoding="utf-8") == before
    assert all(g.is_good and g.status == "same" for g in run_goldens(examples, families))


def test_one_bad_document_does_not_stop_the_others(examples: Path, families: Declarations) -> None:
    (examples / "a-contract.txt").write_text("採購契約\n", encoding="utf-8")
    (examples / f"gone.pdf{SUFFIX}").write_text("{}", encoding="utf-8")
    found = {g.document.name: g for g in run_goldens(examples, families)}
    assert found["a-contract.txt"].status == "failed"
    assert "no declaration knows" in found["a-contract.txt"].message
    assert found["gone.pdf"].status == "failed"
    assert found["ndc-minutes.txt"].status == "same"


def test_a_read_me_is_no_document_and_markdown_is(examples: Path, families: Declarations) -> None:
    (examples / "README.md").write_text("Documents.\n", encoding="utf-8")
    (examples / f"village-suggestions.md{SUFFIX}").unlink()
    found = {g.document.name: g.status for g in run_goldens(examples, families)}
    assert "README.md" not in found
    assert found["village-suggestions.md"] == "missing"


def test_golden_records_hold_meaning_and_not_layout() -> None:
    data = json.loads((EXAMPLES / "documents" / f"status-with-columns.txt{SUFFIX}").read_text(encoding="utf-8"))
    entries = [e for g in data["reports"][0]["groups"] for e in g["entries"]]
    assert [(e["name"], e["disposition"], e["fields"]["due"]) for e in entries] == [
        ("吉林街拓寬案", "delist", "114年5月"),
        ("捷運三鶯線延伸八德段", "continue", "120年12月"),
        ("聯合救災演練", "continue", "114年10月"),
    ]
    assert "places" not in json.dumps(data)


def test_the_reference_in_the_docs_is_that_of_the_model() -> None:
    page = (ROOT / "docs" / "parsers.md").read_text(encoding="utf-8")
    assert page.endswith(reference())
    for name in Declaration.model_fields:
        assert f"| `{name}` |" in page


def test_remarks_want_no_time_of_a_table(declarations: Declarations) -> None:
    family = declarations.get("status-report")
    assert family is not None
    assert remarks(family) == []
