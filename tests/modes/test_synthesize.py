from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.modes.synthesize import Synthesize
from tests.cassette.tape import ask

from .parts import parts, told


def test_the_simulator_answers(tmp_path: Path) -> None:
    with parts(tmp_path / "a.db", "synthesize") as given:
        status, mark, body = told(Synthesize(given).decide(ask(max_tokens=4)))
    assert (status, mark) == (200, "")
    assert json.loads(body)["usage"]["completion_tokens"] == 4
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (Request("GET", "/v1/models", host="nim.test"), 200),
        (Request("GET", "/nowhere"), 404),
        (Request("POST", "/v1/models"), 405),
        (Request("POST", "/v1/videos", body=b"{}"), 501),
        (replace(ask(), body=b"{"), 400),
    ],
)
def test_nothing_goes_upstream(request_: Request, status: int, tmp_path: Path) -> None:
    with parts(tmp_path / "a.db", "synthesize", upstreams={"nim.test": "http://127.0.0.1:1"}) as given:
        assert told(Synthesize(given).decide(request_))[0] == status
