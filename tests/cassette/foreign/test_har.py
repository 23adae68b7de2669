from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.foreign.har import of_har
from fakeai_proxy.cassette.interaction import Chunk


def har(path: Path, *entries: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}))
    return path


def entry(**response: Any) -> dict[str, Any]:
    """As a browser saves it: decoded bodies beside the headers that were on the wire."""
    return {
        "startedDateTime": "2026-01-02T03:04:05.678Z",
        "time": 300.5,
        "request": {
            "method": "POST",
            "url": "https://api.openai.com/v1/chat/completions?a=b",
            "headers": [{"name": "Authorization", "value": "Bearer x"}],
            "postData": {"mimeType": "application/json", "text": '{"model":"gpt-4o"}'},
        },
        "response": {
            "status": 200,
            "headers": [
                {"name": "Content-Encoding", "value": "br"},
                {"name": "Content-Type", "value": "text/plain"},
            ],
            "content": {"text": "Grüße"},
            **response,
        },
        "timings": {"blocked": -1, "send": 1, "wait": 100, "receive": 199.5},
    }


def test_what_a_browser_saved(tmp_path: Path) -> None:
    (one,) = of_har(har(tmp_path / "a.har", entry()))
    assert (one.request.host, one.request.path, one.request.query) == (
        "api.openai.com",
        "/v1/chat/completions",
        "a=b",
    )
    assert one.request.body == b'{"model":"gpt-4o"}'
    assert one.head.headers == (("content-type", "text/plain"),)
    assert one.chunks == (Chunk(300_500_000, "Grüße".encode()),)
    assert (one.started_at, one.head_ns, one.end_ns) == (1767323045.678, 101_000_000, 300_500_000)


def test_bytes_forms_and_nothing(tmp_path: Path) -> None:
    form = entry(content={"text": "/w==", "encoding": "base64"})
    form["request"]["postData"] = {"params": [{"name": "a", "value": "b c"}, {"name": "d"}]}
    empty = entry(content={"size": 0})
    del empty["request"]["postData"], empty["timings"]
    first, second = of_har(har(tmp_path / "a.har", form, entry(status=0), entry(status=101), empty))
    assert (first.request.body, first.chunks[0].body) == (b"a=b+c&d=", b"\xff")
    assert (second.order, second.request.body, second.chunks, second.head_ns) == (3, b"", (), 0)


def test_files_that_are_none(tmp_path: Path) -> None:
    for content in ("{", "[]", "{}", "[" * 10**5):
        (tmp_path / "a.har").write_text(content)
        with pytest.raises(CassetteError, match="is not a HAR"):
            list(of_har(tmp_path / "a.har"))
    with pytest.raises(CassetteError, match="No such file"):
        list(of_har(tmp_path / "none.har"))


def test_what_mitmproxy_itself_wrote() -> None:
    """By mitmproxy 12.2 (`--set hardump`)."""
    whole, streamed, sound, missing, spoken = of_har(Path(__file__).with_name("mitmproxy.har"))
    assert json.loads(whole.chunks[0].body)["choices"][0]["message"]["content"] == "Grüße"
    assert streamed.chunks[0].body.endswith(b"data: [DONE]\n\n")
    assert (sound.chunks[0].body, missing.head.status) == (b"\xff\xfb\x90\x00" * 8, 404)
    assert (spoken.kind, spoken.head.status, spoken.chunks) == ("ws", 101, ())
    assert [(one.sender, one.binary) for one in spoken.messages] == [
        ("server", False),
        ("client", False),
        ("server", False),
        ("client", True),
        ("server", True),
    ]
    assert spoken.messages[3].body == b"\x01\x02"
    times = [one.ns for one in spoken.messages]
    assert times == sorted(times)
    assert times[0] > 5_000_000
    assert spoken.end_ns >= times[-1]


def test_a_websocket_of_a_browser(tmp_path: Path) -> None:
    spoken = entry(status=101, headers=[], content={})
    spoken["request"] |= {"method": "GET", "url": "wss://api.openai.com/v1/realtime", "postData": None}
    spoken["_webSocketMessages"] = [{"type": "send", "time": 1767323045.8, "opcode": 1, "data": "hé"}]
    (one,) = of_har(har(tmp_path / "a.har", spoken))
    assert (one.request.scheme, one.request.port) == ("https", 443)
    assert one.messages[0][1:] == ("client", False, "hé".encode())
    assert abs(one.messages[0].ns - 122_000_000) < 1000
    del spoken["_webSocketMessages"]
    assert list(of_har(har(tmp_path / "b.har", spoken))) == []
