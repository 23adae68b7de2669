"""One row of telemetry: 144 bytes, written by `struct`, read by numpy."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from .exchange import ImageSource, Outcome, SearchContext, ServiceTier, Source

Rows = NDArray[np.void]
"""A structured array of ROW."""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("at", "d", "simulated seconds when it ended, since the start"),
    ("wall", "d", "Unix seconds when it ended"),
    ("duration", "d", "seconds from the request to its last token or byte"),
    ("ttft", "d", "seconds to the first token, or piece of a stream"),
    ("queue", "d", "seconds in the queue of a worker"),
    ("prefill", "d", "seconds from being scheduled to the first token"),
    ("decode", "d", "seconds from the first token to the last"),
    ("prompt_tokens", "I", "tokens of the prompt, cached ones included"),
    ("cached_tokens", "I", "prompt tokens that came from a cache"),
    ("completion_tokens", "I", "tokens written, reasoning included"),
    ("reasoning_tokens", "I", "tokens written before the answer"),
    ("request_bytes", "I", "bytes of the request's body"),
    ("response_bytes", "I", "bytes of the reply's body"),
    ("chunks", "I", "pieces in which the reply went out"),
    ("max_tokens", "I", "most tokens the request allowed; 0: it did not say"),
    ("status", "H", "HTTP status; 0: no head was sent"),
    ("model", "H", "number of the model's name"),
    ("endpoint", "H", "number of the endpoint's name"),
    ("user", "H", "number of the caller's fingerprint"),
    ("error", "H", "number of the error's name"),
    ("choices", "H", "answers asked for"),
    ("preemptions", "H", "times its blocks were taken from it"),
    ("worker", "h", "index of the worker that served it; -1: none"),
    ("source", "B", "where the reply came from"),
    ("outcome", "B", "how it ended"),
    ("finish", "B", "why the first choice ended"),
    ("streamed", "B", "1: the reply was a stream"),
    ("batch", "B", "1: at the price of a batch"),
    ("audio_seconds", "d", "seconds of audio that were transcribed"),
    ("input_audio_tokens", "I", "tokens of the prompt that were audio"),
    ("output_audio_tokens", "I", "tokens written that were audio"),
    ("characters", "I", "characters that were spoken"),
    ("images", "H", "images that were made"),
    ("web_searches", "B", "searches of the web"),
    ("file_searches", "B", "searches of a vector store"),
    ("code_sessions", "B", "sessions of a code interpreter"),
    ("project", "H", "number of the project that the request names"),
    ("vector_store", "H", "number of the id of the vector store that was searched"),
    ("image_size", "B", "number of the size of the images"),
    ("image_source", "B", "what the images were made by"),
    ("search_context", "B", "how much of the web was read"),
    ("service_tier", "B", "the tier that was asked for"),
    ("scope", "H", "number of the fingerprint of the proxy URL's scope"),
)
"""(name, code of `struct`, meaning). Times that are not known are nan."""

SOURCES: tuple[Source, ...] = get_args(Source)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
IMAGE_SOURCES: tuple[ImageSource, ...] = get_args(ImageSource)
SEARCH_CONTEXTS: tuple[SearchContext, ...] = get_args(SearchContext)
SERVICE_TIERS: tuple[ServiceTier, ...] = get_args(ServiceTier)
FINISHES = ("", "stop", "length", "tool_calls", "content_filter", "function_call", "other")

NAMED = (
    *("model", "endpoint", "user", "error", "source", "outcome", "finish"),
    *("project", "vector_store", "image_size", "image_source", "search_context", "service_tier"),
    "scope",
)
"""Columns that hold the number of a name."""

PACKED = struct.Struct("<" + "".join(code for _, code, _ in COLUMNS))
ROW = np.dtype(
    [(name, "<" + {"d": "f8", "I": "u4", "H": "u2", "h": "i2", "B": "u1"}[code]) for name, code, _ in COLUMNS]
)
LARGEST = {"I": 2**32 - 1, "H": 2**16 - 1, "h": 2**15 - 1, "B": 255}


def within(values: Sequence[Any]) -> list[Any]:
    """`values` of a row, cut to what their columns can hold."""
    return [
        value if code == "d" else min(max(value, -1 if code == "h" else 0), LARGEST[code])
        for value, (_, code, _) in zip(values, COLUMNS, strict=True)
    ]
