"""The mutations of a proxy at work: on what is asked, and on answers from wherever they come."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Answer, Request, passed
from fakeai_proxy.core.fingerprint import fingerprint_of
from fakeai_proxy.core.seeding import Ordinals, rng_for

from .base import Mutation
from .match import Source
from .rule import MutationRule
from .struck import Draw, Listeners, changed, struck, transforms

logger = logging.getLogger(__name__)


class Mutations:
    """All that is configured. Thread-safe.

    What chance does to an answer depends on the seed, on what was asked and how often, and on nothing else.
    """

    def __init__(self, rules: Sequence[MutationRule], seed: int, clock: Clock) -> None:
        self._rules, self._seed, self._clock = tuple(rules), seed, clock
        self._ordinals = Ordinals()

    def asked(self, request: Request) -> Request:
        """What is asked in place of `request`; itself where nothing is changed."""
        return changed(request, struck(self._rules, request, None, self._draw(request), self._clock))

    def answered(self, request: Request, source: Source, answer: Answer) -> Answer:
        """`answer` to `request` with all mutations that hit it."""
        meant = struck(self._rules, request, source, self._draw(request), self._clock)
        return passed(answer, *transforms(meant, LISTENERS))

    def _draw(self, request: Request) -> Callable[[int], Draw]:
        def draw(number: int) -> Draw:
            name = fingerprint_of(request) + number.to_bytes(4, "little")
            ordinal = self._ordinals.next(name)
            return Draw(rng_for(self._seed, name, ordinal), ordinal)

        return draw


def skipped(mutation: Mutation, why: str) -> None:
    logger.debug("The mutation %s did nothing: %s", mutation.type, why)


def failed(mutation: Mutation, failure: Exception) -> None:
    logger.warning("The mutation %s failed, and changes nothing more: %r", mutation.type, failure)


LISTENERS = Listeners(skipped, failed)
