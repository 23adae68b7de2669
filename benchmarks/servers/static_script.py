"""For `mitmdump -s`: one static chat answer from `request`, the least an addon can do."""

from __future__ import annotations

from mitmproxy import http

from benchmarks.payloads import ANSWER


def request(flow: http.HTTPFlow) -> None:
    flow.response = http.Response.make(200, ANSWER, {"content-type": "application/json"})
