"""What cannot be true of one model at once."""

from __future__ import annotations

from collections.abc import Iterator

from .architecture import Architecture
from .model import Model

TOLERANCE = 1.03
"""Sums of rounded numbers."""


def contradictions(model: Model) -> Iterator[tuple[str, str]]:
    """Each field that does not go with the others, dotted, and why."""
    if model.context_window and model.max_output_tokens > model.context_window:
        yield "max_output_tokens", f"must not be above context_window, {model.context_window}"
    if model.kind == "embedding" and not model.dimensions:
        yield "dimensions", "an embedding model needs the length of its vectors"
    if model.min_dimensions > model.dimensions:
        yield "min_dimensions", f"must not be above dimensions, {model.dimensions}"
    if (model.active_parameters or 0) > (model.parameters or model.active_parameters or 0):
        yield "active_parameters", f"must not be above parameters, {model.parameters:g}"
    if model.architecture:
        for field, why in _of_shape(model.architecture):
            yield f"architecture.{field}", why
        if model.parameters and _size(model.architecture) > TOLERANCE * model.parameters:
            yield "architecture.dense", f"with experts it is above parameters, {model.parameters:g}"


def _of_shape(shape: Architecture) -> Iterator[tuple[str, str]]:
    if shape.heads % shape.kv_heads:
        yield "kv_heads", f"must divide heads, {shape.heads}"
    if shape.top_k > shape.expert_count:
        yield "top_k", f"must not be above expert_count, {shape.expert_count}"
    if bool(shape.experts) != bool(shape.expert_count and shape.top_k and shape.moe_layers):
        yield "experts", "go with expert_count, top_k and moe_layers: all of them, or none"
    if shape.moe_layers > shape.layers:
        yield "moe_layers", f"must not be above layers, {shape.layers}"
    if bool(shape.window) != bool(shape.windowed):
        yield "windowed", "goes with window: both, or none"


def _size(shape: Architecture) -> float:
    return shape.dense + shape.experts + shape.embedding
