"""The clock of a card while it does a step: what heat, a power limit or a brake leaves of it."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.engine.ledger import Rows, step_row
from fakeai_proxy.engine.pricing import Cost

from .body import Body
from .draw import draw_of
from .load import step_spans
from .state import AMBIENT, RESISTANCE

WARM_C = 0.5
"""This close to the ceiling, a card is held there."""


def clock_shares(body: Body, environment: Rows, gpu_c: Rows, load: Rows) -> Rows:
    """Shares of full clock (gpus) at which a `load` (1 x COLUMNS) runs on cards of these temperatures."""
    draw = draw_of(body, environment, load)
    ambient, resistance = environment[AMBIENT], environment[RESISTANCE]
    bearable = np.clip((body.ceiling_c - ambient) / resistance, draw.base, draw.power[0])
    held = np.clip(draw.clocked(bearable), body.least_clock, draw.share)
    shares: Rows = np.where(gpu_c >= body.ceiling_c - WARM_C, held, draw.share)[0]
    return shares


def load_of(cost: Cost, dram_weight: float) -> Rows:
    """The load (1 x COLUMNS) of a step of that `cost`."""
    return step_spans(step_row(cost), dram_weight)[:, 2:]
