from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator

from fakeai_proxy.core.exchange import Forward, Injected, Request
from fakeai_proxy.core.steps import Data, End, Head, Headers, Step
from fakeai_proxy.pytest_plugin.calls import Call, Calls

ASKED = Request("POST", "/v1/chat/completions", body=b'{"model": "gpt-4o"}', scope="s")
TOOL = {"index": 0, "function": {"name": "weather", "arguments": '{"city": "Bonn"}'}}


def reply(*bodies: bytes, headers: Headers = (), status: int = 200) -> Iterator[Step]:
    return iter((Head(status, headers), *map(Data, bodies), End()))


def watched(answer: Iterable[Step] | Forward | Injected, source: str = "hit") -> Call:
    calls = Calls(source)
    seen = calls.watched(ASKED, answer)  # type: ignore[arg-type]
    match seen:
        case Forward():
            for step in reply(b"{}"):
                assert [*seen.pipeline.feed(step)] == [step]
            seen.pipeline.close()
        case Injected(answer=inner):
            list(inner)  # type: ignore[call-overload]
        case steps:
            list(steps)  # type: ignore[call-overload]
    calls.settle(0)
    return calls.all[0]


def test_where_a_reply_comes_from() -> None:
    said = reply(headers=(("X-fakeai-proxy", "near; cassette=a"),))
    calls = [watched(reply()), watched(said), watched(Forward()), watched(Injected(reply(), ("http.error",)))]
    assert [(call.source, call.live, call.faults) for call in calls] == [
        ("hit", False, ()),
        ("near", False, ()),
        ("hit", True, ()),
        ("injected", False, ("http.error",)),
    ]
    assert all(call.over for call in calls)


def test_what_a_miss_says() -> None:
    body = json.dumps({"error": {"message": "No recording."}}).encode()
    assert watched(reply(body, status=404)).said == "No recording."
    assert watched(reply(b"<html>")).said == ""


def test_tools_and_tokens_of_a_stream() -> None:
    events = [{"choices": [{"index": 0, "delta": {"tool_calls": [TOOL]}}]}, {"usage": {"prompt_tokens": 3}}]
    body = b"".join(b"data: %s\n\n" % json.dumps(event).encode() for event in events)
    call = watched(
        reply(body[:30], body[30:], headers=(("content-type", "text/event-stream; charset=utf-8"),))
    )
    assert call.tools == [("weather", {"city": "Bonn"})]
    assert call.usage.prompt == 3
    assert call.model == "gpt-4o"


def test_a_reply_that_came_compressed() -> None:
    body = zlib.compress(b'{"usage": {"completion_tokens": 2}}')
    assert watched(reply(body, headers=(("content-encoding", "deflate"),))).usage.completion == 2


def test_the_end_waits_for_what_is_under_way_but_not_for_ever() -> None:
    calls = Calls("hit")
    seen = calls.watched(ASKED, reply())
    calls.settle(0)
    assert not calls.all[0].over
    list(seen)  # type: ignore[call-overload]
    calls.settle(60)
