"""What is known of a model, with how fast it is."""

from __future__ import annotations

from collections.abc import Callable

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.facts import facts
from fakeai_proxy.catalog.model import WRITERS
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.price_of import ModelPricing
from fakeai_proxy.engine.pricing import Chunk
from fakeai_proxy.wire.models import Latency, ModelCapabilities

PROMPT = 1_000
"""Tokens of the prompt whose latency is told."""


def described(model: Model, price: Callable[[Model], ModelPricing]) -> ModelCapabilities:
    """The facts of the catalog, and the latency at that price; none where the model cannot be served."""
    try:
        latency = latency_of(model, price(model))
    except SettingsError:
        latency = None
    return {**facts(model), "latency": latency}


def latency_of(model: Model, pricing: ModelPricing) -> Latency:
    """Of a request that is alone, `PROMPT` tokens long (as many as fit), with nothing cached."""
    prompt = min(PROMPT, model.context_window or PROMPT)
    ttft = pricing.outside(prompt) + pricing.step(0, 0, (Chunk(prompt, 0),)).seconds
    itl = pricing.step(1, prompt, ()).seconds if model.kind in WRITERS else None
    return {
        "prompt_tokens": prompt,
        "ttft_ms": round(ttft * 1e3, 3),
        "itl_ms": None if itl is None else round(itl * 1e3, 3),
        "kind": pricing.kind,
        "source": pricing.source,
    }
