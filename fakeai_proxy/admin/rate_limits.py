"""`/metrics/rate-limits` and below: what the gateway let in, held back and turned away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.gate.counts import Count
from fakeai_proxy.gate.gate import Gate
from fakeai_proxy.gate.rates import label
from fakeai_proxy.telemetry.caller import fingerprint

from .asked import Asked, json_page
from .measure import share
from .reading import Reading

SHOWN = 100
"""Keys and addresses of one page, those with most refusals first."""


def rate_limits(asked: Asked) -> Reply:
    """All keys together, and each of them."""
    gate = asked.simulator.services.gate
    keys = [*gate.counts.keys.items()] if gate else []
    return json_page(
        {
            "enabled": bool(gate and gate.rates),
            "default_tier": asked.simulator.settings.rate_limits.tier,
            **summed([count for _, count in keys]),
            "keys": [{"key": name, "tier": count.tier, **figures(count)} for name, count in worst(keys)],
        }
    )


def one_key(asked: Asked) -> Reply:
    """One key, by its fingerprint or by the key itself, with what is left to it of each model."""
    gate, name = asked.simulator.services.gate, asked.parameters["key"]
    salt = asked.simulator.settings.seed.to_bytes(8, "little", signed=True)
    for known in (name, fingerprint(name, salt)):
        if gate and (count := gate.counts.keys.get(known)):
            told = {"key": known, "tier": count.tier, **figures(count), "models": models(count, gate)}
            return json_page(told)
    raise ApiError(404, "No key of this name has asked a model.", code="not_found")


def by_tier(asked: Asked) -> Reply:
    """Every tier: its limits, and what its keys did."""
    gate = asked.simulator.services.gate
    counts = [*gate.counts.keys.values()] if gate else []
    tiers = {}
    for name, tier in asked.simulator.settings.rate_limits.table.items():
        members = [count for count in counts if count.tier == name]
        limits = {label(limit): limit.amount for limit in tier.limits}
        tiers[name] = {"limits": limits, "keys": len(members), **summed(members)}
    return json_page({"tiers": tiers})


def throttle_analytics(asked: Asked) -> Reply:
    """What was held back: by which limit, for how long, and who did not wait."""
    gate = asked.simulator.services.gate
    keys = [*gate.counts.keys.items()] if gate else []
    together = summed([count for _, count in keys])
    waits = sum(count.waits for _, count in keys)
    early = {name: count.early for name, count in worst(keys) if count.early}
    return json_page(
        {
            **together,
            "mean_wait_seconds": share(waits, sum(together["throttled_by"].values())),
            "early_retries": sum(count.early for _, count in keys),
            "early_retries_by_key": early,
        }
    )


def abuse_patterns(asked: Asked) -> Reply:
    """Offences by kind and by address, and who is banned for how long."""
    gate = asked.simulator.services.gate
    peers = gate.watch.by_peer.items() if gate else ()
    first = sorted(peers, key=lambda item: -item[1].total())[:SHOWN]
    return json_page(
        {
            "enabled": asked.simulator.settings.security.abuse_detection,
            "offences": dict(gate.watch.offences) if gate else {},
            "banned": gate.watch.banned() if gate else {},
            "blocked_requests": gate.watch.blocked if gate else 0,
            "by_address": {peer: dict(offences) for peer, offences in first},
        }
    )


def security(reading: Reading) -> dict[str, int]:
    """What was turned away since the start, and the addresses that are banned."""
    gate = reading.simulator.services.gate
    refused = sum(int(sums.requests) for key, sums in reading.cells.items() if key.status == 400)
    offences = gate.watch.offences if gate else Counter[str]()
    return {
        "blocked_requests": gate.watch.blocked + offences.total() if gate else 0,
        "injection_attempts": offences["injection"] + offences["malicious"],
        "failed_authentications": offences["bad_key"],
        "banned_ips": len(gate.watch.banned()) if gate else 0,
        "validation_errors": refused,
    }


def worst(keys: Iterable[tuple[str, Count]]) -> list[tuple[str, Count]]:
    """Those with most refusals first."""
    return sorted(keys, key=lambda item: (-item[1].throttled.total(), -item[1].admitted))[:SHOWN]


def figures(count: Count) -> dict[str, Any]:
    return summed([count]) | {"early_retries": count.early}


def summed(counts: list[Count]) -> dict[str, Any]:
    """Of several keys together."""
    throttled = sum((count.throttled for count in counts), Counter[str]())
    admitted = sum(count.admitted for count in counts)
    return {
        "admitted": admitted,
        "throttled": throttled.total(),
        "rejection_rate": share(throttled.total(), admitted + throttled.total()),
        "tokens": sum(count.tokens for count in counts),
        "throttled_by": dict(throttled),
    }


def models(count: Count, gate: Gate) -> dict[str, Any]:
    """What is left of each limit, by model."""
    if gate.rates is None:
        return {}
    return {
        model: {
            label(one.limit): {
                "limit": one.limit.amount,
                "remaining": one.remaining,
                "reset_seconds": round(one.reset, 3),
            }
            for one in gate.rates.standings(ticket)
        }
        for model, ticket in count.models.items()
    }
