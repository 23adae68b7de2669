"""The routing policies. A new one is one file, one line here and its name in kv_settings.Policy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from . import dynamo, kv, least_loaded, power_of_two, random_draw, round_robin
from .policy import Policy

ROUTERS: Mapping[str, Policy] = MappingProxyType(
    {
        "kv": Policy(kv.costs, "blocks", tempered=True),
        "dynamo": Policy(dynamo.costs, "blocks", tempered=True),
        "round-robin": Policy(round_robin.costs, "nothing"),
        "random": Policy(random_draw.costs, "a lot"),
        "least-loaded": Policy(least_loaded.costs, "active requests"),
        "power-of-two": Policy(power_of_two.costs, "active requests"),
    }
)
