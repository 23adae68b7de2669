"""Upstream answers and the cassette listens; the record mode says for which requests.

all            every request goes upstream; what was recorded before for the same request is replaced
new_episodes   replayed where the cassette holds it, recorded where not
once           recorded until the cassette is sealed (its first recording run ended), then replayed
none           never recorded: replayed, and a miss is an error
"""

from __future__ import annotations

import logging

from fakeai_proxy.cassette import Match
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Answer, Request

from .base import Parts
from .replay import Replay

logger = logging.getLogger(__name__)


class Record:
    """Live traffic to the cassette, without holding the client back."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.cassette = parts, parts.cassette()
        sealed = parts.record_mode == "none" or (parts.record_mode == "once" and self.cassette.sealed)
        self.replay = Replay(parts) if sealed else None

    def decide(self, request: Request) -> Answer:
        if self.replay:
            return self.replay.decide(request)
        if self.parts.record_mode == "new_episodes":
            found = self.cassette.find(request)
            if isinstance(found, Match):
                return self.parts.replay(request, found)
        if self.parts.record_strict and (why := self.cassette.failed):
            raise ApiError(500, f"A recording was lost ({why}), and cassette.record_strict is set.")
        if request.websocket:
            logger.warning("A WebSocket to %s is relayed, not recorded.", request.host)
            return self.parts.forward(request)
        recorder = self.cassette.recorder(request, replace=self.parts.record_mode == "all")
        return self.parts.forward(request, recorder)
