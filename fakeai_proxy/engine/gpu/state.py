"""Where each GPU is at one moment, as arrays over the GPUs, and what it has summed up so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fakeai_proxy.engine.ledger import Rows

from .body import Body
from .load import COLUMNS

(
    ENERGY,
    CLOCK,
    ACTIVE_CLOCK,
    IDLE,
    CLOCKS_DOWN,
    POWER_CAP,
    THERMAL,
    HARD_THERMAL,
    HARD_BRAKE,
    BELOW_DEFAULT,
) = range(COLUMNS, COLUMNS + 10)
"""Sums after those of the load's own columns: joules, MHz seconds (elapsed, with active SMs), then seconds in
which no kernel ran, clocks were at their idle, or something slowed the card down."""
TOTALS = COLUMNS + 10

CONTEXTS, AMBIENT, RESISTANCE, LIMIT, BRAKED, PRESENT = range(6)
"""Rows of an environment: processes on the card, its air and its cooling, its power limit, whether an outer
brake is on, whether it is on the bus."""


@dataclass(slots=True)
class State:
    """Everything that changes. `copy` to look ahead."""

    totals: Rows
    """gpus x TOTALS, since the start."""
    gpu_c: Rows
    memory_rise: Rows
    """What recent traffic adds to the memory's temperature."""
    environment: Rows
    """6 x gpus."""
    power: Rows
    """Watts, now."""
    clock: Rows
    """MHz of the SMs, now."""
    reasons: Rows
    """Why it is not higher: DCGM's bits, whole numbers."""

    def copy(self) -> State:
        return State(
            self.totals.copy(),
            self.gpu_c.copy(),
            self.memory_rise.copy(),
            self.environment.copy(),
            self.power.copy(),
            self.clock.copy(),
            self.reasons.copy(),
        )


def at_rest(body: Body, ambient: Rows, resistance: Rows) -> State:
    """Cards that nobody has used for long."""
    gpus = len(ambient)
    environment = np.zeros((6, gpus))
    environment[AMBIENT], environment[RESISTANCE] = ambient, resistance
    environment[LIMIT], environment[PRESENT] = body.limit_w, 1
    return State(
        totals=np.zeros((gpus, TOTALS)),
        gpu_c=ambient + resistance * body.bare_w,
        memory_rise=np.zeros(gpus),
        environment=environment,
        power=np.full(gpus, body.bare_w),
        clock=np.full(gpus, body.idle_mhz),
        reasons=np.ones(gpus),
    )
