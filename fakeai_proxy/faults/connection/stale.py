"""A connection that was kept alive a moment too long."""

from __future__ import annotations

from typing import ClassVar, Literal

from fakeai_proxy.faults.base import ConnectionFault, Phase


class Stale(ConnectionFault):
    """A kept connection closes as the next request arrives on it, before any of it is answered.

    The first request of a connection is never met. Clients may try again at once on a fresh connection.
    """

    phase: ClassVar[Phase] = "reuse"

    type: Literal["connection.stale"] = "connection.stale"
