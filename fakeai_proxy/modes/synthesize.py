"""Every reply is made here; nothing goes upstream."""

from __future__ import annotations

from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.endpoints import dispatch

from .base import Parts


class Synthesize:
    """The simulator answers."""

    def __init__(self, parts: Parts) -> None:
        self.services = parts.services

    def decide(self, request: Request) -> Answer:
        return dispatch(request, self.services)
