from __future__ import annotations

import pytest

from fakeai_proxy.cli.addresses import listeners, url
from fakeai_proxy.settings import ServerSettings


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("proxy.test", "http://proxy.test:80"),
    ],
)
def test_as_clients_write_it(host: str, address: str) -> None:
    assert url(host, 80) == address


def test_one_listener_or_more() -> None:
    assert list(listeners(ServerSettings())) == [("--port", "127.0.0.1", 8080)]
    assert list(listeners(ServerSettings(reverse_port=0)))[1] == ("--reverse-port", "127.0.0.1", 0)
    everywhere = ServerSettings(host="0.0.0.0", metrics_port=9400)
    assert list(listeners(everywhere))[1:] == [("--metrics-port", "127.0.0.1", 9400)]
