from __future__ import annotations

import pytest
from mitmproxy.proxy.mode_specs import ProxyMode
from mitmproxy.test import tflow

from fakeai_proxy.proxy.doors import METRICS_HOST, REVERSE_TARGET, door_of, is_reverse

DOORS = {
    "regular@127.0.0.1:8080": "forward",
    f"reverse:{REVERSE_TARGET}@127.0.0.1:8000": "reverse",
    "reverse:http://nim.test": "reverse",
    f"reverse:http://{METRICS_HOST}@127.0.0.1:9400": "metrics",
}


@pytest.mark.parametrize("spec", DOORS)
def test_the_listener_tells_the_door(spec: str) -> None:
    assert door_of(ProxyMode.parse(spec)) == DOORS[spec]


@pytest.mark.parametrize("spec", DOORS)
def test_all_but_the_forward_proxy_are_ours_whole(spec: str) -> None:
    client = tflow.tclient_conn()
    client.proxy_mode = ProxyMode.parse(spec)
    assert is_reverse(client) == (DOORS[spec] != "forward")
