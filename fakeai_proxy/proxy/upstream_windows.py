"""HTTP/2 windows of upstream, by stream: one reply that waits holds up no other of its connection.

mitmproxy gives every stream the largest window there is: 2 GiB would come for a reply that stands still, and
to read no more from the socket would stop all streams.
"""

from __future__ import annotations

from dataclasses import dataclass

from h2.config import H2Configuration
from h2.events import Event as H2Event
from h2.events import StreamEnded, StreamReset
from mitmproxy.proxy import commands, events, layer
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import RequestProtocolError
from mitmproxy.proxy.layers.http._base import HttpEvent
from mitmproxy.proxy.layers.http._http2 import Http2Client
from mitmproxy.proxy.layers.http._http_h2 import BufferedH2Connection

from .pace import BACKLOG


@dataclass
class Reading(HttpEvent):
    """Whether more of a reply is wanted; for a connection that speaks HTTP/2."""

    wanted: bool


class WaitingConnection(BufferedH2Connection):
    """Upstream may send BACKLOG bytes of a stream that is not read, and then waits."""

    def __init__(self, config: H2Configuration) -> None:
        super().__init__(config)
        self.local_settings.initial_window_size = BACKLOG
        self.local_settings.acknowledge()
        self.withheld: dict[int, int] = {}
        """Bytes that came of each stream that is not read."""

    def acknowledge_received_data(self, acknowledged_size: int, stream_id: int) -> None:
        if stream_id in self.withheld:
            self.withheld[stream_id] += acknowledged_size
        else:
            super().acknowledge_received_data(acknowledged_size, stream_id)

    def release(self, stream_id: int) -> None:
        """Read on; what was withheld is given back."""
        if size := self.withheld.pop(stream_id, 0):
            super().acknowledge_received_data(size, stream_id)


class WaitingClient(Http2Client):
    """An Http2Client that understands `Reading`."""

    h2_conn: WaitingConnection

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.h2_conn = WaitingConnection(self.h2_conf)
        self.h2_conn.local_settings.enable_push = 0
        self.h2_conn.local_settings.acknowledge()

    def _handle_event2(self, event: events.Event) -> layer.CommandGenerator[None]:
        match event:
            case Reading(stream_id, False):
                if stream_id in self.streams:
                    self.h2_conn.withheld.setdefault(stream_id, 0)
            case Reading(stream_id):
                self.h2_conn.release(stream_id)
                if said := self.h2_conn.data_to_send():
                    yield commands.SendData(self.conn, said)
            case _:
                if isinstance(event, RequestProtocolError):
                    self.h2_conn.release(event.stream_id)
                yield from super()._handle_event2(event)

    def handle_h2_event(self, event: H2Event) -> layer.CommandGenerator[bool]:
        if isinstance(event, StreamEnded | StreamReset):
            self.h2_conn.release(event.stream_id)
        return (yield from super().handle_h2_event(event))
