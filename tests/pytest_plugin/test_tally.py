from __future__ import annotations

import json

import pytest

from fakeai_proxy.catalog.architecture import Price
from fakeai_proxy.core.exchange import Forward, Request
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.pytest_plugin.calls import Call, Calls
from fakeai_proxy.pytest_plugin.tally import Tally, tally_of, total

USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "prompt_tokens_details": {"cached_tokens": 40}}
BODY = json.dumps({"usage": USAGE}).encode()


def call(source: str, *, live: bool = False) -> Call:
    calls = Calls(source)
    request = Request("POST", "/v1/chat/completions", body=b'{"model": "m"}')
    steps = (Head(200), Data(BODY), End())
    seen = calls.watched(request, Forward() if live else iter(steps))
    if isinstance(seen, Forward):
        for step in steps:
            seen.pipeline.feed(step)
    else:
        list(seen)  # type: ignore[call-overload]
    return calls.all[0]


def test_what_replay_saved_and_upstream_took() -> None:
    calls = [call("hit"), call("near"), call("miss"), call("synthesized"), call("live", live=True)]
    price = Price(input=1.0, output=2.0, cached_input=0.5)
    once = (60 * 1.0 + 40 * 0.5 + 10 * 2.0) / 1e6
    assert tally_of(calls, lambda model: price) == Tally(
        hits=1,
        near=1,
        misses=1,
        live=1,
        synthesized=1,
        tokens_saved=220,
        cost_saved=pytest.approx(2 * once),
        tokens_spent=110,
        cost_spent=pytest.approx(once),
    )


def test_tokens_count_where_no_price_is_known() -> None:
    assert tally_of([call("hit")], lambda model: None) == Tally(hits=1, tokens_saved=110)


def test_sums() -> None:
    assert total([]) == Tally()
    assert total([Tally(hits=1, cost_saved=0.5), Tally(hits=2, cost_saved=0.25)]) == Tally(
        hits=3, cost_saved=0.75
    )
