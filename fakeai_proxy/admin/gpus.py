"""GPU telemetry as JSON, and faults of the hardware: `/dcgm/metrics/json`, `/_fakeai/gpu/faults`."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.engine.gpu import GpuNode
from fakeai_proxy.engine.gpu.faults import HARDWARE_FAULTS, XIDS, HardwareFault, Kind
from fakeai_proxy.telemetry.dcgm import as_json

from .asked import Asked, json_page
from .body import Body, body_of


class Injection(Body):
    """What breaks, where, how badly."""

    fault: str
    gpu: int = 0
    amount: float | None = None


def dcgm_json(asked: Asked) -> Reply:
    """The fields of `/dcgm/metrics`, GPU by GPU."""
    return json_page(as_json(asked.simulator.services.cluster.node, now(asked)))


def list_faults(asked: Asked) -> Reply:
    """The faults there are, and what each GPU suffers from."""
    faults = {name: described(kind) for name, kind in HARDWARE_FAULTS.items()}
    return json_page({"faults": faults, "gpus": state(asked.simulator.services.cluster.node, now(asked))})


def inject_fault(asked: Asked) -> Reply:
    """Break a GPU, with all that follows."""
    injection, gpus = body_of(asked, Injection), asked.simulator.services.cluster.node
    try:
        gpus.inject(HardwareFault(injection.fault, injection.amount), injection.gpu, now(asked))
    except SettingsError as error:
        raise ApiError(400, f"{error}.") from None
    return json_page({"injected": injection.model_dump(), "gpus": state(gpus, now(asked))})


def clear_faults(asked: Asked) -> Reply:
    """Repair and reset one GPU, or all."""
    gpus = asked.simulator.services.cluster.node
    last = gpus.settings.gpu_count - 1
    given = asked.query.text("gpu")
    cards = [int(asked.query.number("gpu", 0, 0, last))] if given else range(last + 1)
    for card in cards:
        gpus.clear(card, now(asked))
    return json_page({"cleared": list(cards), "gpus": state(gpus, now(asked))})


def described(kind: Kind) -> dict[str, Any]:
    amount = kind.amount
    takes = (
        {"unit": amount.unit, "default": amount.default, "least": amount.least, "most": amount.most}
        if amount
        else None
    )
    return {"help": kind.help, "xid": kind.xid or None, "amount": takes, "stops_workers": kind.stops}


def state(gpus: GpuNode, at: float) -> list[dict[str, Any]]:
    """Of each GPU: is it there, can it work, what was reported of it."""
    read = gpus.read(at)
    errors = read.errors
    return [
        {
            "gpu": card,
            "present": bool(read.present[card]),
            "stopped": card in errors.stopped,
            "health": {watched: code for (of, watched), (code, _) in errors.health.items() if of == card},
            "xids": [
                {"at": when, "xid": xid, "text": XIDS[xid]} for when, of, xid in errors.xids if of == card
            ],
        }
        for card in range(gpus.settings.gpu_count)
    ]


def now(asked: Asked) -> float:
    """Simulated seconds since the start."""
    return asked.simulator.services.cluster.time.now()
