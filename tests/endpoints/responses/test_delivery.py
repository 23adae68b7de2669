"""How responses come: paced, broken off, lost."""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, Wait
from fakeai_proxy.endpoints.responses import delivery
from fakeai_proxy.endpoints.responses.delivery import Answer, streamed
from fakeai_proxy.endpoints.responses.written import Written
from fakeai_proxy.engine import WorkerLost
from fakeai_proxy.wire.usage import usage
from tests.endpoints.asking import INSTANT, ask, context, paced, services, steps, told
from tests.endpoints.runs import planned
from tests.playbook import body, play

from .turns import QUIET

ASK = {"model": "gpt-4o", "input": "Hi"}


def test_a_stream_begins_at_once_and_is_paced_by_token() -> None:
    clock = ManualClock()
    to = services(generation=paced(1_000, 100), clock=clock)
    played = list(play(steps(ask("/v1/responses", {**ASK, **QUIET}, to)), clock))
    at = {
        json.loads(step.body.split(b"data: ")[1])["type"]: time
        for time, step in reversed(played)
        if isinstance(step, Data)
    }
    assert at["response.in_progress"] == pytest.approx(0, abs=0.01)
    assert at["response.output_item.added"] == pytest.approx(1, abs=0.02)
    waits = [
        step.seconds for step in steps(ask("/v1/responses", {**ASK, **QUIET}, to)) if isinstance(step, Wait)
    ]
    assert waits[1:] == pytest.approx([0.1] * (len(waits) - 1))


def test_a_whole_response_comes_after_its_last_token() -> None:
    clock = ManualClock()
    to = services(generation=paced(1_000, 100), clock=clock)
    answer = told_at(clock, ask("/v1/responses", ASK, to))
    assert answer["completed_at"] - answer["created_at"] >= 2


def told_at(clock: ManualClock, answer: Any) -> Any:
    return json.loads(body([step for _, step in play(steps(answer), clock)]))


def test_whoever_leaves_cancels() -> None:
    to = services(generation=paced(1_000, 100))
    reply: Any = ask("/v1/responses", {**ASK, **QUIET}, to)
    begun = [*islice(reply, 8)]
    [first] = [step for step in begun if isinstance(step, Data)][:1]
    reply.close()
    id = json.loads(first.body.split(b"data: ")[1])["response"]["id"]
    assert told(ask(f"/v1/responses/{id}", to=to))["status"] == "cancelled"


def test_what_is_cancelled_stays_so_whoever_listens() -> None:
    to = services(generation=paced(1_000, 100))
    reply: Any = ask("/v1/responses", {**ASK, **QUIET, "background": True}, to)
    [first] = [step for step in islice(reply, 3) if isinstance(step, Data)][:1]
    id = json.loads(first.body.split(b"data: ")[1])["response"]["id"]
    told(ask(f"/v1/responses/{id}/cancel", to=to, method="POST"))
    assert b"response.completed" not in body(reply)
    assert told(ask(f"/v1/responses/{id}", to=to))["status"] == "cancelled"


@pytest.mark.parametrize("latency", [INSTANT, paced(20, 5)])
def test_the_past_is_found_in_the_cache(latency: Any) -> None:
    to = services(generation=latency)
    first = told(ask("/v1/responses", {**ASK, "input": "word " * 2_000}, to))
    again = {**ASK, "previous_response_id": first["id"]}
    usages = [told(ask("/v1/responses", again, to))["usage"]]
    content = body(steps(ask("/v1/responses", {**again, **QUIET}, to)))
    usages.append(json.loads(content.split(b"data: ")[-1])["response"]["usage"])
    for told_of in usages:
        assert 1_900 < told_of["input_tokens_details"]["cached_tokens"] < told_of["input_tokens"]


class Lost:
    """A run whose worker breaks down."""

    instant, cached_tokens, elapsed = False, 0, 0.0

    def token(self) -> Any:
        raise WorkerLost("gone")
        yield

    def close(self) -> None:
        """There is nothing to leave."""


def answer_of(text: str, **fields: Any) -> Answer:
    part = {"type": "output_text", "text": text, "annotations": [], "logprobs": []}
    item = {"id": "msg_1", "type": "message", "status": "completed", "role": "assistant", "content": [part]}
    begun = {
        "id": "resp_1",
        "status": "in_progress",
        "background": False,
        "store": True,
        "output": [],
        "service_tier": "auto",
    }
    return Answer({**begun, **fields}, [], [Written(item, (text,))], usage(1, 1), False)


def test_a_response_fails_whose_worker_is_lost() -> None:
    to = context()
    run: Any = Lost()
    content = body([*streamed(answer_of("Hi"), run, None, to)])
    last = json.loads(content.split(b"data: ")[-1])
    assert (last["type"], last["response"]["error"]) == ("response.failed", delivery.LOST)
    [kept] = [to.services.resources.need(to.owner, "response", "resp_1")]
    assert kept.body["response"]["status"] == "failed"


def test_what_is_said_goes_into_its_conversation() -> None:
    to = context()
    store = to.services.resources
    made = store.create(to.owner, "conversation", "0" * 32, {"metadata": {}})
    list(streamed(answer_of("Hi", conversation={"id": made.id}), planned(), None, to))
    assert [one.id for one in store.children(made, "conversation.item")] == ["msg_1"]
