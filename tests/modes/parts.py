"""What modes are built from, with a real cassette behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fakeai_proxy.cassette.answer import Marked
from fakeai_proxy.cassette.settings import CassetteSettings
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Answer, Forward, Request, Upgrade
from fakeai_proxy.core.steps import Head, Step
from fakeai_proxy.modes import ModeName, Parts
from fakeai_proxy.modes.differences import Differences
from fakeai_proxy.modes.scopes import Scopes
from fakeai_proxy.modes.taped import Taped
from fakeai_proxy.telemetry import Tap
from tests.endpoints.asking import services
from tests.playbook import body, head

UPSTREAM = "http://127.0.0.1:8001"


@contextmanager
def parts(
    path: Path | None,
    mode: ModeName = "record",
    *,
    clock: ManualClock | None = None,
    upstreams: Any = None,
    **settings: Any,
) -> Iterator[Parts]:
    """Parts whose cassette is `path`, at speed 0 unless `settings` (of [cassette]) say otherwise."""
    clock = clock or ManualClock()
    given = CassetteSettings(**{"path": path, "speed": 0, "writer": "thread"} | settings)
    scopes = Scopes(given, (mode,), clock)
    to = {"api.openai.com": UPSTREAM} if upstreams is None else upstreams
    try:
        yield Parts(replace(services(), clock=clock), scopes, Differences(), to)
    finally:
        scopes.close()


@contextmanager
def taped(path: Path | None, mode: ModeName = "record", **settings: Any) -> Iterator[Taped]:
    """The mode itself."""
    with parts(path, mode, **settings) as given:
        yield Taped(mode, given)


def scoped(request: Request, scope: str) -> Request:
    """`request` as of the client that was given the name `scope`."""
    return replace(request, scope=scope)


def forwarded(answer: Answer) -> Forward:
    assert isinstance(answer, Forward)
    return answer


def recorded(answer: Answer) -> bool:
    """Somebody beside telemetry sees what upstream sends."""
    return any(not isinstance(one, Tap | Marked) for one in forwarded(answer).pipeline.transforms)


def live(answer: Answer, steps: Iterable[Step]) -> None:
    """Play `steps` as the upstream of a forwarded request; but for the mark, they pass unchanged."""
    pipeline = forwarded(answer).pipeline
    for step in steps:
        (passed,) = pipeline.feed(step)
        if isinstance(passed, Head):
            unmarked = tuple(pair for pair in passed.headers if pair[0] != "x-fakeai-proxy")
            passed = replace(passed, headers=unmarked)
        assert passed == step
    pipeline.close()


def told(answer: Answer) -> tuple[int, str, bytes]:
    """Status, what the cassette says of it, and body of a reply that did not go upstream."""
    assert not isinstance(answer, Forward | Upgrade)
    steps = list(answer)
    mark = dict(head(steps).headers).get("x-fakeai-proxy", "").partition(";")[0]
    return head(steps).status, mark, body(steps)


def said(text: str) -> tuple[int, str, bytes]:
    """What `told` says of the replay of tape.answer(text)."""
    return 200, "hit", b'{"text": "%s"}' % text.encode()


def replayed(path: Path, *texts: str) -> list[str]:
    """What a later replay says to ask(text), one after another: the text recorded, or `miss`."""
    from tests.cassette.tape import ask

    with taped(path, "replay") as mode:
        found = [told(mode.decide(ask(text))) for text in texts]
    return ["miss" if mark == "miss" else body[10:-2].decode() for _, mark, body in found]
