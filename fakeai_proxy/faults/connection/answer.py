"""No answer: the connection ends before a byte of it. The provider is not asked."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Abort, AbortKind, Reply, Wait
from fakeai_proxy.faults.base import AnswerFault, Hit


class NoAnswer(AnswerFault):
    """The connection ends in place of an answer."""

    how: ClassVar[AbortKind]

    delay: float = Field(default=0, ge=0, le=86_400, description="Seconds from the request to the end.")

    def answer(self, hit: Hit) -> Reply:
        yield Wait(self.delay, hit.hold)
        yield Abort(self.how)


class Close(NoAnswer):
    """The connection closes without an answer (RST_STREAM on HTTP/2); the provider is not asked."""

    how: ClassVar[AbortKind] = "close"

    type: Literal["connection.close"] = "connection.close"


class Reset(NoAnswer):
    """The connection is reset by TCP without an answer; the provider is not asked."""

    how: ClassVar[AbortKind] = "reset"

    type: Literal["connection.reset"] = "connection.reset"
