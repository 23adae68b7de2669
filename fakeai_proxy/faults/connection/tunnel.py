"""The proxy's own part: the CONNECT that opens a tunnel to the provider."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from fakeai_proxy.faults.base import ConnectionFault, Phase


class ConnectRefused(ConnectionFault):
    """The proxy refuses the tunnel; the client never speaks TLS.

    Only through the forward proxy: the base URL of the reverse listener has no tunnel.
    """

    phase: ClassVar[Phase] = "connect"

    type: Literal["connection.connect_refused"] = "connection.connect_refused"
    status: Literal[407, 502, 503, 504] = Field(default=502, description="Status of the proxy's answer.")
    body: str = Field(
        default="", max_length=65_536, description="Body of it; empty: a line with status and host."
    )
    delay: float = Field(default=0, ge=0, le=86_400, description="Seconds before it is refused.")


class ConnectSlow(ConnectionFault):
    """The tunnel opens late, or never; many clients count that against their read timeout."""

    phase: ClassVar[Phase] = "connect"

    type: Literal["connection.connect_slow"] = "connection.connect_slow"
    delay: float | None = Field(
        default=None, ge=0, le=86_400, description="Seconds until the tunnel opens; without it, never."
    )
