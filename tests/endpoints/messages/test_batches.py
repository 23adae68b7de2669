from __future__ import annotations

import anthropic
import pytest

from tests.endpoints.asking import paced, services, told
from tests.endpoints.sdk import manual

from .claude import HELLO, Claude, post

GOOD = {"custom_id": "good", "params": HELLO}
BAD = {"custom_id": "bad", "params": {**HELLO, "max_tokens": "x"}}


def test_a_batch_from_beginning_to_end() -> None:
    to = services(generation=paced())
    claude, clock = Claude(to), manual(to.clock)
    api = claude.sync.messages.batches
    batch = claude.sync.messages.batches.create(requests=[GOOD, BAD])
    assert (batch.processing_status, batch.request_counts.processing) == ("in_progress", 2)
    assert batch.results_url is None
    with pytest.raises(anthropic.BadRequestError):
        api.delete(batch.id)
    clock.advance(60)
    batch = claude(lambda one: one.messages.batches.retrieve(batch.id))
    assert batch.processing_status == "ended"
    counts = batch.request_counts
    assert (counts.processing, counts.succeeded, counts.errored) == (0, 1, 1)
    results = {one.custom_id: one.result for one in api.results(batch.id)}
    assert results["good"].message.content[0].text
    assert results["good"].message.usage.service_tier == "batch"
    assert "max_tokens" in results["bad"].error.error.message
    assert [one.id for one in api.list(limit=5)] == [batch.id]
    assert api.delete(batch.id).type == "message_batch_deleted"
    with pytest.raises(anthropic.NotFoundError):
        api.retrieve(batch.id)


def test_what_was_not_asked_is_canceled() -> None:
    to = services(generation=paced())
    claude, clock = Claude(to), manual(to.clock)
    api = claude.sync.messages.batches
    batch = api.create(requests=[GOOD])
    canceling = api.cancel(batch.id)
    assert canceling.processing_status == "canceling"
    assert canceling.cancel_initiated_at
    clock.advance(60)
    batch = api.cancel(batch.id)
    assert (batch.processing_status, batch.request_counts.canceled) == ("ended", 1)
    assert [one.result.type for one in api.results(batch.id)] == ["canceled"]


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ([], "requests: List should have at least 1 item"),
        ([GOOD, GOOD], "requests: custom_id must be unique"),
        ([{"custom_id": "a b", "params": {}}], "requests.0.custom_id: String should match pattern"),
        ([{"custom_id": "a"}], "requests.0.params: Field required"),
        ("x", "requests: Input should be a valid list"),
    ],
)
def test_what_is_refused(requests: object, message: str) -> None:
    refusal = told(post({"requests": requests}, services(), "/v1/messages/batches"), 400)
    assert refusal["error"]["message"].startswith(message)
