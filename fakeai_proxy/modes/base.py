"""What a mode is, and the parts it may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from fakeai_proxy.core.exchange import Answer, Forward, Request, Upgrade
from fakeai_proxy.core.hosts import lookup
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.core.transform import Pipeline, Transform
from fakeai_proxy.endpoints import Services, dispatch
from fakeai_proxy.telemetry import Tap, watched

if TYPE_CHECKING:
    from fakeai_proxy.cassette import Cassette, Match, Miss
    from fakeai_proxy.cassette.settings import CassetteSettings
    from fakeai_proxy.mutations.match import Source
    from fakeai_proxy.mutations.running import Mutations

    from .differences import Differences
    from .scopes import Scopes


class Mode(Protocol):
    """Where a reply comes from."""

    def decide(self, request: Request) -> Answer:
        """A reply we make or replay, or the word to ask upstream."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What modes are built from."""

    services: Services
    scopes: Scopes
    differences: Differences
    upstreams: Mapping[str, str]
    mutations: Mutations | None = None

    def mutated(self, request: Request, source: Source, answer: Answer) -> Answer:
        """`answer` as configured mutations leave it, wherever it comes from."""
        return answer if self.mutations is None else self.mutations.answered(request, source, answer)

    def forward(self, request: Request, *listeners: Transform) -> Answer:
        """Upstream of `request`, by host:port, host or pattern, else where it was going.

        `listeners` see the reply as upstream sends it, and the messages of both sides of a WebSocket.
        """
        upstream = lookup(self.upstreams, request.host, request.port)
        if request.websocket:
            return Forward(upstream, Pipeline(*listeners))
        telemetry = self.services.telemetry
        tap = (Tap(telemetry.begin(request, "live")),) if telemetry.settings.enabled else ()
        return self.mutated(request, "live", Forward(upstream, Pipeline(*listeners, *tap)))

    def replay(self, request: Request, cassette: Cassette, match: Match, how: CassetteSettings) -> Answer:
        """What was recorded, at the pace that `how` says. Raises ApiError where the engine refuses it."""
        reply = cassette.replay(match, how.speed if how.pace == "recorded" else 0)
        if how.pace == "profile":
            from .pacing import profiled

            reply = profiled(reply, request, self.services, how.speed)
        told = watched(reply, self.services.telemetry.begin(request, "replayed"))
        return self.mutated(request, "recorded", told)

    def converse(
        self, cassette: Cassette, match: Match, how: CassetteSettings, missed: Callable[[str], None]
    ) -> Answer | None:
        """The WebSocket that was recorded; None where upstream had refused it."""
        speed = how.speed if how.pace == "recorded" else 0
        session = cassette.session(match, speed, how.on_message_miss, missed)
        return None if session is None else Upgrade(session)

    def synthesize(self, request: Request) -> Answer:
        """What the simulator says."""
        return self.mutated(request, "synthesized", dispatch(request, self.services))

    def missed(self, request: Request, miss: Miss) -> Reply:
        """That nothing was recorded."""
        from fakeai_proxy.cassette import miss_reply

        return watched(miss_reply(miss, request.provider), self.services.telemetry.begin(request, "missed"))
