"""Every reply is made here; nothing goes upstream."""

from __future__ import annotations

from fakeai_proxy.core.exchange import Answer, Request

from .base import Parts


class Synthesize:
    """The simulator answers."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def decide(self, request: Request) -> Answer:
        return self.parts.synthesize(request)
