"""The cassette answers; a miss is an answer too, and nothing goes upstream."""

from __future__ import annotations

from fakeai_proxy.cassette import Match
from fakeai_proxy.core.exchange import Answer, Request

from .base import Parts


class Replay:
    """Recorded replies in recorded order, at recorded pace times a speed."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.cassette = parts, parts.cassette()

    def decide(self, request: Request) -> Answer:
        found = self.cassette.find(request)
        if isinstance(found, Match):
            return self.parts.replay(request, found)
        return self.parts.missed(request, found)
