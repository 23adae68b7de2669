"""Keys and values on their way from the worker that computed them to the one that goes on."""

from __future__ import annotations

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Precision

from .memory import kv_bytes


def transfer_bytes(model: Model, precision: Precision, tokens: int) -> float:
    """Bytes of `tokens` tokens on all layers; 0 where the architecture of `model` is not known."""
    return kv_bytes(model.architecture, precision) * tokens if model.architecture else 0.0


def transfer_seconds(size: float, gigabytes_per_second: float) -> float:
    """Of `size` bytes that all go after the prefill, and before the first token, as in Dynamo's mocker."""
    return size / (gigabytes_per_second * 1e9)
