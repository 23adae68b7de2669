from __future__ import annotations

import socket
from contextlib import closing

import pytest
import rich_click as click

from fakeai_proxy.cli.running import OWN, Running, reason, running
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.settings.model import ServerSettings
from tests.admin.asking import simulator

from .answering import answering, pages

SERVER = ServerSettings(port=8081)
BOTH = ServerSettings(port=8081, host="0.0.0.0", reverse_port=8000, metrics_port=9400)


@pytest.mark.parametrize(
    ("address", "proxy", "server", "environ", "found"),
    [
        (None, None, SERVER, {}, Running(OWN, "http://127.0.0.1:8081")),
        (None, None, BOTH, {}, Running("http://127.0.0.1:9400")),
        (None, None, ServerSettings(reverse_port=8000), {}, Running("http://127.0.0.1:8000")),
        (None, None, SERVER, {"HTTPS_PROXY": "http://p:1"}, Running(OWN, "http://p:1")),
        (None, "http://q:2", BOTH, {"HTTPS_PROXY": "http://p:1"}, Running(OWN, "http://q:2")),
        ("http://a:3/v1", None, SERVER, {}, Running("http://a:3")),
        ("http://a:3/", None, BOTH, {"HTTPS_PROXY": "http://p:1"}, Running("http://a:3")),
    ],
)
def test_where_the_proxy_is(
    address: str | None, proxy: str | None, server: ServerSettings, environ: dict[str, str], found: Running
) -> None:
    assert running(address, proxy, server, environ) == found


def test_it_is_asked_directly_or_by_its_forward_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    with simulator() as simulated, answering(pages(simulated)) as (base, targets):
        assert Running(base).ask("/health")["status"] == "healthy"
        assert Running(OWN, base).ask("/health")["status"] == "healthy"
    assert targets == ["/health", "http://fakeai.local/health"]


def test_nobody_answers() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        nowhere = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(click.ClickException) as failed:
        Running(OWN, nowhere).ask("/health")
    assert failed.value.message.startswith(f"no fakeai-proxy answers at {OWN} (by {nowhere}): ")


def test_somebody_else_answers() -> None:
    def html(_: Request) -> Reply:
        return iter((Head(200), Data(b"<html>"), End()))

    with answering(html) as (base, _), pytest.raises(click.ClickException, match="no fakeai-proxy answers"):
        Running(base).ask("/health")


def test_what_it_refuses_is_told() -> None:
    with simulator() as simulated, answering(pages(simulated)) as (base, _):
        with pytest.raises(click.ClickException, match="did you mean '/health'"):
            Running(base).ask("/helth")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"error": "x"}'])
def test_an_error_without_a_message(body: bytes) -> None:
    assert reason(body, 502) == "status 502"
