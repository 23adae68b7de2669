"""All that is known of a model, as JSON has it: null is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, get_args

from fakeai_proxy.wire.models import ModelFacts

from .architecture import Deployment, Pace, Price
from .model import Capability, Model


def facts(model: Model) -> ModelFacts:
    """What `GET /models/{model}/capabilities` and `fakeai-proxy models show` say first."""
    return {
        "id": model.id,
        "object": "model.capabilities",
        "created": model.created,
        "owned_by": model.owner,
        "provider": model.provider,
        "kind": model.kind,
        "snapshot": model.snapshot,
        "aliases": list(model.aliases),
        "base": model.base or None,
        "context_window": model.context_window or None,
        "max_output_tokens": model.max_output_tokens or None,
        "dimensions": model.dimensions or None,
        "knowledge_cutoff": model.knowledge_cutoff or None,
        "modalities": {"input": list(model.input_modalities), "output": list(model.output_modalities)},
        "capabilities": dict(abilities(model)),
        "parameters": {"total": _whole(model.parameters), "active": _whole(_active(model))},
        "architecture": _shape(model),
        "deployment": _table(model.deployment),
        "pace": _table(model.pace),
        "price": _table(model.price),
    }


def abilities(model: Model) -> Mapping[str, bool]:
    """Every ability that a model may have, and whether this one has it."""
    stated = {name: name in model.capabilities for name in get_args(Capability)}
    senses = {
        "vision": "image" in model.input_modalities,
        "audio_input": "audio" in model.input_modalities,
        "audio_output": "audio" in model.output_modalities,
        "image_output": "image" in model.output_modalities,
    }
    return stated | senses | {"reasoning": model.reasoning}


def _active(model: Model) -> float | None:
    """A dense model passes each token through all of it."""
    if model.active_parameters or not model.architecture or model.mixture:
        return model.active_parameters
    return model.parameters


def _shape(model: Model) -> dict[str, Any] | None:
    if model.architecture is None:
        return None
    return {"type": "mixture_of_experts" if model.mixture else "transformer"} | asdict(model.architecture)


def _table(value: Deployment | Pace | Price | None) -> dict[str, Any] | None:
    return asdict(value) if value else None


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)
