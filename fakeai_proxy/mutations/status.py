"""The status line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, field_validator

from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.http.head import HeadEdit

from .base import ReplyMutation

BODYLESS = (204, 205, 304)
"""What has no body by definition (RFC 9110, section 15)."""


class Status(ReplyMutation):
    """The reply has another status; headers and body stay as they are."""

    reads_content: ClassVar[bool] = False
    example: ClassVar[Mapping[str, Any]] = {"status": 201}

    type: Literal["status"] = "status"
    status: int = Field(ge=200, le=599, description="The status, of one that has a body.")
    reason: str = Field(
        default="", pattern=r"^[\t -~]*$", description="Reason phrase of HTTP/1.1; by default the usual one."
    )

    @field_validator("status")
    @classmethod
    def _has_a_body(cls, status: int) -> int:
        if status in BODYLESS:
            raise ValueError(f"a reply of status {status} has no body")
        return status

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> Self:
        return cls(status=int(rng.integers(200, 203)))

    def start(self, hit: Hit) -> Transform:
        return HeadEdit(lambda head: replace(head, status=self.status, reason=self.reason))
