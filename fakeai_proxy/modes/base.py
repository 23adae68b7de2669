"""What a mode is, and the parts it may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from fakeai_proxy.cassette import Cassette
from fakeai_proxy.cassette.settings import RecordMode
from fakeai_proxy.core.exchange import Answer, Forward, Request
from fakeai_proxy.core.hosts import lookup
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.endpoints import Services


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

    def forward(self, request: Request, pipeline: Pipeline | None = None) -> Forward:
        """Upstream of `request`, by host:port, host or pattern, else where it was going."""
        return Forward(lookup(self.upstreams, request.host, request.port), pipeline or Pipeline())
