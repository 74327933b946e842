"""Minutes of other groups, in other hands' words, through every stage: the same cases, and what became of them."""

from __future__ import annotations

import pytest

from kbbt.records import Case
from kbbt.store.knowledge import Knowledge
from tests.views.reading import known_from

HEALTH = (
    """113 年度「基北北桃合作交流平臺」衛生社福組第 1 次工作小組會議紀錄
壹、開會時間：113 年 3 月 6 日(星期三)上午 10 時
貳、地點：桃園市政府衛生局
參、主席：桃園市政府衛生局 劉副局長
肆、紀錄：王小明
伍、討論事項：
案由一：感染管制課程案，提請討論。
說明：112年已辦理3場。
決議：繼續列管，請桃園市於第3季辦理。
案由二：三、四級毒品裁罰講習多元方案，提請討論。
說明：業務已常態化。
決議：同意解除列管。
案由三：照顧管理人員及A個管資格訓練，提請討論。
決議：請各市研議後再議，暫不解除列管。
陸、臨時動議：無
柒、散會：上午 11 時 30 分
""",
    """113 年度「基北北桃合作交流平臺」衛生社福組第 2 次工作小組會議紀錄
壹、時間：113 年 6 月 5 日(三)上午 10 時
貳、地點：線上
參、主持人：臺北市政府衛生局 陳副局長
肆、紀錄：李小華
伍、主席裁示：
一、持續列管案（2案）：
(一)感染管制教育課程：請持續辦理。
(二)「照顧管理人員及Ａ個管資格訓練」：本案俟下次副首長會議提請解列。
二、新增提案（2案）：
(一)愛心待用餐交流計畫案：同意列入列管。
(二)原「心理衛生中心參訪」更名為「社區心理衛生中心網絡合作」：於下次副首長會議提案列管。
陸、散會：上午 11 時
""",
    """「基北北桃合作交流平臺」合作方案辦理情形
資料時間：113年7月11日
(一)交通組
方案名稱	最新辦理情形
感染管制課程	與衛生社福組同名。
(二)衛生社福組
方案名稱	最新辦理情形
感染管制課程	已辦理4場。
愛心待用餐交流計畫	113年7月11日第3次副市長層級會議同意新增。
三、四級毒品裁罰講習多元方案	113年7月11日第3次副市長層級會議同意解列。
""",
)


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return known_from(HEALTH)


def case(known: Knowledge, name: str, group: str = "衛生社福組") -> Case:
    found = [c for c in known.register.cases if c.group == group and any(a.name == name for a in c.aliases)]
    assert len(found) == 1
    return found[0]


def test_no_case_is_there_twice(known: Knowledge) -> None:
    assert len(known.register.cases) == 6
    assert known.register.questions == []


def test_a_word_put_in_and_left_out_again_is_the_same_case(known: Knowledge) -> None:
    names = [alias.name for alias in case(known, "感染管制教育課程").aliases]
    assert names == ["感染管制課程案", "感染管制教育課程", "感染管制課程"]
    assert case(known, "感染管制課程", "交通組").id != case(known, "感染管制教育課程").id


def test_what_became_of_each(known: Knowledge) -> None:
    assert {c.name: (c.status, c.basis) for c in known.register.cases if c.group == "衛生社福組"} == {
        "感染管制課程": ("tracked", "stated"),
        "三、四級毒品裁罰講習多元方案": ("delisted", "stated"),
        "照顧管理人員及Ａ個管資格訓練": ("delisted", "inferred"),
        "愛心待用餐交流計畫": ("tracked", "stated"),
        "社區心理衛生中心網絡合作": ("proposed", "stated"),
    }


def test_a_stated_change_of_name(known: Knowledge) -> None:
    assert case(known, "心理衛生中心參訪").id == case(known, "社區心理衛生中心網絡合作").id
