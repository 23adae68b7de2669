"""Counts requests by where their reply came from, for the last line of `fakeai-proxy exec`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from mitmproxy import http

from .stage import ADMIN, FAILURE, PROVIDER

REPLAYED = {"hit": "replayed", "near": "replayed", "miss": "missed"}
"""By the first word of the `x-fakeai-proxy` header of a reply from the cassette."""


class Tally:
    """An addon; `seen` of what is `ours`, by source: synthesized, replayed, missed, live or failed."""

    def __init__(self, ours: Callable[[http.HTTPFlow], bool]) -> None:
        self.ours, self.seen = ours, Counter[str]()

    def response(self, flow: http.HTTPFlow) -> None:
        # What was forwarded was ours when it came; by now it may be aimed at another host.
        if (PROVIDER in flow.metadata or self.ours(flow)) and ADMIN not in flow.metadata:
            self.seen[source(flow)] += 1

    def error(self, flow: http.HTTPFlow) -> None:
        self.response(flow)


def source(flow: http.HTTPFlow) -> str:
    """Where the reply of `flow` came from. One that broke off counts by what had come of it."""
    if flow.response is None or FAILURE in flow.metadata:
        return "failed"
    if PROVIDER in flow.metadata:
        return "live"
    mark = flow.response.headers.get("x-fakeai-proxy", "").partition(";")[0]
    return REPLAYED.get(mark, "synthesized")
