"""What is counted as under way is released, whatever becomes of an exchange with a live provider."""

from __future__ import annotations

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proxy.serving import Serving, serving

EXPERIMENT = "experiment: x\nrules: [{id: r, fault: stream.cut, when: {after_events: 3}}]\n"
PATIENCE = 0.1


@pytest.fixture
def silent() -> Iterator[str]:
    """A provider that takes requests and never answers."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: taken.append(server.accept()[0]), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    for one in taken:
        one.close()


@pytest.fixture
def absent() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize("provider", ["silent", "absent"])
def test_an_exchange_without_an_answer_is_released(
    provider: str, confdir: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "x.yaml").write_text(EXPERIMENT)
    upstream = {"mode": "passthrough", "upstreams.api.openai.com": request.getfixturevalue(provider)}
    with serving(confdir, **upstream, **{"chaos.experiment": str(tmp_path / "x.yaml")}) as proxy:
        asked = urllib.request.Request(f"{proxy.reverse}/v1/chat/completions", b"{}")
        with pytest.raises((urllib.error.HTTPError, TimeoutError)):
            urllib.request.urlopen(asked, timeout=PATIENCE if provider == "silent" else None)
        assert over(proxy) == {"matched": 1, "injected": 1, "active": 0, "overflow": 0}


def over(proxy: Serving) -> object:
    """What is counted, once nothing is under way."""
    assert proxy.addon.simulator is not None
    limits = proxy.addon.simulator.make_chaos().experiments.running[0].limits
    for _ in range(200):
        if not limits.active:
            break
        time.sleep(0.005)
    return limits.told()
