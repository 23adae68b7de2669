"""Responses in the background, as time goes by."""

from __future__ import annotations

from typing import Any

import pytest
from openai import BadRequestError

from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import paced, services
from tests.endpoints.sdk import Client

from .turns import events, folded, respond


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def client(clock: ManualClock) -> Client:
    return Client(services(generation=paced(1_000, 100), clock=clock))


def retrieve(client: Client, id: str, **fields: Any) -> Any:
    return client.one(lambda api: api.responses.retrieve(id, **fields))


def test_it_is_queued_then_in_progress_then_completed(client: Client, clock: ManualClock) -> None:
    made = respond(client, background=True)
    assert (made.status, made.output, made.background) == ("queued", [], True)
    assert retrieve(client, made.id).status == "queued"
    clock.advance(0.2)
    assert retrieve(client, made.id).status == "in_progress"
    clock.advance(60)
    ended = retrieve(client, made.id)
    assert (ended.status, bool(ended.output_text)) == ("completed", True)
    seconds = 0.2 + 1 + 0.1 * (ended.usage.output_tokens - 1)
    assert ended.completed_at == int(made.created_at + seconds)
    with pytest.raises(BadRequestError, match="Cannot cancel a completed response"):
        client.one(lambda api: api.responses.cancel(made.id))


def test_with_no_latency_it_is_over_when_it_begins(clock: ManualClock) -> None:
    client = Client(services(clock=clock))
    made = respond(client, background=True)
    clock.advance(0.2)
    assert retrieve(client, made.id).status == "completed"


def test_cancelling_twice_is_as_good_as_once(client: Client, clock: ManualClock) -> None:
    made = respond(client, background=True)
    assert client(lambda api: api.responses.cancel(made.id)).status == "cancelled"
    clock.advance(60)
    assert (retrieve(client, made.id).status, retrieve(client, made.id).output) == ("cancelled", [])


def test_a_stream_is_taken_up_again_where_it_was(client: Client, clock: ManualClock) -> None:
    found = events(client, background=True)
    id, started = found[0].response.id, clock.wall()
    resumed = list(retrieve(client, id, stream=True, starting_after=5, include_obfuscation=False))
    assert [one.sequence_number for one in resumed] == list(range(6, len(found)))
    assert [one.to_dict() for one in resumed[:-1]] == [one.to_dict() for one in found[6:-1]]
    assert clock.wall() == started
    assert retrieve(client, id).output_text == found[-1].response.output_text


def test_what_is_not_due_yet_is_waited_for(client: Client, clock: ManualClock) -> None:
    made = respond(client, background=True)
    clock.advance(2)
    began = clock.wall()
    found = list(retrieve(client, made.id, stream=True, include_obfuscation=False))
    assert folded(found)[:3] == ["created", "queued", "in_progress"]
    seconds = 0.2 + 0.9 + 0.1 * found[-1].response.usage.output_tokens
    assert clock.wall() - began == pytest.approx(seconds - 2, abs=0.01)
    made = respond(client, background=True)
    clock.advance(2)
    client.one(lambda api: api.responses.cancel(made.id))
    assert folded(list(retrieve(client, made.id, stream=True)))[-1] == "output_text.delta"
