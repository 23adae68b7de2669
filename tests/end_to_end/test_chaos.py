"""What is counted as under way is released, whatever becomes of it; what stands still goes on in the end."""

from __future__ import annotations

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest

from tests.proxy.serving import Serving, serving

from .conftest import INSTANT

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


@pytest.mark.parametrize(
    "seconds", ["", ", seconds: 3600, alive: comments, every: 1"], ids=["for ever", "long"]
)
def test_a_stream_that_stands_still_goes_on_when_all_is_stopped(
    seconds: str, confdir: Path, tmp_path: Path
) -> None:
    """The rest of it comes at once, without an hour of comments."""
    rule = f"{{id: r, fault: {{type: stream.stall{seconds}}}, when: {{after_events: 3}}}}"
    (tmp_path / "x.yaml").write_text(f"experiment: x\nrules: [{rule}]\n")
    with serving(confdir, **INSTANT, **{"chaos.experiment": str(tmp_path / "x.yaml")}) as proxy:
        client = openai.OpenAI(base_url=f"{proxy.reverse}/v1", api_key="sk-nobody", timeout=20, max_retries=0)
        said = client.chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": "Why is it blue?"}], stream=True
        )
        begun = [next(said) for _ in range(3)]
        stop = urllib.request.Request(f"{proxy.reverse}/_fakeai/chaos/stop", b"", method="POST")
        assert b'"kill switch: a call"' in urllib.request.urlopen(stop).read()
        rest = list(said)
        assert over(proxy) == {"matched": 1, "injected": 1, "active": 0, "overflow": 0}
    assert len(begun) < len(rest)
    assert rest[-1].choices[0].finish_reason


def over(proxy: Serving) -> object:
    """What is counted, once nothing is under way."""
    assert proxy.addon.simulator is not None
    limits = proxy.addon.simulator.make_chaos().experiments.running[0].limits
    for _ in range(200):
        if not limits.active:
            break
        time.sleep(0.005)
    return limits.told()
