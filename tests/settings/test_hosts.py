from __future__ import annotations

import pytest

from fakeai_proxy.settings.hosts import host_pattern


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
