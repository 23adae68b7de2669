"""HTTP/2 windows that are given back by stream, so that one upload can wait while the others go on.

mitmproxy gives every stream the largest window there is: a client could send 2 GiB before anyone may say no.
"""

from __future__ import annotations

from h2.config import H2Configuration
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http._http2 import Http2Server
from mitmproxy.proxy.layers.http._http_h2 import BufferedH2Connection

from .connection_faults import ConnectionFaults

FIRST_WINDOW = 65_535
"""Bytes of body a client may send unasked (RFC 9113, section 6.9.2)."""


class WithholdingConnection(BufferedH2Connection):
    """Begins with the usual window of a stream; gives nothing back for those in `withheld`."""

    def __init__(self, config: H2Configuration) -> None:
        super().__init__(config)
        self.local_settings.initial_window_size = FIRST_WINDOW
        self.local_settings.acknowledge()
        self.withheld: dict[int, int] = {}
        """Bytes that came of each stream that waits, and were not given back."""

    def acknowledge_received_data(self, acknowledged_size: int, stream_id: int) -> None:
        if stream_id in self.withheld:
            self.withheld[stream_id] += acknowledged_size
        else:
            super().acknowledge_received_data(acknowledged_size, stream_id)

    def give_back(self, size: int, stream_id: int) -> None:
        """Let the client send `size` bytes more."""
        if size:
            self.withheld[stream_id] -= size
            super().acknowledge_received_data(size, stream_id)

    def release(self, stream_id: int) -> None:
        """From now on nothing is withheld of the stream."""
        if (size := self.withheld.pop(stream_id, 0)) > 0:
            super().acknowledge_received_data(size, stream_id)


class WindowedServer(Http2Server):
    """An Http2Server whose windows can be withheld, while there are faults that may."""

    faults: ConnectionFaults

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        if self.faults.possible:
            self.h2_conn = WithholdingConnection(self.h2_conf)


def windowed(faults: ConnectionFaults) -> type[WindowedServer]:
    """WindowedServer for one addon: what mitmproxy calls as `Http2Server(context)`."""
    return type("WindowedServer", (WindowedServer,), {"faults": faults})
