"""How alike two names are, and what forbids taking them for one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.errors import DeclarationError
from kbbt.register.glyphs import radical, written_alike
from kbbt.register.names import Likeness, compare, series_of, take_apart
from kbbt.register.words import Words
from kbbt.resources import builtin
from tests.register.build import WORDS


def like(a: str, b: str, *others: str) -> Likeness:
    series = series_of([a, b, *others])
    return compare(take_apart(a, WORDS, series), take_apart(b, WORDS, series), WORDS)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("電競產業推動合作", "電競產業推動合作案"),
        ("智慧農(漁)業場域交流", "智慧農（漁）業場域交流"),
        ("跨區公車轉乘優惠", "「跨區公車轉乘優惠」"),
        ("台北市聯合稽查計畫", "臺北市聯合稽查計畫"),
        ("長照人力培訓", "長照人力培訓(共同議題—「氣候變遷」)"),
        ("基北北桃公車轉乘優惠", "北北基桃公車轉乘優惠"),
        ("四市公車轉乘優惠", "公車轉乘優惠"),
    ],
)
def test_names_that_differ_in_nothing_that_matters(a: str, b: str) -> None:
    assert like(a, b).same


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [
        ("捷運延伸線第1期工程", "捷運延伸線第2期工程", "number"),
        ("捷運延伸線第一期工程", "捷運延伸線第二期工程", "number"),
        ("環狀線北環段工程", "環狀線南環段工程", "contrast"),
        ("跨縣市國小體育交流", "跨縣市國中體育交流", "contrast"),
        ("臺北市轉運站興建", "桃園市轉運站興建", "place"),
        ("雙北轉運站興建", "北桃轉運站興建", "place"),
        ("捷運萬大線(臺北市段)", "捷運萬大線(新北市段)", "remark"),
        ("福德路177巷拓寬", "福德路179巷拓寬", "number"),
        ("TOD都市發展經驗交流", "BRT都市發展經驗交流", "Latin word"),
    ],
)
def test_names_that_only_look_alike(a: str, b: str, why: str) -> None:
    found = like(a, b)
    assert found.veto == why
    assert found.score >= 60, "without the veto these would be taken for one"


def test_the_same_words_in_another_order() -> None:
    assert like("青創合作交流", "青創交流合作").manner == "order"
    assert like("建立跨區服務就業平臺", "建立跨區就業服務平臺").manner == "order"
    assert like("第12次聯合演習交流", "第21次聯合演習交流").veto == "number"


def test_characters_written_alike() -> None:
    assert like("山區捕獸鉗及山豬吊清除", "山區捕獸鋏及山豬吊清除").manner == "glyph"
    assert like("跨縣市公車轉乘優惠", "跨縣市火車轉乘優惠").manner == "other"


def test_the_common_first_part_of_a_series_does_not_make_names_alike() -> None:
    plan = "美國關稅衝擊應變方案-"
    assert like(f"{plan}共享監測資訊", f"{plan}擴大市場採購").score < 40
    found = like(f"{plan}共享監測資訊", "共享監測資訊", f"{plan}擴大市場採購")
    assert found.score == 100
    assert found.left_out == ("series",)


def test_years_that_differ_are_told() -> None:
    found = like("113年度四市聯合行銷案", "114年度四市聯合行銷案")
    assert found.years
    assert found.score == 100
    assert not found.same


def test_a_remark_that_names_a_part_counts() -> None:
    assert "remark" in like("捷運民汐線", "捷運民汐線(臺北市段)").left_out


@given(
    st.text("基北桃雙四市一二第12期(案)-公車轉乘優惠鉗鋏", max_size=14),
    st.text("基北桃雙四市一二第12期(案)-公車轉乘優惠鉗鋏", max_size=14),
)
def test_comparing_is_symmetric_and_never_fails(a: str, b: str) -> None:
    one, two = like(a, b), like(b, a)
    assert (one.score, one.veto, one.same, sorted(one.left_out)) == (
        two.score,
        two.veto,
        two.same,
        sorted(two.left_out),
    )
    assert like(a, a).same
    assert like(a, a).score == 100


def test_radicals() -> None:
    assert [radical(c) for c in "一金鉗鋏銹龠"] == [1, 167, 167, 167, 167, 214]
    assert radical("A") is None
    assert radical("\ue000") is None
    assert written_alike("\ue000", "\ue000")
    assert not written_alike("公", "火")


def test_words_are_checked(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no list 'sufixes'"):
        Words.of({"sufixes": ["案"]})
    with pytest.raises(DeclarationError, match="places must be a list"):
        Words.of({"places": ["臺北"]})
    with pytest.raises(DeclarationError, match="suffixes must be a list"):
        Words.of({"suffixes": "案"})
    assert Words.of({}).contrasting("一", "二")
    (tmp_path / "phrases").mkdir()
    path = tmp_path / "phrases" / "names.toml"
    path.write_text("suffixes = [案]", encoding="utf-8")
    with pytest.raises(DeclarationError, match="no TOML") as wrong:
        Words.load([tmp_path])
    assert wrong.value.where == str(path)
    path.write_text('suffixs = ["案"]', encoding="utf-8")
    with pytest.raises(DeclarationError) as wrong:
        Words.load([tmp_path])
    assert wrong.value.where == str(path)


def test_an_own_folder_replaces_lists_and_adds_cities(tmp_path: Path) -> None:
    own, built_in = tmp_path / "own", tmp_path / "in"
    for folder in (own, built_in):
        (folder / "phrases").mkdir(parents=True)
    (built_in / "phrases" / "names.toml").write_text('suffixes = ["案"]\neveryone = ["四市"]', encoding="utf-8")
    (built_in / "common.toml").write_text('[cities]\n"臺北市" = ["臺北", "北.?市"]', encoding="utf-8")
    (own / "phrases" / "names.toml").write_text('suffixes = ["乙案"]', encoding="utf-8")
    (own / "central.toml").write_text('[cities]\n"臺中市" = ["臺中"]', encoding="utf-8")
    words = Words.load([own, built_in])
    assert (words.suffixes, words.everyone) == (("乙案",), ("四市",))
    assert sorted(words.places) == [("臺中市", "臺中"), ("臺北市", "臺北")]


def test_what_comes_with_the_program_knows_the_platforms_words() -> None:
    words = Words.load([builtin("parsers")])
    assert words.suffixes == ("案",)
    assert ("臺北市", "臺北", "北市") in words.places
    assert words.contrasting("南", "北")
