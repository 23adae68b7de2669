"""The time of a step of a model that only its maker serves, from what others measured of it from outside.

What is published is a median TTFT, of a prompt of about a thousand tokens, and a rate of tokens. How they
come about is not, so this is assumed: two fifths of the TTFT pass outside of prefill (network, gateway,
queue), the rest is prefill; from 2,048 tokens on, a token is prefilled four times as fast, since long prompts
fill more GPUs; prompts of the same step do not wait for each other; each further sequence of a batch slows
the others by one percent. So an exact repeat of 1,200 words, cached but for its last block, has its first
token after about 30 % of the time. The GPUs are nominal: their number, their load and their memory say
nothing of the maker's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.architecture import Deployment, Pace

from .pricing import Chunk, Cost, Kind

FILE = Path(__file__).parent / "hosted.toml"

OUTSIDE = 0.4
"""Share of the published TTFT that is not prefill."""
PUBLISHED_PROMPT = 1000
"""Tokens of the prompt whose TTFT is published."""
LONG_PROMPT, LONG_RATE = 2048, 0.25
"""Tokens from which on a prompt is long, and what each of them then takes beside one before."""
CROWDING = 0.01
"""What a further sequence adds to a step."""

GPUS, KV_TOKENS, CONTEXTS = 8, 131_072, 1.25
"""Nominal: so many tokens fit, or so many whole contexts of the model where that is more."""
DRAM, DECODE_TENSOR, PREFILL_TENSOR = 0.55, 0.10, 0.50
"""Nominal shares of the peaks while a step goes on."""


class Hosted:
    """A model at the pace that was published of it. A `Pricing`."""

    deployment: Deployment | None = None
    weights = 0.0
    gpus = GPUS

    def __init__(self, pace: Pace, kind: Kind = "hosted", context: int = 0) -> None:
        """context: most tokens that a request of the model holds."""
        self.kind, self.source = kind, pace.source
        self.kv_tokens = max(KV_TOKENS, round(CONTEXTS * context))
        self.overhead = pace.ttft_ms / 1e3 * OUTSIDE
        self._token = pace.ttft_ms / 1e3 * (1 - OUTSIDE) / PUBLISHED_PROMPT
        self._itl = 1 / pace.tokens_per_second

    def outside(self, new: int) -> float:
        """See Pricing.outside; however much is computed."""
        return self.overhead

    def step(self, decoding: int, context: int, chunks: Sequence[Chunk]) -> Cost:
        """See Pricing.step."""
        decode = self._step(decoding)
        if not chunks:
            return Cost(decode, DRAM, DECODE_TENSOR)
        return Cost(decode + max(map(self._prefill, chunks)), DRAM, PREFILL_TENSOR)

    def decode(self, decoding: int, context: int, steps: int) -> tuple[NDArray[np.float64], Cost]:
        """See Pricing.decode."""
        seconds = self._step(decoding)
        return np.full(steps, seconds), Cost(seconds, DRAM, DECODE_TENSOR)

    def _step(self, decoding: int) -> float:
        return self._itl * (1 + CROWDING * (decoding - 1)) if decoding else 0.0

    def _prefill(self, chunk: Chunk) -> float:
        short = min(chunk.before + chunk.new, LONG_PROMPT) - min(chunk.before, LONG_PROMPT)
        return self._token * (short + LONG_RATE * (chunk.new - short))


def estimated(model: Model) -> Hosted:
    """A model of which nothing was published, at the pace of others of its class."""
    fields = next(entry for entry in _estimates() if _covers(entry, model))
    source = "nothing is published of this model, so it is as fast as others of its class"
    pace = Pace(fields["ttft_ms"], fields["tokens_per_second"], source)
    return Hosted(pace, "estimate", model.context_window)


def _covers(entry: dict[str, Any], model: Model) -> bool:
    name = model.id.lower()
    return model.kind in entry.get("kinds", (model.kind,)) and any(
        fnmatchcase(name, pattern) for pattern in entry["patterns"]
    )


@cache
def _estimates() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text("utf-8"))["estimates"])
