"""Faults of the connection, by request and by experiment, from all sources: how it ends for its client."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from fakeai_proxy.chaos.experiment import Experiment
from tests.proxy.serving import Serving

from .asks import ASKS, live_pieces
from .captured import Ended
from .clients import Http
from .conftest import Exchange, Source

ENDS: Mapping[str, tuple[Mapping[str, Any], Mapping[Http, Ended]]] = {
    "close": ({}, {"1.1": Ended("eof"), "2": Ended("stream", 2)}),
    "reset": ({}, {"1.1": Ended("reset"), "2": Ended("reset")}),
    "silent_close": ({"before_reply": True}, {"1.1": Ended("ragged"), "2": Ended("ragged")}),
    "reset_stream": ({"before_reply": True}, {"1.1": Ended("eof"), "2": Ended("stream", 7)}),
    "goaway": (
        {"before_reply": True, "code": "ENHANCE_YOUR_CALM"},
        {"1.1": Ended("eof"), "2": Ended("goaway", 11, 1)},
    ),
}
WITHIN = {name: ends for name, ends in ENDS.items() if "before_reply" in ends[0]}


@pytest.mark.parametrize("name", ENDS)
def test_there_is_no_reply(exchange: Exchange, name: str, source: Source, http: Http) -> None:
    given, ends = ENDS[name]
    got = exchange({"type": f"connection.{name}", **given}, source, http=http)
    assert (got.status, got.body, got.ended) == (0, b"", ends[http])


@pytest.mark.parametrize("name", WITHIN)
def test_the_reply_breaks_off(exchange: Exchange, name: str, source: Source, http: Http) -> None:
    given, ends = WITHIN[name]
    fault = {"type": f"connection.{name}", **given, "before_reply": False}
    got = exchange(fault, source, http=http, when={"after_events": 2})
    assert (got.status, len(got.events), got.ended) == (200, 2, ends[http])
    if source != "synthesized":
        assert got.events == live_pieces(ASKS["chat"])[:2]


@pytest.mark.parametrize("name", ["upstream_unresolved", "upstream_refused"])
@pytest.mark.parametrize("form", ["html", "json"])
def test_the_proxy_says_that_it_cannot_connect(
    exchange: Exchange, name: str, form: str, source: Source, http: Http
) -> None:
    got = exchange({"type": f"connection.{name}", "form": form}, source, http=http)
    assert (got.status, got.ended.how) == (502, "complete")
    assert got.header("content-type") == {"html": "text/html", "json": "application/json"}[form]
    assert ("connection" in dict(got.headers)) is (form == "html" and http == "1.1")


def test_a_reply_is_held(exchange: Exchange, source: Source, http: Http) -> None:
    got = exchange({"type": "connection.hoard", "hold": 3600}, source, http=http, patience=0.6)
    assert (got.raw if http == "1.1" else got.body, got.ended) == (b"", Ended("stalled"))
    got = exchange({"type": "connection.hoard", "hold": 0.02}, source, http=http)
    assert (got.status, got.ended.how) == (200, "complete")


# ── by experiment ──────────────────────────────────────────────────────────────────────────────

MET: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "api.openai.com": ("connection.connect_refused", {"status": 503}),
    "api.anthropic.com": ("connection.bad_certificate", {"kind": "expired"}),
    "integrate.api.nvidia.com": ("connection.early_reply", {"status": 429}),
}


@pytest.fixture(scope="module")
def disturbed(proxy: Serving) -> Iterator[Serving]:
    rules = [
        {"id": name, "match": {"host": host}, "trigger": {"every": 2}, "fault": {"type": name, **given}}
        for host, (name, given) in MET.items()
    ]
    assert proxy.addon.simulator
    experiments = proxy.addon.simulator.make_chaos().experiments
    experiments.add(Experiment.model_validate({"experiment": "connections", "rules": rules}))
    yield proxy
    experiments.remove("connections")


def test_every_second_connection_is_met(disturbed: Serving) -> None:
    exchange = Exchange(disturbed)
    seen = [exchange(ask="chat") for _ in range(4)]
    assert [(got.status, got.ended.how) for got in seen] == [(200, "complete"), (503, "connect")] * 2
    seen = [exchange(ask="message", source="replayed") for _ in range(4)]
    assert [got.ended.how for got in seen] == ["complete", "tls"] * 2
    assert "expired" in seen[1].ended.why
    seen = [exchange(ask="nvidia") for _ in range(4)]
    assert [got.status for got in seen] == [200, 429] * 2


def test_a_client_as_people_use_it(disturbed: Serving) -> None:
    trust = ssl.create_default_context(cafile=str(disturbed.ca))
    failures = []
    for _ in range(4):
        with httpx.Client(proxy=disturbed.proxy, verify=trust) as client:
            try:
                client.get("https://api.openai.com/v1/models")
            except httpx.TransportError as failure:
                failures.append(type(failure))
    assert failures == [httpx.ProxyError] * 2
