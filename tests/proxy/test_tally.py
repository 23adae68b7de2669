from __future__ import annotations

import pytest
from mitmproxy.flow import Error
from mitmproxy.http import HTTPFlow, Response
from mitmproxy.test import tflow

from fakeai_proxy.proxy.tally import Tally


def flow(
    *, live: bool = False, mark: str | None = None, answered: bool = True, path: str = "/v1/models"
) -> HTTPFlow:
    made = tflow.tflow()
    made.request.path = path
    made.response = Response.make(200, b"", {"x-fakeai-proxy": mark} if mark else {}) if answered else None
    made.server_conn.timestamp_start = 1.0 if live else None
    return made


@pytest.mark.parametrize(
    ("exchange", "source"),
    [
        (flow(), "synthesized"),
        (flow(mark="hit"), "replayed"),
        (flow(mark="miss"), "missed"),
        (flow(live=True), "live"),
        (flow(live=True, mark="hit"), "live"),
        (flow(answered=False), "failed"),
    ],
)
def test_requests_count_by_where_the_reply_came_from(exchange: HTTPFlow, source: str) -> None:
    tally = Tally()
    tally.response(exchange)
    assert tally.seen == {source: 1}


def test_a_reply_that_broke_off_counts_too() -> None:
    tally, broken = Tally(), flow()
    broken.error = Error("Client disconnected.")
    tally.error(broken)
    assert tally.seen == {"synthesized": 1}


def test_our_own_paths_do_not_count() -> None:
    tally = Tally()
    tally.response(flow(path="/_fakeai/echo"))
    assert not tally.seen
