"""Which fault meets a connection, for what acts before there is a request to decide about."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mitmproxy.connection import Client

from fakeai_proxy import admin
from fakeai_proxy.core.steps import Hold

from .doors import door_of

if TYPE_CHECKING:
    from fakeai_proxy.chaos import Chaos
    from fakeai_proxy.faults import ConnectionFault, Phase

Address = tuple[str, int]

FAULT = "x-fakeai-fault"
"""Metadata of a flow that a fault met: its name."""


class ConnectionFaults:
    """Asks the experiments, if there are any; not for hosts that are not ours, nor for our own pages."""

    def __init__(
        self,
        chaos: Callable[[], Chaos | None] = lambda: None,
        covers: Callable[[Client, Address], bool] = lambda client, address: True,
    ) -> None:
        self.chaos, self.covers = chaos, covers
        self.users: dict[str, str] = {}
        """Per client connection: the user of its proxy URL, which is the scope of all it asks."""

    @property
    def possible(self) -> bool:
        """Some experiment may decide on a fault."""
        return self.chaos() is not None

    def look(self) -> None:
        """End the experiments that are to end by now."""
        if chaos := self.chaos():
            chaos.look()

    def meeting(
        self, phase: Phase, client: Client, address: Address, path: str = ""
    ) -> tuple[ConnectionFault, Hold] | None:
        """The fault that meets `client` on its way to `address` in `phase`, and what it holds up.

        path: once it is known.
        """
        chaos = self.chaos()
        if chaos is None or not self.covers(client, address):
            return None
        host, door = address[0].lower(), door_of(client.proxy_mode)
        if door == "metrics" or admin.covers(door, host, path):
            return None
        return chaos.connection(phase, host, client.peername[0], self.users.get(client.id, ""))
