"""Legacy completions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fakeai_proxy.faults.payload.edit import REASONING, TEXT, Block, Call, Edit, Place, Said
from fakeai_proxy.faults.payload.families.completions import Completion, CompletionChunks


class Starring(Edit):
    closes = True

    def text(self, place: Place, piece: str) -> str:
        return "" if piece == "-" else piece + str(place.choice)

    def rest(self, place: Place) -> Iterable[str]:
        return ["*"]

    def closing(self, choice: int, calls: Sequence[Call]) -> Sequence[Block]:
        return [Said(TEXT, "!"), Said(REASONING, "?"), Call(None, "f", "{}")]


def choice(text: str, index: int = 0, finish: str | None = None) -> dict[str, Any]:
    return {"text": text, "index": index, "logprobs": {"tokens": [text]}, "finish_reason": finish}


def test_the_rest_comes_with_the_end() -> None:
    answer = {"object": "text_completion", "choices": [choice("a", 0, "stop"), choice("b", 1, "stop")]}
    Completion(Starring()).body(answer)
    assert [one["text"] for one in answer["choices"]] == ["a0*!", "b1*!"]  # type: ignore[index]
    assert [one["logprobs"] for one in answer["choices"]] == [None, None]  # type: ignore[index]


def test_events_that_say_nothing_any_more_are_gone() -> None:
    chunks = CompletionChunks(Starring())
    assert list(chunks.event("", {"choices": [choice("-")]})) == []
    [(_, value)] = chunks.event("", {"choices": [choice("-"), choice("a", 1)]})
    assert [one["text"] for one in value["choices"]] == ["a1"]
    [(_, last)] = chunks.event("", {"choices": [choice("", 0, "length")]})
    assert last["choices"][0]["text"] == "*!"
    assert list(chunks.event("", {"choices": [], "usage": None})) == [("", {"choices": [], "usage": None})]
