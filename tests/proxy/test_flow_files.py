from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from mitmproxy.flow import Error
from mitmproxy.http import HTTPFlow
from mitmproxy.io import FlowWriter
from mitmproxy.test import tflow, tutils

from fakeai_proxy.cassette import CassetteError
from fakeai_proxy.cassette.interaction import Chunk
from fakeai_proxy.proxy.flow_files import of_flows


def saved(path: Path, *flows: HTTPFlow) -> Path:
    with path.open("wb") as file:
        writer = FlowWriter(file)
        for flow in flows:
            writer.add(flow)
    return path


def flow(body: bytes | None = b"hello", **headers: str) -> HTTPFlow:
    made = tflow.tflow(resp=tutils.tresp(content=body))
    assert made.response
    made.request.url = "https://api.openai.com/v1/models?a=b"
    for name, value in headers.items():
        made.response.headers[name.replace("_", "-")] = value
    made.request.timestamp_start = 100.0
    made.response.timestamp_start, made.response.timestamp_end = 100.25, 100.5
    return made


def test_what_mitmproxy_saved(tmp_path: Path) -> None:
    (one,) = of_flows(saved(tmp_path / "a.flow", flow()))
    assert (one.request.host, one.request.path, one.request.query) == ("api.openai.com", "/v1/models", "a=b")
    assert (one.started_at, one.head_ns, one.end_ns) == (100.0, 250_000_000, 500_000_000)
    assert (one.chunks, one.end) == ((Chunk(500_000_000, b"hello"),), "complete")


def test_packed_bodies_stay_so_for_the_recorder_to_decode(tmp_path: Path) -> None:
    packed = gzip.compress(b"hello")
    (one,) = of_flows(saved(tmp_path / "a.flow", flow(packed, content_encoding="gzip")))
    assert (one.chunks[0].body, dict(one.head.headers)["content-encoding"]) == (packed, "gzip")


def test_flows_without_a_reply_are_left_out(tmp_path: Path) -> None:
    broken = flow()
    broken.error = Error("reset")
    silent = tflow.twebsocketflow()
    assert silent.websocket
    silent.websocket.messages.clear()
    path = saved(tmp_path / "a.flow", tflow.tflow(), flow(None), silent, broken)
    (one,) = of_flows(path)
    assert (one.order, one.end) == (0, "upstream_reset")


def test_what_mitmdump_itself_wrote() -> None:
    """By mitmdump 12.2 (`-w`)."""
    whole, streamed, sound, missing, spoken = of_flows(Path(__file__).with_name("mitmproxy.flows"))
    assert dict(whole.head.headers)["content-encoding"] == "gzip"
    assert streamed.chunks[0].body.endswith(b"data: [DONE]\n\n")
    assert (sound.chunks[0].body, missing.head.status) == (b"\xff\xfb\x90\x00" * 8, 404)
    assert (spoken.kind, spoken.head.status, spoken.request.query) == ("ws", 101, "model=gpt-realtime")
    assert [(one.sender, one.binary, len(one.body)) for one in spoken.messages] == [
        ("server", False, 47),
        ("client", False, 17),
        ("server", False, 49),
        ("client", True, 2),
        ("server", True, 2),
    ]


def test_files_that_are_none_or_broken_off(tmp_path: Path) -> None:
    (tmp_path / "none").write_bytes(b"hello")
    short = saved(tmp_path / "short", flow(), flow())
    short.write_bytes(short.read_bytes()[:-20])
    for path in (tmp_path / "none", short):
        with pytest.raises(CassetteError, match="is no file of flows, or broken off"):
            list(of_flows(path))
    with pytest.raises(CassetteError, match="No such file"):
        list(of_flows(tmp_path / "absent"))
