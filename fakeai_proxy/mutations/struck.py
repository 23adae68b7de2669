"""Which mutations an answer meets, and what becomes of it.

rules ─ match ─ draw ─► struck ─► another request, or the transforms that the reply passes through
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

import numpy as np

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault, RequestFault
from fakeai_proxy.faults.begin import begun, reads_content
from fakeai_proxy.faults.guard import Guard
from fakeai_proxy.faults.plain import plain

from .base import Mutation
from .match import Source
from .rule import MutationRule


class Draw(NamedTuple):
    """What chance has for one rule and one answer."""

    rng: np.random.Generator
    ordinal: int
    """How often the same was asked before."""


class Struck(NamedTuple):
    """A mutation and the request whose answer it changes, or which it changes itself."""

    mutation: Mutation
    hit: Hit


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of mutations that leave an answer as it is."""

    skipped: Callable[[Mutation, str], None]
    """Why it has nothing to change."""
    failed: Callable[[Mutation, Exception], None]
    """It raised; the answer goes on without it."""


def struck(
    rules: Sequence[MutationRule],
    request: Request,
    source: Source | None,
    draw: Callable[[int], Draw],
    clock: Clock,
) -> Iterator[Struck]:
    """Those of `rules` that hit the answer from `source`; None: that hit the request itself.

    draw: of a rule by its number.
    """
    for number, rule in enumerate(rules):
        if rule.mutation.asks == (source is None) and rule.match.fits(request, source):
            rng, ordinal = draw(number)
            if rng.random() < rule.probability:
                yield Struck(rule.mutation, Hit(request, rng, clock, ordinal=ordinal, live=source == "live"))


def changed(request: Request, meant: Iterable[Struck]) -> Request:
    """What is asked after all of them."""
    for mutation, hit in meant:
        if isinstance(mutation, RequestFault):
            request = mutation.change(replace(hit, request=request))
    return request


def transforms(meant: Iterable[Struck], listeners: Listeners) -> list[Transform]:
    """Theirs, in order; if any reads, a content-encoding is taken off first."""
    made: list[Transform] = []
    reader: Mutation | None = None
    for mutation, hit in meant:
        if isinstance(mutation, ReplyFault):
            failed, skipped = partial(listeners.failed, mutation), partial(listeners.skipped, mutation)
            made.append(Guard(begun(mutation, hit), failed, skipped))
            reader = reader or (mutation if reads_content(mutation) else None)
    return [Guard(plain(), partial(listeners.failed, reader)), *made] if reader else made
