"""Replies with a fault in them say so, where the settings or the experiment want that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fakeai_proxy.core.steps import Head, Step

MARK = "x-fakeai-chaos"


class Mark:
    """A Transform that adds `x-fakeai-chaos: EXPERIMENT/RULE` to the head."""

    def __init__(self, experiment: str, rule: str) -> None:
        self.header = (MARK, f"{experiment}/{rule}")

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            return (replace(step, headers=(*step.headers, self.header)),)
        return (step,)

    def close(self) -> None:
        return None
