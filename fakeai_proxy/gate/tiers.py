"""Usage tiers: what a key may ask in a minute and in a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from fakeai_proxy.core.bucket import Limit, Unit

MINUTE, DAY = 60.0, 86_400.0
Amount = Annotated[int, Field(ge=1)]


class Tier(BaseModel):
    """Limits of one tier, for each key and model; None: there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rpm: Amount | None = Field(default=None, description="Requests a minute.")
    tpm: Amount | None = Field(default=None, description="Tokens a minute.")
    rpd: Amount | None = Field(default=None, description="Requests a day.")
    tpd: Amount | None = Field(default=None, description="Tokens a day.")

    def over(self, below: Tier | None) -> Tier:
        """What is set here, and the rest as in `below`."""
        told = self.model_dump(include=self.model_fields_set)
        return below.model_copy(update=told) if below else self

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Those that are set; of each unit, that of a minute first."""
        given: tuple[tuple[Unit, int | None, float], ...] = (
            ("requests", self.rpm, MINUTE),
            ("tokens", self.tpm, MINUTE),
            ("requests", self.rpd, DAY),
            ("tokens", self.tpd, DAY),
        )
        return tuple(Limit(unit, amount, seconds) for unit, amount, seconds in given if amount)


TIERS: Mapping[str, Tier] = MappingProxyType(
    {
        "free": Tier(rpm=3, tpm=40_000, rpd=200),
        "tier-1": Tier(rpm=500, tpm=200_000, rpd=10_000),
        "tier-2": Tier(rpm=5_000, tpm=2_000_000),
        "tier-3": Tier(rpm=10_000, tpm=10_000_000),
        "tier-4": Tier(rpm=30_000, tpm=150_000_000),
        "tier-5": Tier(rpm=60_000, tpm=300_000_000),
    }
)
"""In the order of their size."""


def canonical(name: str) -> str:
    """`tier1`, `Tier-1` and `tier_1` are `tier-1`."""
    return re.sub(r"^tier[-_ ]?(\d)$", r"tier-\1", name.strip().lower())
