"""The account of tokens is wrong."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from fakeai_proxy.faults.base import Hit

from .edit import Edit, Object
from .fault import PayloadFault


class Usage(PayloadFault):
    """`usage` is missing, null, zero or inflated.

    What it says of the answer itself is left alone. A stream of chat completions tells its usage only where
    the client asked for it by `stream_options.include_usage`; a chunk of the usage alone goes missing whole.
    """

    type: Literal["payload.usage"] = "payload.usage"
    mode: Literal["missing", "null", "zero", "inflated"] = Field(
        default="missing", description="What becomes of the account."
    )
    factor: float = Field(default=10.0, gt=0, le=1e6, description="Of `inflated`: all counts times this.")

    def edit(self, hit: Hit) -> Edit:
        return Accounting(self)


class Accounting(Edit):
    def __init__(self, fault: Usage) -> None:
        self._fault = fault

    def usage(self, holder: Object) -> None:
        if not isinstance(account := holder.get("usage"), dict):
            return
        match self._fault.mode:
            case "missing":
                del holder["usage"]
            case "null":
                holder["usage"] = None
            case "zero":
                holder["usage"] = scaled(account, 0)
            case "inflated":
                holder["usage"] = scaled(account, self._fault.factor)


def scaled(account: Any, factor: float) -> Any:
    """All counts in `account` times `factor`."""
    if isinstance(account, dict):
        return {name: scaled(value, factor) for name, value in account.items()}
    if isinstance(account, int) and not isinstance(account, bool):
        return round(account * factor)
    return account


class CacheUsage(PayloadFault):
    """The counts of the prompt cache contradict those of the prompt.

    exceeds    more tokens were cached than the prompt has; Anthropic counts those apart: there all were
               both read from the cache and written to it, and those written do not add up by lifetime
    negative   the count of cached tokens is below zero
    """

    type: Literal["payload.cache_usage"] = "payload.cache_usage"
    mode: Literal["exceeds", "negative"] = Field(default="exceeds", description="How they contradict.")

    def edit(self, hit: Hit) -> Edit:
        return Caching(exceeds=self.mode == "exceeds")


EXCESS = 1000
"""Tokens that a cache claims beyond the prompt."""


class Caching(Edit):
    def __init__(self, *, exceeds: bool) -> None:
        self._exceeds = exceeds

    def usage(self, holder: Object) -> None:
        if not isinstance(account := holder.get("usage"), dict):
            return
        if "prompt_tokens" in account:
            self._details(account, "prompt_tokens_details", account["prompt_tokens"])
        elif "input_tokens_details" in account:
            self._details(account, "input_tokens_details", account.get("input_tokens"))
        elif "input_tokens" in account:
            self._apart(account)

    def _details(self, account: Object, name: str, prompt: object) -> None:
        tokens = prompt if isinstance(prompt, int) else 0
        details = account.get(name)
        cached = tokens + EXCESS if self._exceeds else -1
        account[name] = {**(details if isinstance(details, dict) else {}), "cached_tokens": cached}

    def _apart(self, account: Object) -> None:
        """Anthropic: the tokens read from the cache, and those written to it by how long they stay."""
        tokens = account["input_tokens"] if isinstance(account["input_tokens"], int) else 0
        cached = tokens + EXCESS if self._exceeds else -1
        parts = {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}
        account.update(
            cache_read_input_tokens=cached, cache_creation_input_tokens=cached, cache_creation=parts
        )
