"""Chunks of chat completions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from fakeai_proxy.faults.payload.edit import TEXT, Block, Call, Edit, Part, Place, Said
from fakeai_proxy.faults.payload.families.chat_stream import ChatChunks, deltas


class Ending(Edit):
    closes = True

    def rest(self, place: Place) -> Iterable[str]:
        return ["more"]

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [*calls, Said(TEXT, "end")]

    def envelope(self, answer: dict[str, Any]) -> None:
        answer["model"] = "m"


class Silent(Edit):
    def text(self, place: Place, piece: str) -> str:
        return ""


def chunk(delta: dict[str, Any], finish: str | None = None, index: int = 0, **more: Any) -> dict[str, Any]:
    choice = {"index": index, "delta": delta, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "choices": [choice], **more}


def said(made: Iterable[tuple[str, dict[str, Any]]]) -> list[tuple[Any, Any]]:
    return [(choice["delta"], choice["finish_reason"]) for _, value in made for choice in value["choices"]]


def test_what_ends_a_choice_comes_between_its_last_word_and_its_end() -> None:
    """Some servers put both into one chunk."""
    chunks = ChatChunks(Ending())
    made = list(chunks.event("", chunk({"content": "last"}, "stop", usage=None, obfuscation="x")))
    assert said(made) == [
        ({"content": "last"}, None),
        ({"content": "more"}, None),
        ({"content": "end"}, None),
        ({}, "stop"),
    ]
    assert all(value["id"] == "1" and value["model"] == "m" and value["usage"] is None for _, value in made)
    assert ["obfuscation" in value for _, value in made] == [False, False, False, True]


def test_choices_end_one_by_one() -> None:
    chunks = ChatChunks(Ending())
    list(chunks.event("", chunk({"content": "a"}, index=1)))
    made = list(chunks.event("", chunk({}, "stop", index=0)))
    assert {choice["index"] for _, value in made for choice in value["choices"]} == {0}
    assert said(chunks.finish()) == [({"content": "more"}, None), ({"content": "end"}, None)]
    assert list(chunks.finish()) == []


def test_a_chunk_that_says_nothing_any_more_is_gone() -> None:
    chunks = ChatChunks(Silent())
    assert list(chunks.event("", chunk({"content": "a"}))) == []
    assert said(chunks.event("", chunk({"role": "assistant", "content": "a"}))) == [
        ({"role": "assistant"}, None)
    ]
    assert said(chunks.event("", chunk({}))) == [({}, None)]
    both = chunk({"content": "a"}, usage={"completion_tokens": 1})
    assert list(chunks.event("", both)) == [("", {**both, "choices": [], "usage": {"completion_tokens": 0}})]


def test_deltas_of_blocks() -> None:
    blocks = [Call("1", "f", "{}"), Part({"type": "x"}), Call("2", "g", "")]
    made = list(deltas(blocks))
    assert [call["index"] for delta in made for call in delta.get("tool_calls", ())] == [0, 0, 1]
    assert made[2] == {"content": [{"type": "x"}]}


@pytest.mark.parametrize("value", [{}, {"choices": None}, {"choices": [{}]}, {"choices": [{"delta": 3}]}])
def test_odd_chunks_are_no_error(value: dict[str, Any]) -> None:
    list(ChatChunks(Ending()).event("", value))
