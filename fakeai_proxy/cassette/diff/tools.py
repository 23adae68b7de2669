"""Changes of the calls of tools that a reply asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

from fakeai_proxy.cassette.conversation import answered
from fakeai_proxy.cassette.recording import Answered

from .difference import Difference


class Call(NamedTuple):
    """One call of a tool."""

    name: str
    arguments: str

    def __str__(self) -> str:
        return f"{self.name}({self.arguments})"

    def parsed(self) -> Any:
        """None where they are no JSON."""
        try:
            return json.loads(self.arguments or "{}")
        except (ValueError, RecursionError):
            return None


def calls(reply: Answered) -> list[Call]:
    """In their order."""
    turns = (turn.text for turn in answered(reply) if turn.role == "tool call")
    return [Call(name, rest.strip()) for name, _, rest in (text.partition(" ") for text in turns)]


def tools(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """Call by call."""
    for number, (before, after) in enumerate(zip_longest(calls(recorded), calls(live))):
        pointer = f"tool call {number}"
        if after is None:
            yield Difference("tool_removed", pointer, str(before), None)
        elif before is None:
            yield Difference("tool_added", pointer, None, str(after))
        elif before.name != after.name:
            yield Difference("tool_changed", pointer, str(before), str(after))
        else:
            yield from _arguments(f"{pointer} {before.name}", before, after)


def _arguments(pointer: str, before: Call, after: Call) -> Iterator[Difference]:
    was, is_ = before.parsed(), after.parsed()
    if is_ is None and was is not None:
        yield Difference("arguments_broken", pointer, before.arguments, after.arguments)
    elif was != is_:
        yield Difference("arguments_changed", pointer, before.arguments, after.arguments)
