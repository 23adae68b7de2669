"""What a mutation is: a small model of its parameters, and a transform of the reply as faults have.

ReplyMutation    steps in, steps out
AnswerMutation   what the answer says, in words that all API families share (`answer`)
ValueMutation    the JSON of the reply, whole or of each event (`values`)
Sided            the reply or, where `of` says so, the request before anything answers it

A fault makes of a good reply one that something went wrong with. A mutation makes of it another good one,
unless it says otherwise: lengths, indices, `usage` and `[DONE]` fit what is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.faults.base import Fault, ReplyFault, RequestFault


class Mutation(Fault):
    """The parameters of one mutation, named `type`. Its docstring is its documentation."""

    example: ClassVar[Mapping[str, Any]] = {}
    """Parameters of one, beside its type."""

    @property
    def asks(self) -> bool:
        """It changes what is asked, not the reply."""
        return False

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self | None:
        """One with parameters by chance, for `cassette fuzz`; None where chance has nothing to say."""
        return None


class ReplyMutation(Mutation, ReplyFault):
    """Gives a transform of the reply, by `start`."""

    reads_content: ClassVar[bool] = True


class Sided(ReplyMutation, RequestFault):
    """Gives a transform of the reply by `start`, or another request by `change`, as `of` says."""

    of: Literal["reply", "request"] = Field(default="reply", description="What is changed.")

    @property
    def asks(self) -> bool:
        return self.of == "request"
