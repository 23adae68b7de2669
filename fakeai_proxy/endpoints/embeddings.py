"""`POST /embeddings`."""

from __future__ import annotations

from base64 import b64encode

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.engine import Job
from fakeai_proxy.synth import embed
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire import embeddings as wire

from .context import Context
from .nim.asymmetric import asymmetric, is_asymmetric, split
from .prompts import Prompt, prompts_of
from .replies import json_reply
from .submission import submit
from .support import refuse_embedding

UNKNOWN_DIMENSIONS = 1536
"""Length of the vectors of a model of which it is not known."""


def embeddings(body: wire.EmbeddingRequest, context: Context) -> Reply:
    """A unit vector for each input."""
    name, input_type = split(body, context.services.catalog)
    model = context.model(name)
    inputs = inputs_of(body, input_type, model)
    tokens = [one.tokens for one in inputs]
    refuse_embedding(model, body.dimensions, tokens)
    dimensions = dimensions_of(body, model)
    made = context.services.semantic.embed if context.services.semantic else embed
    render = base64_of if body.encoding_format == "base64" else numbers_of
    answer: wire.EmbeddingList = {
        "object": "list",
        "data": [
            {"object": "embedding", "index": index, "embedding": render(made(one.text, dimensions))}
            for index, one in enumerate(inputs)
        ],
        "model": model.snapshot or model.id,
        "usage": {"prompt_tokens": sum(tokens), "total_tokens": sum(tokens)},
    }
    context.exchange.prompt_tokens = sum(tokens)
    job = Job(model, (), sum(tokens), output_tokens=0)  # each text attends to all of itself: nothing to cache
    return json_reply(answer, context, submit([job], context))


def inputs_of(body: wire.EmbeddingRequest, input_type: str | None, model: Model) -> list[Prompt]:
    """What is to be embedded. Raises ApiError 400."""
    words = tokenizer(model.encoding, model.token_factor)
    if is_asymmetric(model):
        return asymmetric(body, input_type, model, words)
    return prompts_of(body.input, words)


def dimensions_of(body: wire.EmbeddingRequest, model: Model) -> int:
    """As many as asked for, at most as many as the model has; else what the model has."""
    most = model.dimensions or UNKNOWN_DIMENSIONS
    if body.dimensions is not None and not model.min_dimensions <= body.dimensions <= most:
        side, limit = ("less", most) if body.dimensions > most else ("greater", model.min_dimensions)
        raise ApiError(
            400,
            f"Invalid value for 'dimensions' = {body.dimensions}. Must be {side} than or equal to {limit}.",
        )
    return body.dimensions or most


def base64_of(vector: NDArray[np.float32]) -> str:
    """The vector as little-endian float32, in base64: what the SDK asks for unless told otherwise."""
    return b64encode(vector.astype("<f4", copy=False).tobytes()).decode()


def numbers_of(vector: NDArray[np.float32]) -> list[float]:
    numbers: list[float] = vector.tolist()
    return numbers
