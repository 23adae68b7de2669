"""Counts requests by where their reply came from, for the last line of `fakeai-proxy exec`."""

from __future__ import annotations

from collections import Counter

from mitmproxy import http

from fakeai_proxy.simulator import OWN_PATHS

REPLAYED = {"hit": "replayed", "miss": "missed"}
"""By the `x-fakeai-proxy` header of a reply from the cassette."""


class Tally:
    """An addon; `seen` by source: synthesized, replayed, missed, live or failed."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def response(self, flow: http.HTTPFlow) -> None:
        if not flow.request.path.startswith(OWN_PATHS):
            self.seen[source(flow)] += 1

    def error(self, flow: http.HTTPFlow) -> None:
        self.response(flow)


def source(flow: http.HTTPFlow) -> str:
    """Where the reply of `flow` came from. One that broke off counts by what had come of it."""
    if flow.response is None:
        return "failed"
    if flow.server_conn.timestamp_start is not None:
        return "live"
    return REPLAYED.get(flow.response.headers.get("x-fakeai-proxy", ""), "synthesized")
