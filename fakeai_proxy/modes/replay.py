"""The cassette answers; a miss is an answer too, and nothing goes upstream."""

from __future__ import annotations

from fakeai_proxy.cassette import Match, miss_reply
from fakeai_proxy.core.exchange import Answer, Request

from .base import Parts


class Replay:
    """Recorded replies in recorded order, at recorded pace times a speed."""

    def __init__(self, parts: Parts) -> None:
        self.cassette, self.speed = parts.cassette(), parts.speed

    def decide(self, request: Request) -> Answer:
        found = self.cassette.find(request)
        if isinstance(found, Match):
            return self.cassette.replay(found, self.speed)
        return miss_reply(found, request.host)
