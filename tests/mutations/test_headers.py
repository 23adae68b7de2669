from __future__ import annotations

from fakeai_proxy.faults.base import RequestFault
from fakeai_proxy.mutations import mutation_of
from tests.faults.hits import hit_of
from tests.faults.payload.played import whole_steps
from tests.playbook import body, head

from .played import passed


def test_set_and_taken_away() -> None:
    given = {"type": "headers", "set": {"X-Request-Id": "req_2", "x-new": "1"}, "remove": ["content-type"]}
    steps, _ = passed(given, whole_steps(b"{}"))
    assert head(steps).headers == (("content-length", "2"), ("x-request-id", "req_2"), ("x-new", "1"))
    assert body(steps) == b"{}"


def test_of_a_request() -> None:
    mutation = mutation_of(
        {"type": "headers", "of": "request", "set": {"x-a": "b"}, "remove": ["authorization"]}
    )
    assert isinstance(mutation, RequestFault)
    assert mutation.asks
    changed = mutation.change(hit_of())
    assert changed.header("x-a") == "b"
    assert not changed.header("authorization")
    assert changed.body == hit_of().request.body


def test_of_a_reply_leaves_the_request() -> None:
    mutation = mutation_of({"type": "headers", "set": {"x-a": "b"}})
    assert isinstance(mutation, RequestFault)
    hit = hit_of()
    assert mutation.change(hit) is hit.request
