"""How warm a card gets: dT/dt = (settled - T) / tau, where settled = ambient + resistance * power."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.engine.ledger import Rows

SPAN = 10.0
"""Time constants that `held` may cover in several pieces: their exponentials must stay exact."""


def settle(start: Rows, settled: Rows, seconds: Rows, tau: float) -> Rows:
    """The temperature after all pieces (gpus): exact, since `settled` is constant within each.

    start: gpus; settled: n x gpus (or n x 1); seconds: n.
    """
    left = np.exp((np.cumsum(seconds) - seconds.sum()) / tau)  # of each piece's own share, in the end
    share = left * -np.expm1(-seconds / tau)
    ends: Rows = start * np.exp(-seconds.sum() / tau) + share @ settled
    return ends


def _pull(settled: Rows, seconds: Rows, grown: Rows, tau: float) -> Rows:
    # With y = T * exp(t / tau), each piece adds settled * (exp(t1 / tau) - exp(t0 / tau)) to y.
    return np.cumsum(settled * grown * -np.expm1(-seconds[:, None] / tau), axis=0)


def held(
    start: Rows, settled: Rows, seconds: Rows, tau: float, ceiling: float, floor: Rows
) -> tuple[Rows, Rows]:
    """The same for cards that slow down at `ceiling`: after each piece (n x gpus), and the limit there.

    seconds: at most SPAN * tau in all, or a single piece of any length.
    At the ceiling its power is what keeps it there. Where even the least power is too much for that, it
    follows what that settles at (`floor`: gpus). A reflected path: min(T, limit) after each piece, for all
    pieces at once (Skorokhod's formula).
    """
    if len(seconds) == 1:
        return _held_once(start, settled, seconds, tau, ceiling, floor)
    if ((start > ceiling) & (floor < ceiling)).any():  # rare: it cools down after worse times
        return _held_in_turn(start, settled, seconds, tau, ceiling, floor)
    grown = np.exp(np.cumsum(seconds) / tau)[:, None]
    pull = _pull(settled, seconds, grown, tau)
    crossing = _crossing(start, (start + pull) / grown, settled, seconds, tau, ceiling)
    limit = np.maximum(ceiling, floor + (np.maximum(start, ceiling) - floor) * crossing / grown)
    room = np.minimum.accumulate(limit * grown - pull, axis=0)
    return (pull + np.minimum(start, room)) / grown, limit


def _held_once(
    start: Rows, settled: Rows, seconds: Rows, tau: float, ceiling: float, floor: Rows
) -> tuple[Rows, Rows]:
    """One piece: down to the ceiling at the least power, then as the load asks, then held."""
    down = seconds_above(start, -np.inf, floor, ceiling, seconds, tau)
    rest = seconds - np.where(start > ceiling, np.where(floor < ceiling, down, seconds), 0)
    free = settled + (np.minimum(start, ceiling) - settled) * np.exp(-rest / tau)
    beyond = np.where(start > ceiling, seconds, seconds_above(start, np.inf, settled, ceiling, seconds, tau))
    limit = np.maximum(ceiling, floor + (np.maximum(start, ceiling) - floor) * np.exp(-beyond / tau))
    return np.where(limit > ceiling, limit, np.minimum(free, ceiling)), limit


def _held_in_turn(
    start: Rows, settled: Rows, seconds: Rows, tau: float, ceiling: float, floor: Rows
) -> tuple[Rows, Rows]:
    ends, limits = np.empty_like(settled), np.empty_like(settled)
    for piece in range(len(seconds)):
        one = slice(piece, piece + 1)
        ends[one], limits[one] = _held_once(start, settled[one], seconds[one], tau, ceiling, floor)
        start = ends[piece]
    return ends, limits


def _crossing(start: Rows, free: Rows, settled: Rows, seconds: Rows, tau: float, ceiling: float) -> Rows:
    """exp(t / tau) at the moment when each card first reaches the ceiling (1: it started there)."""
    first = np.argmax(free >= ceiling, axis=0)
    cards = np.arange(free.shape[1])
    before = np.where(first > 0, free[first - 1, cards], start)
    above = seconds_above(before, free[first, cards], settled[first, cards], ceiling, seconds[first], tau)
    moment: Rows = np.where(start >= ceiling, 0.0, np.cumsum(seconds)[first] - above)
    return np.exp(moment / tau)


def seconds_above(
    start: Rows, end: Rows | float, settled: Rows, level: float | Rows, seconds: Rows, tau: float
) -> Rows:
    """How much of a piece is spent at or above `level`, on the way from `start` towards `settled`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = np.clip(np.nan_to_num(tau * np.log((settled - start) / (settled - level))), 0, seconds)
    rising: Rows = np.where(end >= level, seconds - crossing, 0.0)
    return np.where(start >= level, np.where(end >= level, seconds, crossing), rising)
