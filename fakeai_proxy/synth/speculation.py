"""How much of an answer a prediction of it saves, found as speculative decoding finds it.

    predicted   the    quick brown  fox    jumps over
    written     the    quick brown  cat    jumps over
    steps      └ own ┘└ 2 kept and 1 own ┘└ 2 kept ──┘

The first token comes with the prefill. In each step after it the model checks as many predicted tokens as it
can, keeps those that it would have written itself, and writes the next one on its own. Where that one stands
further on in the prediction, the next step goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

DRAFT = 32
"""Predicted tokens that one step checks: so few more that it takes no longer."""
WINDOW = 8
"""Predicted tokens among which the model's own one is looked for."""


@dataclass(frozen=True, slots=True)
class Speculation:
    """What came of a prediction."""

    accepted: int
    """Tokens of it that the answer has, in their order."""
    rejected: int
    """Its other tokens."""
    strides: tuple[int, ...]
    """Tokens of the answer that each step brings, the first of them one."""


def speculate(predicted: Sequence[str], written: Sequence[str]) -> Speculation:
    """Align the tokens of an answer with those `predicted`, in one pass over both."""
    at = done = accepted = 0
    astray = False
    """Did the last step end on a token that is not near? Then it is taken for a substitute."""
    strides: list[int] = []
    while done < len(written):
        start, skipped, draft = done, at + astray, DRAFT if done else 0
        run = _common(predicted[skipped : skipped + draft], written[done : done + draft])
        if run:
            at, astray = skipped + run, False
        done += run
        accepted += run
        if done < len(written):
            own = written[done]
            done += 1
            near = predicted[at : at + WINDOW]
            astray = own not in near
            if not astray:
                at += near.index(own) + 1
                accepted += 1
        strides.append(done - start)
    return Speculation(accepted, len(predicted) - accepted, tuple(strides))


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many of their leading tokens are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
