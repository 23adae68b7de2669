import numpy as np

from fakeai_proxy.endpoints.messages.blocks import input_of, stopped, written
from fakeai_proxy.endpoints.sampling import Called, Choice
from fakeai_proxy.tokens import tokenizer

WORDS = tokenizer("o200k_base")
TEXT = Choice(0, ("One", " two", " three."), "stop")


def test_the_first_stop_sequence_ends_a_text() -> None:
    ended = stopped(TEXT, ["three", " two"], WORDS)
    assert (ended.choice.text, ended.reason, ended.sequence) == ("One", "stop_sequence", " two")
    assert stopped(TEXT, ["x"], WORDS) == (TEXT, "end_turn", None)
    assert stopped(TEXT._replace(refused=True), [], WORDS).reason == "refusal"


def test_blocks_are_worth_their_tokens() -> None:
    call = Called("call_abc", "function", "f", ('{"a"', ":1}"), 7)
    thinks = TEXT._replace(reasoned=5, reasoning=None, calls=(call,))
    found = written(thinks, np.random.default_rng(0))
    assert [one.item["type"] for one in found] == ["thinking", "text", "tool_use"]
    assert sum(len(one.pieces) + one.before for one in found) == thinks.tokens
    assert found[2].item == {"type": "tool_use", "id": "toolu_01abc", "name": "f", "input": {"a": 1}}


def test_input_that_was_cut_off() -> None:
    assert [input_of(text) for text in ('{"a": [1', '{"a', "", "[1]")] == [{"a": [1]}, {}, {}, {}]
