from __future__ import annotations

import pytest
from mitmproxy.connection import Client
from mitmproxy.proxy.mode_specs import ProxyMode

from fakeai_proxy.faults.connection.stale import Stale
from fakeai_proxy.proxy.connection_faults import ConnectionFaults
from fakeai_proxy.proxy.doors import METRICS_HOST, REVERSE_TARGET

from .wire import Experiment

OURS = ("API.openai.com", 443)


def client(mode: str = "regular") -> Client:
    return Client(peername=("10.0.0.9", 1), sockname=("b", 2), proxy_mode=ProxyMode.parse(mode))


def test_without_experiments_nothing_is_possible() -> None:
    faults = ConnectionFaults()
    assert not faults.possible
    assert faults.meeting("tls", client(), OURS) is None


def test_an_experiment_is_asked_by_phase_host_and_peer() -> None:
    experiment = Experiment({"reuse": Stale()})
    faults = ConnectionFaults(lambda: experiment)  # type: ignore[arg-type,return-value]
    assert faults.possible
    assert faults.meeting("reuse", client(), OURS, "/v1/models") == (Stale(), experiment.hold)
    assert faults.meeting("upload", client(), OURS) is None
    assert experiment.asked == [
        ("reuse", "api.openai.com", "10.0.0.9"),
        ("upload", "api.openai.com", "10.0.0.9"),
    ]


@pytest.mark.parametrize(
    ("mode", "address", "path", "covered"),
    [
        ("regular", OURS, "/v1/models", False),
        ("regular", ("fakeai.local", 80), "/health", True),
        (f"reverse:{REVERSE_TARGET}", OURS, "/_fakeai/chaos", True),
        (f"reverse:http://{METRICS_HOST}", (METRICS_HOST, 80), "/metrics", True),
    ],
)
def test_what_is_not_to_be_touched_is_not_asked_about(
    mode: str, address: tuple[str, int], path: str, covered: bool
) -> None:
    experiment = Experiment({"reuse": Stale()})
    faults = ConnectionFaults(lambda: experiment, lambda client, address: covered)  # type: ignore[arg-type,return-value]
    assert faults.meeting("reuse", client(mode), address, path) is None
    assert experiment.asked == []
