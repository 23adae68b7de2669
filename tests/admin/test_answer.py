from __future__ import annotations

import pytest

from fakeai_proxy.core.hosts import is_loopback
from fakeai_proxy.core.steps import End, Head

from .asking import ask, refused, simulator, steps, whole


@pytest.mark.parametrize(
    ("peer", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:10.0.0.1", False),
        ("10.0.0.1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_who_is_on_this_machine(peer: str, local: bool) -> None:
    assert is_loopback(peer) == local


def test_what_is_not_there_names_the_nearest() -> None:
    with simulator() as running:
        said = refused(ask(running, "/_fakeai/ehco"), 404)
    assert said == "There is nothing at /_fakeai/ehco (did you mean '/_fakeai/echo'?)."


def test_a_wrong_method_names_the_right_ones() -> None:
    with simulator() as running:
        assert whole(ask(running, "/_fakeai/echo", "POST"), 405)[1]["allow"] == "GET"


def test_options_names_them_too() -> None:
    with simulator() as running:
        body, headers = whole(ask(running, "/_fakeai/echo", "OPTIONS"), 204)
        assert (body, headers["allow"]) == (b"", "OPTIONS, GET")
        assert refused(ask(running, "/nothing", "OPTIONS"), 404)


@pytest.mark.parametrize("path", ["/metrics", "/metrics/csv", "/metrics/stream", "/nothing"])
def test_head_has_an_end(path: str) -> None:
    with simulator() as running:
        assert [type(step) for step in steps(ask(running, path, "HEAD"))] == [Head, End]


def test_a_wrong_query_is_refused() -> None:
    with simulator() as running:
        assert refused(ask(running, "/_fakeai/echo?x=1")).startswith("x: unknown parameter")
