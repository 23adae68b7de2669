"""Metrics as Prometheus scrapes them, family by family."""

from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.simulator import Simulator
from fakeai_proxy.telemetry.dcgm import exposition as of_gpus
from fakeai_proxy.telemetry.exposition import FAMILIES, exposition

from .asked import Asked, text_page

GPUS = "dcgm"
ALL = (*FAMILIES, GPUS)


def prometheus(asked: Asked) -> Reply:
    """All families, or those that `families` names."""
    return text_page(text(asked.simulator, asked.query.choices("families", ALL)))


def vllm(asked: Asked) -> Reply:
    """What a vLLM server shows at /metrics."""
    return text_page(text(asked.simulator, ("vllm",)))


def nim(asked: Asked) -> Reply:
    """What a NIM shows at /v1/metrics."""
    return text_page(text(asked.simulator, ("nim",)))


def dynamo(asked: Asked) -> Reply:
    """What a Dynamo frontend and its components show."""
    return text_page(text(asked.simulator, ("dynamo_frontend", "dynamo_component")))


def own(asked: Asked) -> Reply:
    """Every exchange, by model."""
    return text_page(text(asked.simulator, ("fakeai",)))


def dcgm(asked: Asked) -> Reply:
    """What dcgm-exporter shows."""
    return text_page(text(asked.simulator, (GPUS,)))


def text(simulator: Simulator, families: tuple[str, ...]) -> bytes:
    """`families`, one after the other."""
    cluster, services = simulator.services.cluster, simulator.services
    snapshot = simulator.services.telemetry.snapshot(
        cluster.workers(), simulator.settings.engine, services.catalog.find
    )
    if simulator.chaos is not None and "chaos" in families:
        from fakeai_proxy.chaos.status import counts

        snapshot = replace(snapshot, chaos=counts(simulator.chaos))
    shown = [exposition(snapshot, *(name for name in FAMILIES if name in families))]
    if GPUS in families:
        shown.append(of_gpus(cluster.node, cluster.time.now()).encode())
    return b"".join(shown)
