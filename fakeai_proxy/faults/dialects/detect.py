"""Which provider a request is for."""

from __future__ import annotations

from fnmatch import fnmatchcase

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.base import Dialect

HOSTS: tuple[tuple[str, Dialect], ...] = (
    ("api.openai.com", "openai"),
    ("api.anthropic.com", "anthropic"),
    ("*.openai.azure.com", "azure"),
    ("*.cognitiveservices.azure.com", "azure"),
    ("*.services.ai.azure.com", "azure"),
    ("integrate.api.nvidia.com", "nvidia"),
    ("ai.api.nvidia.com", "nvidia"),
    ("*.api.nvidia.com", "nvidia"),
)
ROUTES: tuple[tuple[str, Dialect], ...] = (
    ("/openai/deployments/*", "azure"),
    ("/v1/messages", "anthropic"),
    ("/v1/messages/*", "anthropic"),
    ("/v1/complete", "anthropic"),
)


def dialect_of(request: Request) -> Dialect:
    """By route, which tells more on a base URL than the host does; then by host; else OpenAI's."""
    for path, dialect in ROUTES:
        if fnmatchcase(request.path, path):
            return dialect
    return next((dialect for host, dialect in HOSTS if fnmatchcase(request.host, host)), "openai")
