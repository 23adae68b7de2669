from __future__ import annotations

import pytest

from fakeai_proxy.settings.hosts import host_pattern, upstream_url


@pytest.mark.parametrize(
    "text", ["api.openai.com", "*.openai.azure.com", "localhost:8001", "*", "10.0.0.1", "my_nim"]
)
def test_hosts(text: str) -> None:
    assert host_pattern(text.upper()) == text


@pytest.mark.parametrize(
    "text", ["", "https://a.test", "a.test/v1", "a b", ".a", "a.", "a:", "a:b", "a:0", "a:99999", "[::1]"]
)
def test_what_is_no_host(text: str) -> None:
    with pytest.raises(ValueError, match="is not a host"):
        host_pattern(text)


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
