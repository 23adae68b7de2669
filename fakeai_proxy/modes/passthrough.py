"""Upstream answers; we only look on."""

from __future__ import annotations

from fakeai_proxy.core.exchange import Answer, Request

from .base import Parts


class Passthrough:
    """Everything goes upstream, unrecorded."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def decide(self, request: Request) -> Answer:
        return self.parts.forward(request)
