"""What a message says: blocks, each with the tokens it was written in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from pydantic_core import from_json

from fakeai_proxy.endpoints.sampling import Called, Choice
from fakeai_proxy.tokens import Tokenizer

VOUCHER = 228
"""Bytes that vouch for a thought; only their maker can read them."""
ID = 22
"""Characters of the id of a call, after what all begin with."""


class Written(NamedTuple):
    """One block."""

    item: Mapping[str, Any]
    """As it is when it is done."""
    pieces: tuple[str, ...]
    """The text that its deltas bring: one piece is one token."""
    before: int = 0
    """Tokens written before the first piece, which are not seen."""


class Stopped(NamedTuple):
    """How an answer ended."""

    choice: Choice
    reason: str
    sequence: str | None = None
    """The stop sequence that ended it, and is no part of it."""


REASONS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}


def stopped(choice: Choice, stops: list[str], words: Tokenizer) -> Stopped:
    """`choice` before the first of `stops`."""
    found = [(at, stop) for stop in stops if (at := choice.text.find(stop)) >= 0]
    if not found:
        reason = "refusal" if choice.refused else REASONS.get(choice.finish_reason, "end_turn")
        return Stopped(choice, reason)
    at, stop = min(found)
    return Stopped(choice._replace(pieces=words.pieces(choice.text[:at])), "stop_sequence", stop)


def written(choice: Choice, rng: np.random.Generator) -> list[Written]:
    """The blocks of `choice` in their order: what was thought, what is said, what is called."""
    found = list(thought(choice, rng))
    if choice.pieces:
        found.append(Written({"type": "text", "text": choice.text}, choice.pieces))
    return [*found, *map(called, choice.calls)]


def thought(choice: Choice, rng: np.random.Generator) -> Iterator[Written]:
    if choice.reasoned:
        pieces = choice.reasoning or ()
        signature = b64encode(rng.bytes(VOUCHER)).decode()
        item = {"type": "thinking", "thinking": "".join(pieces), "signature": signature}
        yield Written(item, pieces, choice.reasoned - len(pieces))


def called(call: Called) -> Written:
    """A call; where a limit cut it off, its input is as far as it came."""
    id = f"toolu_01{call.id.removeprefix('call_')[:ID]}"
    item = {"type": "tool_use", "id": id, "name": call.name, "input": input_of(call.text)}
    return Written(item, call.pieces, call.frame)


def input_of(arguments: str) -> Any:
    try:
        found = from_json(arguments, allow_partial=True)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
