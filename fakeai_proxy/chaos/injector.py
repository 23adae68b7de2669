"""Where faults meet requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Answer, Forward, Request, Upgrade
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.faults import ConnectionFault, Phase

from .settings import ChaosSettings

Decide = Callable[[Request], Answer]


class Chaos:
    """All experiments of one simulator. Thread-safe."""

    def __init__(self, settings: ChaosSettings, seed: int, clock: Clock) -> None:
        self.settings, self.seed, self.clock = settings, seed, clock

    @property
    def armed(self) -> bool:
        """Whether any request can be touched; false by default."""
        return self.settings.experiment is not None or self.settings.allow_header

    def handle(self, request: Request, decide: Decide) -> Answer:
        """The answer of `decide` to `request`, with whatever faults the experiments decide on."""
        return faulted(decide(request), Pipeline())

    def connection(self, phase: Phase, host: str, peer: str) -> ConnectionFault | None:
        """The fault that meets a connection to `host` from `peer` in `phase`, if any."""
        return None


def faulted(answer: Answer, pipeline: Pipeline) -> Answer:
    """`answer` through `pipeline`; a WebSocket is left as it is."""
    match answer:
        case _ if not pipeline:
            return answer
        case Forward():
            return replace(answer, pipeline=Pipeline(*answer.pipeline.transforms, *pipeline.transforms))
        case Upgrade():
            return answer
        case reply:
            return through(reply, pipeline)
