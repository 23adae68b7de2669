from __future__ import annotations

import h2.config
import h2.connection
import h2.events
import pytest
from mitmproxy.connection import Client
from mitmproxy.options import Options
from mitmproxy.proxy.context import Context
from mitmproxy.proxy.layers.http import HttpLayer, HTTPMode

from fakeai_proxy.proxy.connection_faults import ConnectionFaults
from fakeai_proxy.proxy.windows import FIRST_WINDOW, WithholdingConnection, windowed


class Pair:
    """A client, and the server that may withhold its windows."""

    def __init__(self) -> None:
        self.client = h2.connection.H2Connection()
        self.server = WithholdingConnection(
            h2.config.H2Configuration(client_side=False, header_encoding=False)
        )
        self.client.initiate_connection()
        self.server.initiate_connection()
        self.talk()

    def talk(self) -> None:
        """All that either has to say is heard, and data is acknowledged."""
        while said := self.client.data_to_send():
            for event in self.server.receive_data(said):
                if isinstance(event, h2.events.DataReceived):
                    self.server.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            self.client.receive_data(self.server.data_to_send())
        self.client.receive_data(self.server.data_to_send())

    def upload(self, stream: int, size: int) -> int:
        """Send up to `size` bytes; what the window let through."""
        sent = 0
        while sent < size and (
            room := min(self.client.local_flow_control_window(stream), 16_384, size - sent)
        ):
            self.client.send_data(stream, bytes(room))
            sent += room
            self.talk()
        return sent

    def begin(self, stream: int) -> None:
        pseudo = [(":method", "POST"), (":path", "/"), (":scheme", "https"), (":authority", "x")]
        self.client.send_headers(stream, pseudo)
        self.talk()


def test_windows_are_given_back() -> None:
    pair = Pair()
    pair.begin(1)
    assert pair.upload(1, 10 * FIRST_WINDOW) == 10 * FIRST_WINDOW


def test_one_stream_waits_while_the_others_go_on() -> None:
    pair = Pair()
    pair.begin(1)
    pair.begin(3)
    pair.server.withheld[1] = 0
    assert pair.upload(1, 10 * FIRST_WINDOW) == FIRST_WINDOW
    assert pair.upload(3, 10 * FIRST_WINDOW) == 10 * FIRST_WINDOW


def test_what_is_given_back_later_may_be_sent() -> None:
    pair = Pair()
    pair.begin(1)
    pair.server.withheld[1] = 0
    pair.upload(1, 10 * FIRST_WINDOW)
    pair.server.give_back(20_000, 1)
    pair.talk()
    assert pair.upload(1, 10 * FIRST_WINDOW) == 20_000


def test_what_is_not_withheld_any_more_may_be_sent_whole() -> None:
    pair = Pair()
    pair.begin(1)
    pair.server.withheld[1] = 0
    pair.upload(1, 10 * FIRST_WINDOW)
    pair.server.release(1)
    pair.server.release(1)
    pair.talk()
    assert pair.upload(1, 10 * FIRST_WINDOW) == 10 * FIRST_WINDOW


@pytest.mark.parametrize("possible", [False, True])
def test_windows_are_as_mitmproxy_has_them_while_no_fault_may_come(possible: bool) -> None:
    chaos = object() if possible else None
    faults = ConnectionFaults(lambda: chaos)  # type: ignore[arg-type,return-value]
    context = Context(Client(peername=("a", 1), sockname=("b", 2)), Options())
    HttpLayer(context, HTTPMode.regular)
    context.options.add_option("validate_inbound_headers", bool, True, "")
    assert isinstance(windowed(faults)(context).h2_conn, WithholdingConnection) is possible
