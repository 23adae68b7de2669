"""What a mode is, and the parts it may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fakeai_proxy.cassette.settings import RecordMode
from fakeai_proxy.core.exchange import Answer, Forward, Request
from fakeai_proxy.core.hosts import lookup
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.core.transform import Pipeline, Transform
from fakeai_proxy.endpoints import Services
from fakeai_proxy.telemetry import Tap, watched

if TYPE_CHECKING:
    from fakeai_proxy.cassette import Cassette, Match, Miss
    from fakeai_proxy.mutations.match import Source
    from fakeai_proxy.mutations.running import Mutations


class Mode(Protocol):
    """Where a reply comes from."""

    def decide(self, request: Request) -> Answer:
        """A reply we make or replay, or the word to ask upstream."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What modes are built from."""

    services: Services
    cassette: Callable[[], Cassette]
    """Opened at the first call; raises SettingsError where none is configured."""
    record_mode: RecordMode
    speed: float
    upstreams: Mapping[str, str]
    record_strict: bool = False
    """After a lost recording nothing more goes upstream."""
    mutations: Mutations | None = None

    def mutated(self, request: Request, source: Source, answer: Answer) -> Answer:
        """`answer` as configured mutations leave it, wherever it comes from."""
        return answer if self.mutations is None else self.mutations.answered(request, source, answer)

    def forward(self, request: Request, recorder: Transform | None = None) -> Answer:
        """Upstream of `request`, by host:port, host or pattern, else where it was going.

        `recorder` sees the reply as upstream sends it. Of a WebSocket nothing is seen.
        """
        upstream = lookup(self.upstreams, request.host, request.port)
        if request.websocket:
            return Forward(upstream)
        telemetry = self.services.telemetry
        tap = Tap(telemetry.begin(request, "live")) if telemetry.settings.enabled else None
        forward = Forward(upstream, Pipeline(*(one for one in (recorder, tap) if one)))
        return self.mutated(request, "live", forward)

    def replay(self, request: Request, match: Match) -> Answer:
        """What was recorded, at recorded pace times the speed."""
        reply = self.cassette().replay(match, self.speed)
        told = watched(reply, self.services.telemetry.begin(request, "replayed"))
        return self.mutated(request, "recorded", told)

    def missed(self, request: Request, miss: Miss) -> Reply:
        """That nothing was recorded."""
        from fakeai_proxy.cassette import miss_reply

        return watched(miss_reply(miss, request.host), self.services.telemetry.begin(request, "missed"))
