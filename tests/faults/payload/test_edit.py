"""The vocabulary of edits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.faults.payload.edit import CALL, TEXT, Call, Edit, Place, cut


def test_an_edit_that_overrides_nothing_changes_nothing() -> None:
    edit, call = Edit(), Call("call_1", "f", "{}")
    assert edit.text(Place(), "x") == "x"
    assert list(edit.rest(Place())) == []
    assert edit.closing(0, [call]) == [call]
    assert edit.reason(0, "stop") == "stop"
    assert edit.keeps(TEXT)
    assert edit.keeps(CALL)
    assert not edit.closes


@given(st.text(), st.integers(0, 20))
def test_pieces_are_the_text(text: str, pieces: int) -> None:
    made = cut(text, pieces)
    assert "".join(made) == text
    assert len(made) <= max(pieces, 1)
    assert all(made)


def test_arguments_are_parsed_where_they_are_json() -> None:
    assert Call(None, "f", '{"a": 1}').value == {"a": 1}
    assert Call(None, "f", '{"a"').value is None
