from __future__ import annotations

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.dialects import dialect_of


@pytest.mark.parametrize(
    ("host", "path", "dialect"),
    [
        ("api.openai.com", "/v1/chat/completions", "openai"),
        ("api.anthropic.com", "/v1/messages", "anthropic"),
        ("api.anthropic.com", "/v1/models", "anthropic"),
        ("unit.openai.azure.com", "/openai/deployments/gpt-4o/chat/completions", "azure"),
        ("unit.openai.azure.com", "/v1/x", "azure"),
        ("unit.services.ai.azure.com", "/models/chat/completions", "azure"),
        ("integrate.api.nvidia.com", "/v1/chat/completions", "nvidia"),
        ("ai.api.nvidia.com", "/v1/cv/x", "nvidia"),
        ("127.0.0.1", "/v1/messages", "anthropic"),
        ("127.0.0.1", "/v1/messages/count_tokens", "anthropic"),
        ("127.0.0.1", "/openai/deployments/gpt-4o/embeddings", "azure"),
        ("unit.openai.azure.com", "/openai/v1/responses", "azure"),
        ("api.groq.com", "/openai/v1/chat/completions", "openai"),
        ("127.0.0.1", "/v1/responses", "openai"),
        ("nim.internal", "/v1/chat/completions", "openai"),
        ("", "", "openai"),
    ],
)
def test_by_route_and_host(host: str, path: str, dialect: str) -> None:
    assert dialect_of(Request("POST", path, host=host)) == dialect
