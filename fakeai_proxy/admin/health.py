"""`/health` and `/health/detailed`: is it up, and is what it simulates well?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from fakeai_proxy import __version__
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.simulator import Simulator

from .asked import Asked, json_page
from .gpus import state
from .reading import Reading, shown
from .sections import told

SUMMARY = ("requests", "tokens", "throughput", "cost")


class Check(NamedTuple):
    """One thing looked at."""

    name: str
    status: Literal["healthy", "degraded"]
    detail: str


def health(asked: Asked) -> Reply:
    """It answers, and how it is configured."""
    return json_page(basics(asked.simulator))


def detailed(asked: Asked) -> Reply:
    """Every check, and a summary of the metrics; 200 also where not all is well, since it does answer."""
    found = list(checks(asked.simulator))
    well = all(check.status == "healthy" for check in found)
    return json_page(
        {
            **basics(asked.simulator),
            "status": "healthy" if well else "degraded",
            "checks": [check._asdict() for check in found],
            "metrics": told(Reading.read(asked.simulator), SUMMARY),
        }
    )


def basics(simulator: Simulator) -> dict[str, Any]:
    settings = simulator.settings
    return {
        "status": "healthy",
        "version": __version__,
        "timestamp": simulator.clock.wall(),
        "uptime_seconds": uptime(simulator),
        "config": {
            "mode": settings.mode,
            "modes": list(simulator.names),
            "seed": settings.seed,
            "time_scale": settings.generation.time_scale,
            "kv_cache_enabled": settings.kv_cache.enabled,
            "routing": settings.kv_cache.routing,
            "gpu_model": settings.dcgm.gpu_model,
            "gpu_count": settings.dcgm.gpu_count,
        },
    }


def uptime(simulator: Simulator) -> float:
    """Seconds of the machine, whatever time is simulated."""
    return simulator.clock.now() - simulator.started


def checks(simulator: Simulator) -> Iterator[Check]:
    """Whatever can be unwell."""
    cluster = simulator.services.cluster
    workers = cluster.workers()
    out = [f"{shown(one.model)} {one.index} ({one.health})" for one in workers if one.health != "closed"]
    yield check("workers", out, f"{len(workers)} up")
    node = cluster.node
    broken = [str(one["gpu"]) for one in state(node, cluster.time.now()) if one["health"] or one["stopped"]]
    yield check("GPUs", broken, f"{node.settings.gpu_count} up")
    if held := simulator.scopes.tapes.shelf.all():
        lost = [f"a recording was lost ({one.cassette.failed})" for one in held if one.cassette.failed]
        yield check("cassette", lost, "open")


def check(name: str, unwell: list[str], well: str) -> Check:
    """`unwell` are those that are not well; it is well where there are none."""
    if unwell:
        return Check(name, "degraded", f"not well: {', '.join(unwell)}")
    return Check(name, "healthy", well)
