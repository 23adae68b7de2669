"""The reply breaks off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from fakeai_proxy.core.steps import Abort, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault


class Cut(ReplyFault):
    """The connection closes in the middle of the reply (RST_STREAM on HTTP/2)."""

    timed: ClassVar[bool] = True

    type: Literal["stream.cut"] = "stream.cut"

    def start(self, hit: Hit) -> Transform:
        return Cutting()


class Cutting:
    def feed(self, step: Step) -> Iterable[Step]:
        return (Abort(),)

    def close(self) -> None:
        return None
