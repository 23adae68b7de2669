from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.transform import Pipeline

from .parts import parts

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
        assert given.forward(request).upstream == upstream
        assert given.forward(replace(request, scheme="http")).upstream == upstream


def test_what_is_forwarded_takes_its_pipeline_along(tmp_path: Path) -> None:
    request, pipeline = Request("GET", "/"), Pipeline()
    with parts(tmp_path / "none.db") as given:
        assert not given.forward(request).pipeline
        assert given.forward(request, Pipeline(given.cassette().recorder(request, replace=False))).pipeline
        assert not given.forward(request, pipeline).pipeline
