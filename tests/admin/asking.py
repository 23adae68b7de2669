"""Requests about a simulator, as the tests of this room write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from fakeai_proxy.admin import answer
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Forward, Request, Upgrade
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator
from tests.playbook import body, head, play

INSTANT = {"time_scale": 0}


@contextmanager
def simulator(clock: ManualClock | None = None, **settings: Any) -> Iterator[Simulator]:
    """One that answers at once, unless `settings` say otherwise."""
    with closing(
        Simulator(Settings(**{"generation": INSTANT} | settings), clock or ManualClock())
    ) as running:
        yield running


def request(path: str, method: str = "GET", content: Any = None, **fields: Any) -> Request:
    """A request of this machine; `path` may hold a query."""
    path, _, query = path.partition("?")
    raw = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
    return Request(method, path, query=query, body=raw, **{"host": "fakeai.local"} | fields)


def ask(running: Simulator, path: str, method: str = "GET", content: Any = None, **fields: Any) -> Answer:
    return answer(request(path, method, content, **fields), running)


def steps(said: Answer) -> Reply:
    """`said`, which is neither sent upstream nor a WebSocket."""
    assert not isinstance(said, Forward | Upgrade)
    return said


def whole(said: Answer, status: int = 200) -> tuple[bytes, dict[str, str]]:
    """Body and headers of an answer with `status`."""
    played = [step for _, step in play(steps(said))]
    content = body(played)
    assert head(played).status == status, content
    return content, dict(head(played).headers)


def told(said: Answer, status: int = 200) -> Any:
    """The JSON of an answer with `status`."""
    content, headers = whole(said, status)
    assert headers["content-type"] == "application/json"
    assert headers["content-length"] == str(len(content))
    return json.loads(content)


def refused(said: Answer, status: int = 400) -> str:
    """What the error of an answer says."""
    return str(told(said, status)["error"]["message"])
