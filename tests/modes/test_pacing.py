from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.modes.pacing import profiled
from tests.cassette.tape import JSON, SSE, ask, delta
from tests.endpoints.asking import paced, services
from tests.playbook import body, play

ROLE = b'data: {"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}}]}\n\n'
DONE = b"data: [DONE]\n\n"


def played(
    steps: Iterable[Step], request: Request | None = None, speed: float = 1
) -> list[tuple[float, Step]]:
    """The steps of the re-profiled reply, and when each is due."""
    clock = ManualClock()
    engine = services(generation=paced(200, 50), clock=clock)
    return [*play(profiled(iter(steps), request or ask(stream=True), engine, speed), clock)]


def test_each_event_with_a_piece_of_the_answer_is_a_token() -> None:
    chunks = ROLE + delta("a") + delta("b")[:20], delta("b")[20:] + delta("c") + DONE
    found = played([Head(200, SSE), *map(Data, chunks), End()])
    assert body([step for _, step in found]) == b"".join(chunks)
    told = [(round(at, 6), type(step)) for at, step in found]
    assert told[0] == (0.2, Head)
    assert [at for at, step in told if step is Data] == [0.2, 0.2, 0.25, 0.3, 0.3]


@pytest.mark.parametrize(("speed", "due"), [(1, 0.2 + 9 * 0.05), (2, 0.1 + 9 * 0.025), (0, 0)])
def test_a_whole_reply_comes_with_its_last_token(speed: float, due: float) -> None:
    said = json.dumps({"usage": {"prompt_tokens": 7, "completion_tokens": 10}}).encode()
    found = played([Head(200, JSON), Data(said), End()], ask(), speed)
    assert [round(at, 6) for at, _ in found] == [round(due, 6)] * 3


def test_tokens_that_nobody_counted_are_guessed_by_their_bytes() -> None:
    found = played([Head(200, JSON), Data(b"x" * 40), End()], ask())
    assert round(found[-1][0], 6) == round(0.2 + 10 * 0.05, 6)


def test_what_asks_no_model_waits_for_nothing() -> None:
    assert [at for at, _ in played([Head(200, JSON), End()], Request("GET", "/v1/models"))] == [0, 0]
