"""Power and clocks: as the load asks, as the power limit allows, as the heat allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.engine.ledger import Rows

from .body import BRAKE, POWER_EXPONENT, Body
from .state import AMBIENT, BRAKED, CONTEXTS, LIMIT, PRESENT, RESISTANCE
from .thermal import held, seconds_above

TAU_S = 30.0
"""Time constant of the die with its cooler."""
NEAR = 1e-9
"""Kelvin that rounding may be off."""

Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Draw:
    """What each piece draws at the start (n x gpus, or 1 x gpus where all pieces are alike)."""

    base: Rows
    """Watts without any load (gpus)."""
    dynamic: Rows
    """Watts that the load adds at full clock, or at half of it under the brake."""
    full: Rows
    """Share of full clock that the brake leaves (gpus)."""
    power: Rows
    share: Rows
    """Of full clock."""
    capped: Flags
    """Whether the power limit is what holds it down."""

    def clocked(self, power: Rows) -> Rows:
        """The clock's share at which the load draws no more than `power`."""
        with np.errstate(divide="ignore", invalid="ignore"):
            left = np.clip((power - self.base) / self.dynamic, 0, 1)
        share: Rows = self.full * np.where(self.dynamic > 0, left, 1.0) ** (1 / POWER_EXPONENT)
        return share


@dataclass(slots=True)
class Throttle:
    """What the heat takes away (n x gpus each)."""

    seconds: Rows
    """Of each piece, spent at the thermal limit; the rest of it passes as drawn."""
    hard: Rows
    """Of them, at or above the slowdown temperature."""
    power: Rows
    """Watts at the limit."""
    share: Rows
    now: Flags
    """Whether it is at the limit in the end (gpus)."""


def draw_of(body: Body, environment: Rows, loads: Rows) -> Draw:
    """What `loads` (n x COLUMNS) draw in an `environment` (6 x gpus), whatever the temperature."""
    base = np.where(environment[CONTEXTS] > 0, body.context_w, body.bare_w)
    full = np.where(environment[BRAKED] > 0, BRAKE, 1.0)
    dynamic = body.dynamic_w(loads)[:, None] * (environment[PRESENT] * full**POWER_EXPONENT)
    wanted = base + dynamic
    capped = wanted > environment[LIMIT]
    draw = Draw(base, dynamic, full, wanted, full[None, :], capped)
    if capped.any():
        draw.power = np.minimum(wanted, environment[LIMIT])
        draw.share = np.where(capped, draw.clocked(draw.power), draw.share)
    return draw


def throttled(
    body: Body, environment: Rows, draw: Draw, seconds: Rows, start: Rows, settled: Rows
) -> tuple[Rows, Throttle]:
    """Temperatures in the end (gpus), where some card gets too warm, and what that costs it.

    At the ceiling software lowers the clock until the temperature stays; where even the least power is too
    much it goes on rising, and above the slowdown temperature the hardware's bits are set too.
    """
    ambient, resistance = environment[AMBIENT], environment[RESISTANCE]
    floor = ambient + resistance * draw.base
    ends, limit = held(start, settled, seconds, TAU_S, body.ceiling_c, floor)
    before = np.concatenate((start[None], ends[:-1]))
    each, ceiling = seconds[:, None], body.ceiling_c
    free = settled + (before - settled) * np.exp(-each / TAU_S)
    at_limit = seconds_above(before, free, settled, ceiling, each, TAU_S)
    beyond = limit > ceiling + NEAR
    cooling = (before > ceiling + NEAR) & ~beyond  # the least power until it is down at the ceiling again
    at_limit = np.where(cooling, seconds_above(before, ends, floor, ceiling, each, TAU_S), at_limit)
    at_limit = np.where(beyond & (ends >= limit - NEAR), each, at_limit)
    least = beyond | cooling
    power = np.where(least, draw.base, np.clip((ceiling - ambient) / resistance, draw.base, draw.power))
    hard = seconds_above(before, ends, floor, body.slowdown_c, each, TAU_S)
    share = np.clip(draw.clocked(power), body.least_clock, draw.share)
    share = np.where(least, np.minimum(share, body.least_clock), share)
    now = (at_limit[-1] > 0) & (ends[-1] >= ceiling - NEAR)
    return ends[-1], Throttle(at_limit, hard, power, share, now)
