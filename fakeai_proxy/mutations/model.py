"""The name of the model."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.events import dump
from fakeai_proxy.faults.payload.degraded import saying
from fakeai_proxy.faults.payload.editing import AnswerEditing
from fakeai_proxy.faults.payload.labels import Renaming

from .base import Sided

NAMES = ("gpt-4o-2024-11-20", "gpt-9-preview", "claude-9-experimental", "local/unknown:latest")


class Model(Sided):
    """The model has another name, in the answer and in each event, or in the request.

    With `of: request` another model is asked: upstream, in the cassette, or of the simulator.
    """

    example: ClassVar[Mapping[str, Any]] = {"to": "gpt-4o-mini"}

    type: Literal["model"] = "model"
    to: str = Field(min_length=1, max_length=256, description="The new name.")
    only: str = Field(
        default="*", min_length=1, description="Models that are renamed; * and ? stand for anything."
    )

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(to=NAMES[int(rng.integers(len(NAMES)))])

    def start(self, hit: Hit) -> Transform:
        return AnswerEditing(Renaming(self.renamed))

    def change(self, hit: Hit) -> Request:
        try:
            body = hit.request.json if self.asks else None
        except ApiError:
            return hit.request
        if not isinstance(body, dict) or not isinstance(model := body.get("model"), str):
            return hit.request
        renamed = self.renamed(model)
        return hit.request if renamed == model else saying(hit.request, dump({**body, "model": renamed}))

    def renamed(self, model: str) -> str:
        return self.to if fnmatchcase(model, self.only) else model
