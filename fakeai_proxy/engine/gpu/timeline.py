"""The history of the GPUs: summed up to a frontier, kept piece by piece behind it."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

import numpy as np

from fakeai_proxy.engine.ledger import Rows

from .background import Background
from .body import Body
from .integrate import Indices, integrate
from .load import WIDTH, pieces
from .state import State
from .tenant import Tenant

KEPT = 10.0
"""Seconds within which steps may still be noted: what has ended longer ago is summed up."""
CHECKPOINTS, CHECKPOINT_EVERY = 12, 30.0
"""Sums of earlier moments that are kept, and seconds between two: for what is counted over five minutes."""

_NO_SPANS = np.empty((0, WIDTH))


class Change(NamedTuple):
    """From `at` on, one row of one card's environment has another value."""

    at: float
    card: int
    row: int
    value: float


class Timeline:
    """What the tenants did to the cards. Moments are simulated seconds from 0 on."""

    def __init__(self, body: Body, rest: State, background: Background | None) -> None:
        self.tenants: list[Tenant] = []
        self.frontier = 0.0
        self._body, self._state, self._background = body, rest, background
        self._changes: list[Change] = []
        self._latest = rest.environment.copy()
        self._checkpoints = deque([(0.0, rest.totals.copy())], maxlen=CHECKPOINTS)
        self._start = self._checkpoints[0]

    def change(self, at: float, card: int, row: int, value: float) -> None:
        """Set what a card's environment holds from `at` on, or from the last change on if that is later."""
        at = max(at, self.frontier, self._changes[-1].at if self._changes else 0.0)
        self._changes.append(Change(at, card, row, value))
        self._latest[row, card] = value

    @property
    def environment(self) -> Rows:
        """After all changes (6 x gpus)."""
        return self._latest

    def latest(self, card: int, row: int) -> float:
        """The value after all changes."""
        return float(self._latest[row, card])

    def commit(self, until: float) -> None:
        """Sum up everything before `until`; what is noted later must not start before it."""
        for back in range(CHECKPOINTS - 1, -1, -1):
            self._commit(until - back * CHECKPOINT_EVERY)
        for tenant in self.tenants:
            tenant.forget(self.frontier)
        self.tenants = [one for one in self.tenants if len(one.spans) or one.until > self.frontier]

    def _commit(self, until: float) -> None:
        if until <= self.frontier:
            return
        self._advance(self._state, self.frontier, until)
        self._changes = [change for change in self._changes if change.at > until]
        self.frontier = until
        if until - self._checkpoints[-1][0] >= CHECKPOINT_EVERY:
            self._checkpoints.append((until, self._state.totals.copy()))

    def totals_at(self, moment: float) -> Rows:
        """The sums at a moment; before the frontier as if they rose evenly between two checkpoints."""
        if moment >= self.frontier:
            return self.state_at(moment).totals
        marks = [self._start, *self._checkpoints, (self.frontier, self._state.totals)]
        after = next(index for index, (at, _) in enumerate(marks) if at >= moment or index == len(marks) - 1)
        (start, low), (end, high) = marks[max(after - 1, 0)], marks[after]
        share = min(max((moment - start) / (end - start), 0.0), 1.0) if end > start else 1.0
        return low + (high - low) * share

    def state_at(self, moment: float) -> State:
        """The state at a moment not before the frontier, without committing to it."""
        state = self._state.copy()
        self._advance(state, self.frontier, max(moment, self.frontier))
        return state

    def states_at(self, before: float, moment: float) -> tuple[Rows, State]:
        """The sums at an earlier moment, and the state at a later one."""
        if before < self.frontier:
            return self.totals_at(before), self.state_at(moment)
        state = self._state.copy()
        self._advance(state, self.frontier, before)
        totals = state.totals.copy()
        self._advance(state, before, moment)
        return totals, state

    def _advance(self, state: State, start: float, end: float) -> None:
        for change in self._changes:
            if change.at > end:
                break
            self._integrate(state, start, change.at)
            state.environment[change.row, change.card] = change.value
            start = max(start, change.at)
        self._integrate(state, start, end)

    def _integrate(self, state: State, start: float, end: float) -> None:
        if end <= start:
            return
        for cards, spans in self._alike():
            if self._background:
                spans = [*spans, self._background.spans(int(cards[0]), start, end)]
            edges, loads = pieces(np.concatenate(spans), start, end)
            integrate(self._body, state, cards, edges, loads)

    def _alike(self) -> list[tuple[Indices, list[Rows]]]:
        """Cards that do the same, with the spans of it: they are integrated together."""
        doing: list[list[int]] = [[] for _ in range(self._latest.shape[1])]
        busy = [tenant for tenant in self.tenants if len(tenant.spans)]
        for index, tenant in enumerate(busy):
            for card in tenant.cards:
                doing[card].append(index)
        alike: dict[tuple[int, tuple[int, ...]], list[int]] = {}
        for card, tenants in enumerate(doing):
            own = card if self._background else 0  # each card has a background of its own
            alike.setdefault((own, tuple(tenants)), []).append(card)
        return [
            (np.array(cards), [_NO_SPANS, *(busy[index].spans for index in tenants)])
            for (_, tenants), cards in alike.items()
        ]
