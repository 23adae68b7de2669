"""Who came, and when: an addon of mitmproxy beside ours."""

from __future__ import annotations

import time
from collections import defaultdict

from mitmproxy.http import HTTPFlow

CASE = "x-case"
"""Header by which a test tells its own requests from others."""


class Arrivals:
    """The moments of the requests of each case."""

    def __init__(self) -> None:
        self.times: defaultdict[str, list[float]] = defaultdict(list)

    def requestheaders(self, flow: HTTPFlow) -> None:
        if case := flow.request.headers.get(CASE):
            self.times[case].append(time.monotonic())
