"""Ways for a connection to end around or inside of a reply, other than by a plain close or reset."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.core.steps import Abort, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, ReplyFault

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


class SilentClose(ReplyFault):
    """TCP ends without the close_notify of TLS, as when someone on the way cut it off.

    Without TLS it is a plain close. On HTTP/2 all streams of the connection end.
    """

    timed: ClassVar[bool] = True

    type: Literal["connection.silent_close"] = "connection.silent_close"

    def start(self, hit: Hit) -> Transform:
        return Ending(Abort("silent"))


class ResetStream(ReplyFault):
    """HTTP/2: the stream ends by RST_STREAM with a code; REFUSED_STREAM may be tried again. Else a close."""

    timed: ClassVar[bool] = True

    type: Literal["connection.reset_stream"] = "connection.reset_stream"
    code: Code = Field(default="REFUSED_STREAM", description="Error code of HTTP/2.")

    def start(self, hit: Hit) -> Transform:
        return Ending(Abort("stream", CODES[self.code]))


class GoAway(ReplyFault):
    """HTTP/2: the connection ends by GOAWAY, and with it every stream it carries. Else a close."""

    timed: ClassVar[bool] = True

    type: Literal["connection.goaway"] = "connection.goaway"
    code: Code = Field(default="NO_ERROR", description="Error code of HTTP/2.")
    last_stream: int | None = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="The last stream that is said to have been handled; without it, that of the reply.",
    )

    def start(self, hit: Hit) -> Transform:
        return Ending(Abort("goaway", CODES[self.code], self.last_stream))
