"""What modes are built from, with a real cassette behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Forward, Upgrade
from fakeai_proxy.core.steps import Step
from fakeai_proxy.modes import Parts
from fakeai_proxy.telemetry import Tap
from tests.endpoints.asking import services
from tests.playbook import body, head

UPSTREAM = "http://127.0.0.1:8001"


@contextmanager
def parts(path: Path, *, readonly: bool = False, **given: Any) -> Iterator[Parts]:
    """Parts whose cassette is `path`; it is opened when a mode asks for it, and closed at the end."""
    clock = ManualClock()
    opened = cache(lambda: Cassette.open(path, readonly=readonly, clock=clock))
    fields = {"record_mode": "all", "speed": 0.0, "upstreams": {"api.openai.com": UPSTREAM}} | given
    try:
        yield Parts(services(), opened, **fields)
    finally:
        if opened.cache_info().currsize:
            opened().close()


def forwarded(answer: Answer) -> Forward:
    assert isinstance(answer, Forward)
    return answer


def recorded(answer: Answer) -> bool:
    """Somebody beside telemetry sees what upstream sends."""
    return any(not isinstance(one, Tap) for one in forwarded(answer).pipeline.transforms)


def live(answer: Answer, steps: Iterable[Step]) -> None:
    """Play `steps` as the upstream of a forwarded request; they pass unchanged."""
    pipeline = forwarded(answer).pipeline
    for step in steps:
        assert list(pipeline.feed(step)) == [step]
    pipeline.close()


def told(answer: Answer) -> tuple[int, str, bytes]:
    """Status, what the cassette says of it, and body of a reply that did not go upstream."""
    assert not isinstance(answer, Forward | Upgrade)
    steps = list(answer)
    return head(steps).status, dict(head(steps).headers).get("x-fakeai-proxy", ""), body(steps)


def said(text: str) -> tuple[int, str, bytes]:
    """What `told` says of the replay of tape.answer(text)."""
    return 200, "hit", b'{"text": "%s"}' % text.encode()
