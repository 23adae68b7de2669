"""Headers, set and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.http.answer import FieldName, FieldValue, changed
from fakeai_proxy.faults.http.head import HeadEdit
from fakeai_proxy.faults.pieces import without

from .base import Sided

LOSABLE = ("x-request-id", "request-id", "openai-version", "openai-processing-ms", "openai-organization")
"""Headers that clients read, and that not every server sends."""


class Headers(Sided):
    """Headers are set, in place of those of their name, or taken away.

    Those of the framing, such as content-length, follow from the body and are refused.
    """

    reads_content: ClassVar[bool] = False
    example: ClassVar[Mapping[str, Any]] = {"set": {"retry-after": "2"}}

    type: Literal["headers"] = "headers"
    set: Mapping[FieldName, FieldValue] = Field(default={}, description="Headers and their values.")
    remove: tuple[FieldName, ...] = Field(default=(), description="Headers that go.")

    @model_validator(mode="after")
    def _does_something(self) -> Self:
        if not self.set and not self.remove:
            raise ValueError("one of set and remove is needed")
        return self

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(remove=(LOSABLE[int(rng.integers(len(LOSABLE)))],))

    def start(self, hit: Hit) -> Transform:
        names = (*self.remove, *self.set)
        return HeadEdit(
            lambda head: replace(head, headers=(*without(head, *names).headers, *self.set.items()))
        )

    def change(self, hit: Hit) -> Request:
        by = {**dict.fromkeys(self.remove), **self.set}
        return replace(hit.request, headers=changed(hit.request.headers, by)) if self.asks else hit.request
