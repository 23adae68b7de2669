from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import pytest
from mitmproxy.addonmanager import Loader
from mitmproxy.http import HTTPFlow
from mitmproxy.proxy.layers.http import HttpResponseHook
from mitmproxy.test import taddons, tflow

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Injected
from fakeai_proxy.core.steps import Head, Reply
from fakeai_proxy.proxy.hooks import install
from fakeai_proxy.proxy.stage import PROVIDER, Stage, declared_size, hold, provider
from tests.playbook import body, head

LIMIT = 1000


def stage(*, ours: bool = True) -> Stage:
    return Stage(lambda _: ours, lambda: LIMIT)


def flow(host: str = "api.openai.com", asked: str | None = None, **headers: str) -> HTTPFlow:
    """A request to `host`, forwarded there in place of `asked`."""
    made = tflow.tflow(resp=True)
    made.request.host = host
    made.request.headers.clear()
    for name, value in headers.items():
        made.request.headers[name.replace("_", "-")] = value
    if asked:
        made.metadata[PROVIDER] = asked
    return made


def refusal(reply: Reply) -> tuple[int, Any]:
    steps = list(reply)
    return head(steps).status, json.loads(body(steps))["error"]


def test_a_reply_is_expected_until_it_is_taken() -> None:
    waiting, asked = stage(), flow()
    assert not waiting.expects(asked)
    waiting.replies[asked.id] = iter([Head(200)])
    assert waiting.expects(asked)
    assert not waiting.expects(flow())
    waiting.replies.pop(asked.id)
    assert not waiting.expects(asked)


def test_our_own_failure_tells_nothing_of_itself() -> None:
    status, error = refusal(stage().failed(flow(), ZeroDivisionError("sk-secret")))
    assert (status, error["type"]) == (500, "server_error")
    assert "not sent upstream" in error["message"]
    assert "secret" not in error["message"]


def test_what_the_api_refuses_keeps_its_words() -> None:
    status, error = refusal(stage().failed(flow(), ApiError(418, "No tea.", code="pot")))
    assert (status, error["message"], error["code"]) == (418, "No tea.", "pot")


def test_an_upstream_that_failed_is_a_502_with_its_reason() -> None:
    status, error = refusal(stage().upstream_failed(flow(), "connection refused"))
    assert (status, error["message"]) == (502, "Upstream failed: connection refused")


@pytest.mark.parametrize("said", ["failed", "upstream_failed"])
def test_the_dialect_is_that_of_the_host_that_was_asked(said: str) -> None:
    asked = flow("127.0.0.1", asked="api.anthropic.com")
    assert provider(asked) == "api.anthropic.com"
    by_path = tflow.tflow()
    by_path.request.path = "/v1/messages?beta=true"
    assert provider(by_path) == "api.anthropic.com"
    reply = getattr(stage(), said)(asked, "gone" if said == "upstream_failed" else ValueError())
    assert refusal(reply)[1].keys() == {"type", "message"}


@pytest.mark.parametrize(
    ("length", "received", "large"),
    [
        (None, LIMIT, False),
        (None, LIMIT + 1, True),
        (str(LIMIT), 0, False),
        (str(LIMIT + 1), 0, True),
        ("9" * 100, 0, True),
        (str(LIMIT + 1), 1, False),
        ("many", 0, False),
        (None, 0, False),
    ],
)
def test_a_body_is_too_large_by_what_came_or_by_what_was_declared(
    length: str | None, received: int, large: bool
) -> None:
    asked = flow(**({"Content_Length": length} if length else {}))
    assert stage().too_large(asked, received) is large
    assert not stage(ours=False).too_large(asked, received)


@pytest.mark.parametrize(
    ("value", "size"), [("0", 0), ("12", 12), ("-1", 0), ("1.5", 0), ("", 0), ("\u0661", 0)]
)
def test_the_declared_size(value: str, size: int) -> None:
    assert declared_size(flow(content_length=value).request) == size


@pytest.mark.parametrize(("version", "closes"), [(b"HTTP/1.1", True), (b"HTTP/2.0", False)])
def test_a_connection_whose_body_is_not_wanted_closes(version: bytes, closes: bool) -> None:
    asked = flow()
    asked.request.data.http_version = version
    reply = list(stage().refusal(asked))
    assert (("connection", "close") in head(reply).headers) is closes
    status, error = refusal(iter(reply))
    assert status == 413
    assert f"at most {LIMIT} bytes" in error["message"]


def test_what_still_passes_through_a_pipeline_can_be_closed() -> None:
    here, closed = stage(), list[str]()
    for name in ("a", "b"):
        here.live[name] = lambda name=name: closed.append(here.live.pop(name) and name)  # type: ignore[misc]
    here.close_live()
    assert (closed, here.live) == (["a", "b"], {})


class Keeping:
    """An addon that declares the option, which mitmproxy 11.0 does not have."""

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted

    def load(self, loader: Loader) -> None:
        loader.add_option("store_streamed_bodies", bool, self.wanted, "")


@pytest.mark.parametrize(
    ("addons", "kept"), [((Keeping(True),), b"abcd"), ((Keeping(False),), None), ((), None)]
)
def test_streamed_bodies_are_kept_where_the_user_asks(addons: tuple[Keeping], kept: bytes | None) -> None:
    here, asked = stage(), flow()
    assert asked.response is not None
    asked.response.raw_content = None
    with taddons.context(*addons):
        here.keep(asked, bytearray(b"ab"))
        here.keep(asked, bytearray(b"cd"))
    assert asked.response.raw_content == kept


def test_a_flow_without_a_response_keeps_nothing() -> None:
    asked = tflow.tflow()
    with taddons.context(Keeping(True)):
        stage().keep(asked, bytearray(b"ab"))
    assert asked.response is None


class Listener:
    def response(self, flow: HTTPFlow) -> None: ...


class Watcher:
    def update(self, flows: list[HTTPFlow]) -> None: ...


@pytest.mark.parametrize(
    ("addons", "table", "heard"),
    [
        ((), True, False),
        ((Listener(),), True, True),
        ((Watcher(),), True, True),
        ((), False, True),
    ],
)
def test_who_hears_a_hook(addons: tuple[object, ...], table: bool, heard: bool) -> None:
    hook = HttpResponseHook(flow())
    with taddons.context(loadcore=False) as context:
        context.master.addons.clear()
        if table:
            install(context.master)
        context.master.addons.add(*addons)
        assert stage().hears(hook) is heard


@pytest.mark.parametrize("held", [False, True])
def test_a_full_buffer_that_is_emptied_reads_on_unless_it_is_held(held: bool) -> None:
    async def reading() -> bool:
        ours, theirs = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=ours, limit=100)
        with theirs:
            theirs.sendall(bytes(1000))
            while writer.transport.is_reading():  # type: ignore[attr-defined]
                await asyncio.sleep(0)
            if held:
                hold(reader, writer.transport)
            await reader.readexactly(1000)
            still = writer.transport.is_reading()  # type: ignore[attr-defined]
            writer.close()
            await writer.wait_closed()
        return bool(still)

    assert asyncio.run(reading()) is not held


@pytest.mark.parametrize(("skipped", "kept"), [([], "a+b"), (["a"], "b"), (["b", "a"], None)])
def test_a_flow_keeps_the_faults_that_did_something(skipped: list[str], kept: str | None) -> None:
    on, asked = stage(), flow()
    asked.metadata["x-fakeai-fault"] = "a+b"
    on.injected[asked.id] = Injected(iter(()), ["a", "b"], skipped)
    for _ in range(2):
        on.over(asked)
    assert asked.metadata.get("x-fakeai-fault") == kept
