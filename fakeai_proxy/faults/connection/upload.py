"""While the body of a request arrives."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.faults.base import ConnectionFault, Phase


class WindowStall(ConnectionFault):
    """HTTP/2: the window of the request body is not given back, so that the client cannot send on.

    Other streams of the connection go on. On HTTP/1.1 the socket is not read any more, to the same effect.
    """

    phase: ClassVar[Phase] = "upload"

    type: Literal["connection.window_stall"] = "connection.window_stall"
    window: int = Field(
        default=65_535,
        ge=65_535,
        le=2**31 - 1,
        description="Bytes of body that are taken before; 65535 is the window every client begins with.",
    )


class SlowUpload(ConnectionFault):
    """The body of the request is taken slowly, so that large prompts take their time."""

    phase: ClassVar[Phase] = "upload"

    type: Literal["connection.slow_upload"] = "connection.slow_upload"
    kib_per_second: float = Field(default=64, gt=0, le=2**20, description="How fast it is read.")


class EarlyReply(ConnectionFault):
    """The request is refused while its body is still under way."""

    phase: ClassVar[Phase] = "upload"

    type: Literal["connection.early_reply"] = "connection.early_reply"
    status: Literal[413, 429] = Field(default=413, description="Status of the refusal.")
    after_bytes: int = Field(default=0, ge=0, description="Bytes of body that are taken before.")


class ContinueWithheld(ConnectionFault):
    """A request with `expect: 100-continue` is not told to go on."""

    phase: ClassVar[Phase] = "expect"

    type: Literal["connection.continue_withheld"] = "connection.continue_withheld"
    hold: float | None = Field(
        default=None, ge=0, le=86_400, description="Seconds until it is told; without it, never."
    )
