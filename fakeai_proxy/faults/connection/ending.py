"""Ways for a connection to end around or inside of a reply, other than by a plain close or reset."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Abort, Reply, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import AnswerFault, Hit, ReplyFault
from fakeai_proxy.faults.when import When

CODES = {
    "NO_ERROR": 0x0,
    "PROTOCOL_ERROR": 0x1,
    "INTERNAL_ERROR": 0x2,
    "FLOW_CONTROL_ERROR": 0x3,
    "SETTINGS_TIMEOUT": 0x4,
    "STREAM_CLOSED": 0x5,
    "FRAME_SIZE_ERROR": 0x6,
    "REFUSED_STREAM": 0x7,
    "CANCEL": 0x8,
    "COMPRESSION_ERROR": 0x9,
    "CONNECT_ERROR": 0xA,
    "ENHANCE_YOUR_CALM": 0xB,
    "INADEQUATE_SECURITY": 0xC,
    "HTTP_1_1_REQUIRED": 0xD,
}
"""RFC 9113, section 7."""

Code = Literal[
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
]


class Ending(Transform):
    """From now on there is only `abort`."""

    def __init__(self, abort: Abort) -> None:
        self.abort = abort

    def feed(self, step: Step) -> Iterable[Step]:
        return (self.abort,)

    def close(self) -> None:
        return None


class Broken(AnswerFault, ReplyFault):
    """The reply breaks off at the rule's `when`, or there is none."""

    timed: ClassVar[bool] = True

    before_reply: bool = Field(
        default=False,
        description="In place of a reply: the provider is not asked, `when` has no meaning.",
    )

    @property
    def abort(self) -> Abort:
        """How it ends."""
        raise NotImplementedError

    def answer(self, hit: Hit) -> Reply | None:
        return iter((self.abort,)) if self.before_reply else None

    def start(self, hit: Hit) -> Transform:
        return Ending(self.abort)


class SilentClose(Broken):
    """TCP ends without the close_notify of TLS, as when someone on the way cut it off.

    Without TLS it is a plain close. On HTTP/2 all streams of the connection end.
    """

    type: Literal["connection.silent_close"] = "connection.silent_close"

    @property
    def abort(self) -> Abort:
        return Abort("silent")


class ResetStream(Broken):
    """HTTP/2: the stream ends by RST_STREAM with a code; REFUSED_STREAM may be tried again. Else a close."""

    type: Literal["connection.reset_stream"] = "connection.reset_stream"
    code: Code = Field(default="REFUSED_STREAM", description="Error code of HTTP/2.")

    @property
    def abort(self) -> Abort:
        return Abort("stream", CODES[self.code])


class GoAway(Broken):
    """HTTP/2: the connection ends by GOAWAY, and with it every stream it carries. Else a close."""

    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["connection.goaway"] = "connection.goaway"
    code: Code = Field(default="NO_ERROR", description="Error code of HTTP/2.")
    last_stream: int | None = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="The last stream that is said to have been handled; without it, that of the reply.",
    )

    @property
    def abort(self) -> Abort:
        return Abort("goaway", CODES[self.code], self.last_stream)
