from __future__ import annotations

import json

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Wait
from tests.faults.hits import answered, headers_of, hit_of
from tests.playbook import body, head

SAID = {
    "connection.upstream_unresolved": "[Errno -2] Name or service not known",
    "connection.upstream_refused": "[Errno 111] Connection refused",
}


@pytest.mark.parametrize("name", SAID)
def test_a_page_as_proxies_send_it(name: str) -> None:
    steps = answered({"type": name, "delay": 2})
    assert steps is not None
    headers = headers_of(steps)
    assert (steps[0], head(steps).status) == (Wait(2), 502)
    assert (headers["content-type"], headers["connection"]) == ("text/html", "close")
    assert int(headers["content-length"]) == len(body(steps))
    assert f"<p>{SAID[name]}</p>".encode() in body(steps)


def test_what_was_said_is_no_markup() -> None:
    steps = answered({"type": "connection.upstream_refused", "message": "<b>&"})
    assert steps is not None
    assert b"<p>&lt;b&gt;&amp;</p>" in body(steps)


@pytest.mark.parametrize(
    ("host", "keys"), [("api.openai.com", {"error"}), ("api.anthropic.com", {"type", "error", "request_id"})]
)
def test_the_error_of_the_api(host: str, keys: set[str]) -> None:
    asked = hit_of(Request("POST", "/v1/x", host=host))
    steps = answered({"type": "connection.upstream_refused", "form": "json", "message": "no route"}, asked)
    assert steps is not None
    said = json.loads(body(steps))
    assert head(steps).status == 502
    assert said.keys() == keys
    assert said["error"]["message"] == "Upstream failed: no route"
