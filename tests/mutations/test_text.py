from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.faults.payload.edit import Place
from fakeai_proxy.mutations.text import Replacing
from tests.faults.payload.answers import APIS, Answer, Api
from tests.faults.payload.played import stream_steps
from tests.playbook import play

from .played import both, passed


@pytest.mark.parametrize("api", APIS)
def test_a_match_may_lie_across_events(api: Api) -> None:
    made = both({"type": "text", "pattern": "quick (b)rown", "replace": r"\1lack"}, Answer(), api)
    assert made.text == "The black fox jumps."


@settings(max_examples=50)
@given(
    st.lists(st.text("ab \n", max_size=4), max_size=12),
    st.sampled_from(["ab", r"\bb+", "a{1,3}", "^a", r"b(?= )|\n"]),
)
def test_wherever_a_text_is_cut(pieces: list[str], pattern: str) -> None:
    edit = Replacing(re.compile(pattern), r"<\g<0>>", 64)
    made = "".join([*(edit.text(Place(), piece) for piece in pieces), *edit.rest(Place())])
    assert made == re.sub(pattern, r"<\g<0>>", "".join(pieces))


def test_no_more_is_held_than_the_window() -> None:
    edit = Replacing(re.compile("needle"), "pin", 6)
    said = [edit.text(Place(), piece) for piece in ("hay ", "hay ne", "edle hay", " hay hay")]
    assert said[:2] == ["", "hay "]
    assert "".join([*said, *edit.rest(Place())]) == "hay hay pin hay hay hay"


@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(
    ("template", "text"), [("{model}: «{text}»", f"m: «{Answer().text}»"), ("{ordinal} times", "0 times")]
)
def test_a_template(api: Api, template: str, text: str) -> None:
    assert both({"type": "text", "template": template}, Answer(), api).text == text


def test_a_piece_follows_a_piece() -> None:
    events = Answer(words=("aaaa",) * 10).streamed("chat")
    mutation = {"type": "text", "pattern": "z", "window": 1}
    assert len(play(passed(mutation, stream_steps(events))[0])) == len(events) + 2
