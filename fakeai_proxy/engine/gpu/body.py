"""What a card of some model draws, how warm that makes it and when it slows down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.engine.hardware import Gpu
from fakeai_proxy.engine.ledger import Rows

from .load import BUSY, DRAM_POWER, TENSOR

BUSY_WEIGHT, TENSOR_WEIGHT = 0.135, 0.7
"""Shares of the dynamic power: any kernel at all, tensor cores. With UNPACKING_WEIGHT (load.py) they meet the
power of five runs of gpt-oss-120b on H100 (InferenceX #828) within 2 %."""

POWER_EXPONENT = 2.5
"""Dynamic power falls with this power of the clock."""
BRAKE = 0.5
"""The clock's share under a hardware slowdown."""

RESISTANCE = 0.065
"""Kelvin per watt from the air to the die, of a card of up to 700 W: two H200 nodes, 0.056 and 0.079."""
RESISTANCE_SPREAD = 0.2
COOLED_W = 700.0
"""Above this a card is taken to have a cooler in proportion."""
SLOT_WARMING_C = 6.0
"""The last slot in the stream of air gets it this much warmer."""

IDLE_SHARE, CONTEXT_RATIO = 0.14, 1.4
"""Idle power where nobody published it, a B200's: share of the limit; with a context, relative to that."""
CEILING_C, SLOWDOWN_C = 87.0, 89.0
"""Limits where nobody has published them: those of Hopper."""
LEAST_CLOCK = 0.2
"""How far software may slow a card down whose idle clock is not known."""


@dataclass(frozen=True, slots=True)
class Body:
    """The physics of one model of card."""

    limit_w: float
    bare_w: float
    """Idle, with no CUDA context on it."""
    context_w: float
    """Idle, with one: clocks stay up."""
    max_mhz: float
    """nan where not known, as below."""
    idle_mhz: float
    default_mhz: float
    least_clock: float
    ceiling_c: float
    """Where software starts to slow it down."""
    slowdown_c: float
    """Where hardware does."""
    resistance: float

    def dynamic_w(self, loads: Rows) -> Rows:
        """Watts that each load adds to those with a context, at full clock and without any limit (n)."""
        share = BUSY_WEIGHT * loads[:, BUSY] + loads[:, DRAM_POWER] + TENSOR_WEIGHT * loads[:, TENSOR]
        watts: Rows = (self.limit_w - self.context_w) * share
        return watts

    def clock(self, share: Rows) -> Rows:
        """MHz of the SMs at a share of full clock, in the steps of 15 MHz that the cards take."""
        mhz: Rows = np.rint(share * (self.max_mhz / 15)) * 15
        return mhz


def body_of(card: Gpu) -> Body:
    """What is known of `card`, and what is taken from its nearest relatives where it is not."""
    bare = card.idle_w or IDLE_SHARE * card.power_limit_w
    return Body(
        limit_w=card.power_limit_w,
        bare_w=bare,
        context_w=card.context_w or CONTEXT_RATIO * bare,
        max_mhz=card.sm_max_mhz or np.nan,
        idle_mhz=card.sm_idle_mhz or np.nan,
        default_mhz=card.sm_default_mhz or card.sm_max_mhz or np.nan,
        least_clock=card.sm_idle_mhz / card.sm_max_mhz
        if card.sm_idle_mhz and card.sm_max_mhz
        else LEAST_CLOCK,
        ceiling_c=card.max_operating_c or CEILING_C,
        slowdown_c=card.slowdown_c or SLOWDOWN_C,
        resistance=RESISTANCE * min(1.0, COOLED_W / card.power_limit_w),
    )


def slots(body: Body, gpus: int, seed: int) -> tuple[Rows, Rows]:
    """How much warmer the air is at each card than at the inlet, and each card's thermal resistance."""
    chance = rng_for(seed, b"gpu slots")
    warming = SLOT_WARMING_C * chance.permutation(gpus) / max(gpus - 1, 1)
    return warming, body.resistance * (1 + RESISTANCE_SPREAD * (2 * chance.random(gpus) - 1))
