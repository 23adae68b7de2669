"""The history of the GPUs: summed up to a frontier, kept piece by piece behind it."""

from __future__ import annotations

from bisect import insort
from collections import deque
from dataclasses import dataclass, field

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
CHECKPOINTS = 310.0
"""Seconds for which sums are kept, for what is counted over the last five minutes."""
CHECKPOINT_EVERY = 5.0

_NO_SPANS = np.empty((0, WIDTH))


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """From `at` on, one row of one card's environment has another value."""

    at: float
    order: int
    card: int = field(compare=False)
    row: int = field(compare=False)
    value: float = field(compare=False)


class Timeline:
    """What the tenants did to the cards. Moments are simulated seconds from 0 on."""

    def __init__(self, body: Body, rest: State, background: Background | None) -> None:
        self.tenants: list[Tenant] = []
        self.frontier = 0.0
        self._body, self._state, self._background = body, rest, background
        self._changes: list[Change] = []
        self._made = 0
        self._latest = rest.environment.copy()
        self._checkpoints = deque([(0.0, rest.totals.copy())])

    def change(self, at: float, card: int, row: int, value: float) -> None:
        """Set what a card's environment holds from `at` on (earlier changes stay before it)."""
        at = max(at, self.frontier, self._changes[-1].at if self._changes else 0.0)
        self._made += 1
        insort(self._changes, Change(at, self._made, card, row, value))
        self._latest[row, card] = value

    def latest(self, card: int, row: int) -> float:
        """The value after all changes."""
        return float(self._latest[row, card])

    def commit(self, until: float) -> None:
        """Sum up everything before `until`; what is noted later must not start before it."""
        if until <= self.frontier:
            return
        self._advance(self._state, self.frontier, until)
        self._changes = [change for change in self._changes if change.at > until]
        self.frontier = until
        for tenant in self.tenants:
            tenant.forget(until)
        self.tenants = [one for one in self.tenants if len(one.spans) or one.until > until]
        self._check_in()

    def _check_in(self) -> None:
        marks = self._checkpoints
        if self.frontier - marks[-1][0] >= CHECKPOINT_EVERY:
            marks.append((self.frontier, self._state.totals.copy()))
        while len(marks) > 2 and marks[1][0] <= self.frontier - CHECKPOINTS:
            marks.popleft()

    def totals_at(self, moment: float) -> Rows:
        """The sums at a moment of the last CHECKPOINTS seconds; before the frontier between its marks."""
        if moment >= self.frontier:
            return self.state_at(moment).totals
        marks = [*self._checkpoints, (self.frontier, self._state.totals)]
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
