from __future__ import annotations

import pytest

from fakeai_proxy.core.hosts import HostPattern, lookup, upstream_url

TABLE = {
    "*:9": "any host at 9",
    "*.azure.com": "pattern",
    "team.azure.com": "host",
    "team.azure.com:8443": "host and port",
    "*.team.azure.com": "never: an earlier pattern covers it",
}


@pytest.mark.parametrize(
    ("host", "port", "found"),
    [
        ("team.azure.com", 8443, "host and port"),
        ("team.azure.com", 9, "host"),
        ("Team.Azure.com", 443, "host"),
        ("other.azure.com", 443, "pattern"),
        ("a.team.azure.com", 443, "pattern"),
        ("other.azure.com", 9, "any host at 9"),
        ("azure.com", 443, None),
        ("azure.com.evil.test", 443, None),
    ],
)
def test_the_exact_host_goes_before_patterns_and_these_in_order(
    host: str, port: int, found: str | None
) -> None:
    assert lookup(TABLE, host, port) == found


@pytest.mark.parametrize(
    ("text", "pattern"),
    [("NIM", HostPattern("nim")), ("nim:1", HostPattern("nim", 1)), ("*:65535", HostPattern("*", 65535))],
)
def test_a_pattern_is_a_host_and_maybe_a_port(text: str, pattern: HostPattern) -> None:
    assert HostPattern.parse(text) == pattern


@pytest.mark.parametrize("text", ["nim:eight", "nim:", "nim:0", "nim:65536", ":80", "nim:-1"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a host or host:port"):
        HostPattern.parse(text)


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8001", "https://a.test", "http://a.test/base/v1", "http://[::1]:80"]
)
def test_base_urls(text: str) -> None:
    assert upstream_url(f"{text}/") == text


@pytest.mark.parametrize(
    "text",
    ["", "a.test", "a.test:80", "ftp://a", "http://", "http://a:x", "http://a?b", "http://a#b", "http://u@a"],
)
def test_what_is_no_base_url(text: str) -> None:
    with pytest.raises(ValueError, match=r"write http|leave them out"):
        upstream_url(text)
