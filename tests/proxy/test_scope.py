from __future__ import annotations

import pytest

from fakeai_proxy.proxy.scope import Scope


@pytest.mark.parametrize(
    ("host", "port", "ours"),
    [
        ("api.openai.com", 443, True),
        ("API.OpenAI.com", 80, True),
        ("xapi.openai.com", 443, False),
        ("api.openai.com.evil.test", 443, False),
        ("team.azure.com", 1, True),
        ("a.b.azure.com", 1, True),
        ("azure.com", 443, False),
        ("nim", 8000, True),
        ("nim", 8001, False),
        ("fakeai.local", 80, True),
        ("FakeAI.local", 443, True),
        ("", 443, False),
    ],
)
def test_which_hosts_are_ours(host: str, port: int, ours: bool) -> None:
    assert Scope(["api.openai.com", "*.azure.com", "NIM:8000"]).covers(host, port) is ours


def test_our_own_pages_are_ours_even_when_no_host_is() -> None:
    assert Scope(()).covers("fakeai.local", 80)
    assert not Scope(()).covers("api.openai.com", 443)


def test_what_is_no_port_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a host or host:port"):
        Scope(["nim:eight"])
