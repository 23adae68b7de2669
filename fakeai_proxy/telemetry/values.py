"""What is measured of each row; nan where it has no such value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from .columns import OUTCOMES, Rows

Values = NDArray[np.float64]


def column(name: str) -> Callable[[Rows], Values]:
    return lambda rows: rows[name].astype(np.float64)


def known(where: NDArray[np.bool_], values: NDArray[np.generic]) -> Values:
    """`values`, nan where not `where`."""
    return np.where(where, values.astype(np.float64), np.nan)


def tokens(name: str) -> Callable[[Rows], Values]:
    """Of requests that came as far as to be counted."""
    return lambda rows: known(rows["prompt_tokens"] > 0, rows[name])


def each_choice(rows: Rows) -> Values:
    """Tokens that one choice wrote: the mean, where there are several."""
    each: Values = written(rows) / np.maximum(rows["choices"], 1)
    return each


def written(rows: Rows) -> Values:
    return tokens("completion_tokens")(rows)


def tpot(rows: Rows) -> Values:
    """Seconds per output token after the first."""
    after_first = each_choice(rows) - 1
    seconds: Values = known(after_first > 0, rows["decode"]) / np.maximum(after_first, 1e-9)
    return seconds


def hit_rate(rows: Rows) -> Values:
    """Share of the prompt that was in the cache, 0..1."""
    share: Values = tokens("cached_tokens")(rows) / np.maximum(rows["prompt_tokens"], 1)
    return share


def embedding(rows: Rows) -> Values:
    """Seconds of a request that writes no tokens."""
    wrote_none = (rows["completion_tokens"] == 0) & (rows["prompt_tokens"] > 0)
    return known(wrote_none & (rows["outcome"] == OUTCOMES.index("ok")), rows["duration"])


VALUES: Mapping[str, Callable[[Rows], Values]] = {
    "ttft": column("ttft"),
    "tpot": tpot,
    "duration": column("duration"),
    "queue": column("queue"),
    "prefill": column("prefill"),
    "decode": column("decode"),
    "inference": lambda rows: rows["prefill"] + rows["decode"],
    "prompt_tokens": tokens("prompt_tokens"),
    "cached_tokens": tokens("cached_tokens"),
    "computed_tokens": lambda rows: tokens("prompt_tokens")(rows) - rows["cached_tokens"],
    "completion_tokens": written,
    "choice_tokens": each_choice,
    "choices": column("choices"),
    "max_tokens": lambda rows: known(rows["max_tokens"] > 0, rows["max_tokens"]),
    "hit_rate": hit_rate,
    "embedding": embedding,
}
