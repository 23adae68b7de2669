"""The listeners, and which of them a client came by."""

from __future__ import annotations

from mitmproxy import connection
from mitmproxy.proxy.mode_specs import ProxyMode, ReverseMode

from fakeai_proxy.core.exchange import Door

REVERSE_TARGET = "https://api.openai.com"
"""What the reverse listener stands in for; nothing is sent there unless a mode forwards."""
METRICS_HOST = "metrics.fakeai.local"
"""What the listener for metrics stands in for; never resolved, never forwarded."""


def door_of(mode: ProxyMode) -> Door:
    """The listener that mitmproxy knows by `mode`."""
    if not isinstance(mode, ReverseMode):
        return "forward"
    return "metrics" if mode.address[0] == METRICS_HOST else "reverse"


def is_reverse(client: connection.Client) -> bool:
    """All that comes by this door is ours, whatever its host."""
    return isinstance(client.proxy_mode, ReverseMode)
