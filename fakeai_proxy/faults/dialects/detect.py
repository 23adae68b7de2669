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


def dialect_of(request: Request) -> Dialect:
    """OpenAI's where it is not known."""
    provider = request.provider
    return next((dialect for host, dialect in HOSTS if fnmatchcase(provider, host)), "openai")
