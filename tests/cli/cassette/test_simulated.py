from __future__ import annotations

from fakeai_proxy.cassette.recording import Asked
from fakeai_proxy.cli.cassette.simulated import apart, simulated
from fakeai_proxy.settings import Settings

BODY = b'{"model": "gpt-4o", "stream": true, "messages": [{"role": "user", "content": "Hi"}]}'
CHAT = Asked("POST", "https", "api.openai.com", 443, "/v1/chat/completions", "", (), BODY, None, None, True)


def test_a_simulator_answers_without_waiting() -> None:
    ask = simulated(Settings.load(None, {"mode": "passthrough"}, {}))
    seen = ask(CHAT)
    assert seen.head.status == 200
    assert seen.chunks[-1].body.endswith(b"data: [DONE]\n\n")
    assert 0 < seen.head_ns < seen.end_ns
    assert ask(CHAT).started_at >= seen.started_at + seen.end_ns / 1e9


def test_it_keeps_nothing() -> None:
    own = apart(Settings.load(None, {"mode": "record", "cassette.path": "a.db"}, {}))
    assert (own.mode, own.routes, own.telemetry.enabled) == ("synthesize", [], False)
