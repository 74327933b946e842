"""Canonical JSON: readable, and the same bytes after reading and writing again."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt import jsonio
from kbbt.records import Place, Source
from tests.store.making import table

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"))
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
)


@given(values)
def test_loading_and_dumping_gives_the_same_bytes(value: object) -> None:
    data = jsonio.dump_bytes(value)
    assert json.loads(data) == value
    assert jsonio.dump_bytes(json.loads(data)) == data


def test_records_come_back() -> None:
    source = table("甲.pdf", {"捷運": "施工中", "公車": '\u2028 \\ " \x00 𠮷 \ue000'})
    data = jsonio.dump_bytes(source)
    again = Source.model_validate_json(data)
    assert again == source
    assert jsonio.dump_bytes(again) == data


def test_it_is_made_for_people() -> None:
    text = jsonio.dumps(
        {"name": "捷運", "places": [Place(page=3, box=(1.0, 2.5, 3.0, 4.0))], "text": "長" * 90, "none": []}
    )
    assert text == (
        '{\n "name": "捷運",\n "places": [{"page": 3, "box": [1.0, 2.5, 3.0, 4.0]}],\n'
        ' "text": "' + "長" * 90 + '",\n "none": []\n}'
    )


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "a\ud800b", {"\udfff": 1}])
def test_what_json_cannot_hold_is_refused(bad: object) -> None:
    with pytest.raises(ValueError, match=r"JSON|surrogate"):
        jsonio.dumps([bad])
