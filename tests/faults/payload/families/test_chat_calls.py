"""Tool calls in chat completions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.faults.payload.edit import Call
from fakeai_proxy.faults.payload.families.chat_calls import Gathered, call_of, wire_call, wire_deltas

CALLS = st.builds(
    Call,
    st.text(min_size=1),
    st.text(min_size=1),
    st.text(),
    st.booleans(),
    st.integers(1, 5),
    st.just({"extra": [1]}),
)


@settings(max_examples=30)
@given(CALLS)
def test_there_and_back(call: Call) -> None:
    assert call_of(wire_call(call), call.pieces) == call


@settings(max_examples=30)
@given(st.lists(CALLS, max_size=4))
def test_deltas_put_together_are_the_calls(calls: list[Call]) -> None:
    gathered = Gathered()
    for index, call in enumerate(calls):
        for delta in wire_deltas(index, call):
            gathered.feed([delta])
    again = gathered.calls()
    assert [wire_call(call) for call in again] == [wire_call(call) for call in calls]
    assert all(made.pieces <= call.pieces for made, call in zip(again, calls, strict=True))
    assert gathered.calls() == []


def test_without_an_id_there_is_none() -> None:
    assert "id" not in wire_call(Call(None, "f", "{}"))


def test_odd_deltas_are_no_error() -> None:
    gathered = Gathered()
    gathered.feed(None)
    gathered.feed([3, {"index": 0}, {"index": 0, "function": None, "id": None}])
    assert gathered.calls() == [Call(None, "", "", pieces=0)]
