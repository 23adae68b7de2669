from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import End
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.telemetry import Tap, Telemetry, TelemetrySettings
from fakeai_proxy.telemetry.columns import SOURCES
from tests.cassette.tape import answer, ask, made

from .parts import forwarded, live, parts, recorded, said, taped, told

UPSTREAMS = {
    "api.openai.com": "http://127.0.0.1:1",
    "nim.test": "http://127.0.0.1:2/base",
    "nim.test:8000": "https://127.0.0.1:3",
    "*.openai.azure.com": "http://127.0.0.1:4",
}


@pytest.mark.parametrize(
    ("host", "port", "upstream"),
    [
        ("api.openai.com", 443, "http://127.0.0.1:1"),
        ("api.openai.com", 80, "http://127.0.0.1:1"),
        ("nim.test", 8000, "https://127.0.0.1:3"),
        ("nim.test", 8001, "http://127.0.0.1:2/base"),
        ("api.anthropic.com", 443, None),
        ("openai.com", 443, None),
        ("team.openai.azure.com", 443, "http://127.0.0.1:4"),
        ("openai.azure.com", 443, None),
    ],
)
def test_upstream_by_host_and_port_then_by_host_then_by_pattern(
    host: str, port: int, upstream: str | None, tmp_path: Path
) -> None:
    request = Request("GET", "/v1/models", host=host, port=port)
    with parts(tmp_path / "none.db", upstreams=UPSTREAMS) as given:
        assert forwarded(given.forward(request)).upstream == upstream
        assert forwarded(given.forward(replace(request, scheme="http"))).upstream == upstream


def test_what_is_forwarded_is_seen_by_the_recorder_and_by_telemetry(tmp_path: Path) -> None:
    request = Request("GET", "/v1/models")
    with parts(tmp_path / "none.db") as given:
        listener = Pipeline()
        first, second = forwarded(given.forward(request, listener)).pipeline.transforms
        assert (first, type(second)) == (listener, Tap)
        assert [*first.feed(End())] == [End()]
        assert not recorded(given.forward(request))


def test_nobody_sees_what_telemetry_shall_not(tmp_path: Path) -> None:
    with parts(tmp_path / "none.db") as given:
        quiet = Telemetry(TelemetrySettings(enabled=False), ManualClock(), ManualClock())
        given = replace(given, services=replace(given.services, telemetry=quiet))
        assert not forwarded(given.forward(Request("GET", "/v1/models"))).pipeline


def test_nobody_sees_a_websocket(tmp_path: Path) -> None:
    request = Request("GET", "/v1/realtime", headers=(("upgrade", "websocket"),))
    with parts(tmp_path / "none.db") as given:
        assert not forwarded(given.forward(request)).pipeline


def test_each_reply_has_its_row_with_where_it_came_from(tmp_path: Path) -> None:
    path = made(tmp_path / "a.db", (ask(), answer()))
    found = []
    for mode in ("spy", "replay"):
        with taped(path, mode) as one:
            assert told(one.decide(ask())) == said("Hello")
            after = one.decide(ask("Ho"))
            live(after, answer()) if mode == "spy" else told(after)
            found += [(SOURCES[row["source"]], row["status"]) for row in one.parts.services.telemetry.rows()]
    assert found == [("replayed", 200), ("live", 200), ("replayed", 200), ("missed", 404)]
