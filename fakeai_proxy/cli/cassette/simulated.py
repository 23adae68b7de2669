"""Asks a simulator in this process, in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from fakeai_proxy.cassette.drift.again import request_of
from fakeai_proxy.cassette.foreign.captured import Times, captured
from fakeai_proxy.cassette.interaction import Capture, Chunk, Ending
from fakeai_proxy.cassette.recording import Asked
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, Head, Raw, Reply, Step, Wait

if TYPE_CHECKING:
    from fakeai_proxy.core.clock import ManualClock
    from fakeai_proxy.settings import Settings


def simulated(settings: Settings) -> Callable[[Asked], Capture]:
    """Asks one simulator, which keeps nothing. Waits pass at once, and count as if they had not."""
    from fakeai_proxy.core.clock import ManualClock
    from fakeai_proxy.core.exchange import Forward, Injected, Upgrade
    from fakeai_proxy.simulator import Simulator

    clock = ManualClock()
    simulator = Simulator(apart(settings), clock)

    def ask(asked: Asked) -> Capture:
        request = request_of(asked)
        answer = simulator.handle(request)
        reply = answer.answer if isinstance(answer, Injected) else answer
        assert not isinstance(reply, Forward | Upgrade)  # WebSockets are not asked again
        return _captured(request, _timed(reply, clock), clock.wall())

    return ask


def apart(settings: Settings) -> Settings:
    """They answer everything themselves, and have no files. Recorded requests have lost their keys."""
    from fakeai_proxy.gate import AuthSettings
    from fakeai_proxy.resources import ResourceSettings
    from fakeai_proxy.telemetry import TelemetrySettings

    own = {
        "mode": "synthesize",
        "routes": [],
        "resources": ResourceSettings(),
        "auth": AuthSettings(require_api_key=False),
    }
    return settings.model_copy(update=own | {"telemetry": TelemetrySettings(enabled=False)})


def _timed(reply: Reply, clock: ManualClock) -> Iterator[tuple[int, Step]]:
    """Each step, and ns since the first was asked for."""
    begun = clock.now()
    for step in reply:
        if isinstance(step, Wait):
            clock.advance(step.seconds)
        yield round((clock.now() - begun) * 1e9), step


def _captured(request: Request, steps: Iterable[tuple[int, Step]], started: float) -> Capture:
    head, head_ns, end_ns, chunks = Head(0), 0, 0, list[Chunk]()
    end: Ending = "complete"
    for end_ns, step in steps:
        match step:
            case Head():
                head, head_ns = step, end_ns
            case Data(body) | Raw(body):
                chunks.append(Chunk(end_ns, body))
            case Abort():
                end = "upstream_reset"
    return captured(0, request, head, chunks, Times(started, head_ns, end_ns), end)
