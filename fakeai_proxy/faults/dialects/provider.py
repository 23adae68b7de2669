"""Who answers: the four providers a request can be for, and the server that people run themselves."""

from __future__ import annotations

from typing import Literal, get_args

Provider = Literal["openai", "azure", "anthropic", "nvidia", "nim"]
"""`nvidia` is the hosted API catalog with its front; `nim` is NIM or vLLM, run by oneself."""
PROVIDERS: tuple[Provider, ...] = get_args(Provider)
