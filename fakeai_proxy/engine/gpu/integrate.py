"""From loads to power, heat and sums: exact within each piece, for all pieces and GPUs at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.engine.ledger import Rows

from .body import Body
from .draw import TAU_S, Draw, Throttle, draw_of, throttled
from .load import BUSY, COLUMNS, DRAM, SM
from .state import (
    ACTIVE_CLOCK,
    AMBIENT,
    BELOW_DEFAULT,
    BRAKED,
    CLOCK,
    CLOCKS_DOWN,
    CONTEXTS,
    ENERGY,
    HARD_BRAKE,
    HARD_THERMAL,
    IDLE,
    POWER_CAP,
    PRESENT,
    RESISTANCE,
    THERMAL,
    TOTALS,
    State,
)
from .thermal import SPAN, settle

MEMORY_TAU_S = 10.0
MEMORY_RISE_C = 10.0
"""What a saturated memory interface adds to the memory's temperature."""

IDLE_BIT, POWER_CAP_BIT, HARD_SLOWDOWN_BIT = 0x1, 0x4, 0x8
THERMAL_BIT, HARD_THERMAL_BIT, HARD_BRAKE_BIT = 0x20, 0x40, 0x80
"""DCGM_CLOCKS_EVENT_REASON_*."""

Indices = NDArray[np.intp]


def integrate(body: Body, state: State, cards: Indices, edges: Rows, loads: Rows) -> None:
    """Advance `cards` of `state` over pieces that are the same for all of them.

    edges: n + 1 moments; loads: n x COLUMNS. Their environment does not change meanwhile.
    """
    seconds, environment = np.diff(edges), state.environment[:, cards]
    draw = draw_of(body, environment, loads)
    warmest = (environment[AMBIENT] + environment[RESISTANCE] * draw.power).max()
    if max(warmest, state.gpu_c[cards].max()) < body.ceiling_c:
        _advance(body, state, cards, draw, seconds, loads, cool=True)
        return
    first = 0
    while first < len(loads):
        reach = int(np.searchsorted(edges, edges[first] + SPAN * TAU_S, side="right")) - 1
        part = slice(first, max(reach, first + 1))
        _advance(
            body,
            state,
            cards,
            draw_of(body, environment, loads[part]),
            seconds[part],
            loads[part],
            cool=False,
        )
        first = part.stop


def _advance(
    body: Body, state: State, cards: Indices, draw: Draw, seconds: Rows, loads: Rows, *, cool: bool
) -> None:
    """cool: no card can reach its ceiling."""
    environment, start, throttle = state.environment[:, cards], state.gpu_c[cards], None
    settled = environment[AMBIENT] + environment[RESISTANCE] * draw.power
    if cool:
        state.gpu_c[cards] = settle(start, settled, seconds, TAU_S)
    else:
        state.gpu_c[cards], throttle = throttled(body, environment, draw, seconds, start, settled)
    state.totals[cards] += _sums(body, environment, draw, throttle, seconds, loads)
    traffic = settle(np.zeros(1), MEMORY_RISE_C * loads[:, [DRAM]], seconds, MEMORY_TAU_S)
    left = np.exp(-seconds.sum() / MEMORY_TAU_S)
    state.memory_rise[cards] = state.memory_rise[cards] * left + traffic * environment[PRESENT]
    _note_moment(body, state, cards, environment, draw, throttle, loads[-1])


def _sums(
    body: Body, environment: Rows, draw: Draw, throttle: Throttle | None, seconds: Rows, loads: Rows
) -> Rows:
    """What the pieces add to the totals (gpus x TOTALS)."""
    each, bare = seconds[:, None], environment[CONTEXTS] == 0
    sums = np.zeros((len(bare), TOTALS))
    sums[:, :COLUMNS] = (seconds @ loads) * environment[PRESENT][:, None]
    sums[:, ENERGY] = seconds @ draw.power
    mhz = np.where(bare, body.idle_mhz, body.clock(draw.share))
    sums[:, CLOCK] = (each * mhz).sum(0)
    sums[:, ACTIVE_CLOCK] = (each * loads[:, SM, None] * mhz).sum(0)
    sums[:, IDLE] = seconds.sum() - sums[:, BUSY]
    sums[:, CLOCKS_DOWN] = np.where(bare, sums[:, IDLE], 0)
    sums[:, HARD_BRAKE] = np.where(environment[BRAKED] > 0, seconds.sum(), 0)
    if draw.capped.any():
        sums[:, POWER_CAP] = seconds @ draw.capped
        sums[:, BELOW_DEFAULT] = seconds @ (draw.capped & (mhz < body.default_mhz))
    if throttle:
        _take_back(body, sums, draw, throttle, mhz, loads)
    return sums


def _take_back(body: Body, sums: Rows, draw: Draw, throttle: Throttle, mhz: Rows, loads: Rows) -> None:
    """Put the time at the thermal limit in place of what was drawn without it."""
    seconds, slow = throttle.seconds, body.clock(throttle.share)
    sums[:, ENERGY] -= (seconds * (draw.power - throttle.power)).sum(0)
    sums[:, CLOCK] -= (seconds * (mhz - slow)).sum(0)
    sums[:, ACTIVE_CLOCK] -= (seconds * loads[:, SM, None] * (mhz - slow)).sum(0)
    sums[:, POWER_CAP] -= (seconds * draw.capped).sum(0)
    sums[:, THERMAL] = seconds.sum(0)
    sums[:, HARD_THERMAL] = throttle.hard.sum(0)
    below = (slow < body.default_mhz).astype(float) - (draw.capped & (mhz < body.default_mhz))
    sums[:, BELOW_DEFAULT] += (seconds * below).sum(0)


def _note_moment(
    body: Body,
    state: State,
    cards: Indices,
    environment: Rows,
    draw: Draw,
    throttle: Throttle | None,
    load: Rows,
) -> None:
    power, share, capped = draw.power[-1], draw.share[-1], draw.capped[-1]
    reasons = np.where(load[BUSY] == 0, IDLE_BIT, 0)
    reasons = reasons | np.where(environment[BRAKED] > 0, HARD_BRAKE_BIT | HARD_SLOWDOWN_BIT, 0)
    if throttle:
        power = np.where(throttle.now, throttle.power[-1], power)
        share = np.where(throttle.now, throttle.share[-1], share)
        capped = capped & ~throttle.now
        hard = throttle.now & (state.gpu_c[cards] >= body.slowdown_c)
        reasons = reasons | np.where(throttle.now, THERMAL_BIT, 0)
        reasons = reasons | np.where(hard, HARD_THERMAL_BIT | HARD_SLOWDOWN_BIT, 0)
    state.power[cards] = power
    state.clock[cards] = np.where(environment[CONTEXTS] > 0, body.clock(share), body.idle_mhz)
    state.reasons[cards] = reasons | np.where(capped, POWER_CAP_BIT, 0)
