from dataclasses import replace

from hypothesis import given, settings

from fakeai_proxy.cassette.diff.compare import compare
from fakeai_proxy.cassette.diff.difference import KINDS, worst
from tests.cassette.diff.replies import call, chat, chunk, streamed, whole
from tests.cassette.tapes import bodies, values


def test_nothing_differs_from_itself() -> None:
    for reply in (whole(chat()), streamed(chunk(role="assistant"), chunk(content="Hi"), chunk("stop"))):
        assert compare(reply, reply) == ()


def test_all_that_differs_is_told() -> None:
    live = whole(chat("Good day", calls=[call("find", "{}")], fresh=1), end_ns=10**10)
    found = compare(whole(chat("Hello there")), live)
    assert {one.area for one in found} == {"schema", "tools", "latency", "text"}
    assert worst(found) == "warn"


def test_a_failure_is_not_compared_with_a_success() -> None:
    failed = replace(whole({"error": {"message": "no"}}), status=500)
    assert [one.kind for one in compare(whole(chat()), failed)] == ["status_changed"]


@settings(max_examples=15)
@given(bodies, bodies, values)
def test_any_two_replies_can_be_compared(one: bytes, other: bytes, value: object) -> None:
    replies = [whole(value), streamed(value), *(whole(None, kind=kind, body=one) for kind in ("http", "sse"))]
    for before in replies:
        for after in (whole(None, kind=before.kind, body=other), whole(value)):
            assert all(found.kind in KINDS for found in compare(before, after))
