from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from mitmproxy.flow import Error
from mitmproxy.http import HTTPFlow, Response
from mitmproxy.test import tflow

from fakeai_proxy.core.exchange import Answer, Forward, Request
from fakeai_proxy.core.steps import End, Head
from fakeai_proxy.proxy.stage import ADMIN, FAILURE, PROVIDER
from fakeai_proxy.proxy.tally import Tally

from .origin import origin
from .serving import Serving, serving
from .test_live import whole


def flow(
    *,
    forwarded: bool = False,
    failed: bool = False,
    mark: str | None = None,
    answered: bool = True,
    path: str = "/v1/models",
) -> HTTPFlow:
    made = tflow.tflow()
    made.request.path = path
    made.response = Response.make(200, b"", {"x-fakeai-proxy": mark} if mark else {}) if answered else None
    made.metadata |= {PROVIDER: "api.openai.com"} if forwarded else {}
    made.metadata |= {FAILURE: "upstream"} if failed else {}
    return made


def counting(ours: bool = True) -> Tally:
    return Tally(lambda _: ours)


@pytest.mark.parametrize(
    ("exchange", "source"),
    [
        (flow(), "synthesized"),
        (flow(mark="hit; cassette=a.db; id=ab-0"), "replayed"),
        (flow(mark="near; cassette=a.db"), "replayed"),
        (flow(mark="miss"), "missed"),
        (flow(forwarded=True), "live"),
        (flow(forwarded=True, mark="hit"), "live"),
        (flow(forwarded=True, failed=True), "failed"),
        (flow(failed=True), "failed"),
        (flow(answered=False), "failed"),
    ],
)
def test_requests_count_by_where_the_reply_came_from(exchange: HTTPFlow, source: str) -> None:
    tally = counting()
    tally.response(exchange)
    assert tally.seen == {source: 1}


def test_a_reply_that_broke_off_counts_too() -> None:
    tally, broken = counting(), flow()
    broken.error = Error("Client disconnected.")
    tally.error(broken)
    assert tally.seen == {"synthesized": 1}


def test_what_asks_about_the_proxy_does_not_count() -> None:
    tally, asked = counting(), flow(path="/metrics")
    asked.metadata[ADMIN] = True
    tally.response(asked)
    assert not tally.seen


def test_hosts_that_are_not_ours_do_not_count_but_what_was_forwarded_to_one_does() -> None:
    tally = counting(ours=False)
    tally.response(flow())
    assert not tally.seen
    tally.response(flow(forwarded=True))
    assert tally.seen == {"live": 1}


NOWHERE = "http://127.0.0.1:1"


def test_real_traffic(confdir: Path) -> None:
    def answer(request: Request) -> Answer:
        if request.path == "/fail":
            raise ZeroDivisionError
        if request.path in ("/live", "/nowhere", "/broken"):
            return Forward({"/live": up.url, "/broken": broken.url}.get(request.path, NOWHERE))
        return iter([Head(200, (("content-length", "0"),)), End()])

    tally = Tally(lambda flow: started[0].addon.ours(flow))
    started = list[Serving]()
    with origin(whole) as up, origin(lambda _: None) as broken, serving(confdir, answer, (tally,)) as proxy:
        started.append(proxy)
        with httpx.Client(proxy=proxy.proxy) as client:
            statuses = [
                client.get(url).status_code
                for url in (
                    f"{up.url}/elsewhere",
                    *(f"http://api.openai.com/{p}" for p in ("live", "nowhere", "broken", "fail", "made")),
                )
            ]
    assert statuses == [200, 200, 502, 502, 500, 200]
    assert tally.seen == {"live": 1, "failed": 3, "synthesized": 1}
