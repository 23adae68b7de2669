"""Who asks for what, and when: the input of an offline simulation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from .trace import BLOCK, TraceEntry

OWN = 2**31
"""First token id of what only one prompt has; below it is what prompts share."""

Prompt = NDArray[np.uint32]


class Ask(NamedTuple):
    """One request."""

    at: float
    """Simulated seconds."""
    prompt: Prompt
    output_tokens: int


class Workload(Protocol):
    """All requests of a simulation."""

    def opening(self) -> Iterator[Ask]:
        """Those whose time is known from the beginning, in its order."""
        ...

    def following(self, at: float) -> Ask | None:
        """What somebody asks who had an answer, or a refusal, at that moment."""
        ...


@dataclass(frozen=True, slots=True)
class Shape:
    """What requests are like."""

    input_tokens: int
    output_tokens: int
    shared_prefixes: int = 0
    """Different beginnings that prompts have, each as often as the others; 0: none is shared."""
    prefix_tokens: int = 0
    """Length of these beginnings."""
    variation: float = 0.0
    """Lengths are uniform within this share of the above: 0.1 is 90 % to 110 %. Beginnings are not varied."""

    def prompts(self, rng: np.random.Generator) -> Iterator[tuple[Prompt, int]]:
        """One after the other without end, each with the tokens of its answer."""
        used = OWN
        while True:
            length = _varied(self.input_tokens, self.variation, rng)
            shared = self._beginning(rng)
            own = max(length - len(shared), 0)
            yield np.concatenate((shared, _own(used, own))).astype(np.uint32), self._answer(rng)
            used += own

    def _beginning(self, rng: np.random.Generator) -> NDArray[np.int64]:
        if not self.shared_prefixes:
            return np.arange(0)
        first = int(rng.integers(self.shared_prefixes)) * self.prefix_tokens
        return np.arange(first, first + self.prefix_tokens) % OWN

    def _answer(self, rng: np.random.Generator) -> int:
        return _varied(self.output_tokens, self.variation, rng)


class ClosedLoop:
    """`users` users, each with one request at a time, until there were `requests` in all."""

    def __init__(
        self,
        shape: Shape,
        users: int,
        requests: int,
        rng: np.random.Generator,
        think_seconds: float = 0.0,
        ramp_seconds: float = 0.0,
    ) -> None:
        """think_seconds: mean time between an answer and the next request of the same user, exponential.

        ramp_seconds: time within which the users come, one after the other; 0: all at once.
        """
        self._prompts = islice(shape.prompts(rng), requests)
        self._users, self._think, self._rng = users, think_seconds, rng
        self._apart = ramp_seconds / users

    def opening(self) -> Iterator[Ask]:
        for user, one in enumerate(islice(self._prompts, self._users)):
            yield Ask(user * self._apart, *one)

    def following(self, at: float) -> Ask | None:
        one = next(self._prompts, None)
        if one is None:
            return None
        return Ask(at + (float(self._rng.exponential(self._think)) if self._think else 0.0), *one)


class OpenLoop:
    """Requests come when they come, whatever became of those before."""

    def __init__(self, asks: Iterable[Ask]) -> None:
        self._asks = asks

    @classmethod
    def poisson(cls, shape: Shape, rate: float, requests: int, rng: np.random.Generator) -> OpenLoop:
        """`requests` of them, `rate` a second on average, independent of each other."""
        return cls(_poisson(shape, rate, requests, rng))

    @classmethod
    def replay(cls, entries: Iterable[TraceEntry], block: int = BLOCK) -> OpenLoop:
        """As they came in a trace; each of its hash ids stands for `block` tokens."""
        return cls(_replayed(entries, block))

    def opening(self) -> Iterator[Ask]:
        return iter(self._asks)

    def following(self, at: float) -> Ask | None:
        return None


def _varied(mean: int, share: float, rng: np.random.Generator) -> int:
    return max(round(mean * (1 + share * (2 * float(rng.random()) - 1))), 1) if share else mean


def _poisson(shape: Shape, rate: float, requests: int, rng: np.random.Generator) -> Iterator[Ask]:
    at = 0.0
    for prompt, output_tokens in islice(shape.prompts(rng), requests):
        at += float(rng.exponential(1 / rate))
        yield Ask(at, prompt, output_tokens)


def _replayed(entries: Iterable[TraceEntry], block: int) -> Iterator[Ask]:
    used = OWN
    for entry in entries:
        known = [np.arange(one * block, (one + 1) * block) % OWN for one in entry.hash_ids]
        own = max(entry.input_tokens - block * len(known), 0)
        prompt = np.concatenate((*known, _own(used, own)))[: entry.input_tokens]
        used += own
        yield Ask(entry.at, prompt.astype(np.uint32), entry.output_tokens)


def _own(first: int, tokens: int) -> NDArray[np.int64]:
    """Ids that no prompt shares, but for one of two thousand million tokens before."""
    return np.arange(first, first + tokens) % OWN + OWN
