"""The faults that SDKs are let loose on. What came of each is in reactions.toml, as it was measured.

An outcome is told as `ATTEMPTS, END`: `3 after backoff, raises RateLimitError`. An attempt is a request that
reached the proxy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

MEASURED = Path(__file__).with_name("reactions.toml")
BACKOFF = 0.3
"""Seconds from which on two attempts have a backoff between them: the shortest of the SDKs is 0.375 s."""
LONG, SHORT = 15.0, 3.0
"""Seconds after which an SDK that still waits for its next attempt is left. Two backoffs take 1.5 s."""

Ask = Literal["chat", "response", "message"]
BOTH: tuple[Ask, ...] = ("chat", "message")
OPENAI: tuple[Ask, ...] = ("chat",)
SDK_OF: Mapping[Ask, str] = {"chat": "openai", "response": "openai", "message": "anthropic"}
Given = str | Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One fault, and the requests that meet it."""

    what: str
    """For readers, in Markdown."""
    fault: Given | tuple[Given, ...]
    when: Mapping[str, Any] | None = None
    asks: tuple[Ask, ...] = BOTH
    streamed: bool = False
    timeout: float = 20.0
    patience: float = LONG

    @property
    def asked(self) -> Mapping[str, Any]:
        """The value of the request header."""
        return {"fault": self.fault, **({"when": self.when} if self.when else {})}


def error(name: str, **parameters: Any) -> Mapping[str, Any]:
    return {"type": "http.error", "name": name, **parameters}


def status(code: int, **parameters: Any) -> Mapping[str, Any]:
    return {"type": "http.error", "status": code, **parameters}


PAST = "Wed, 21 Oct 2015 07:28:00 GMT"
RETRIES: tuple[Case, ...] = (
    Case("429, `retry-after: 3600`", error("rate_limit", retry_after=3600), patience=SHORT),
    Case(
        "429 of Azure, `retry-after: 86400`",
        error("rate_limit_tpm", dialect="azure", retry_after=86400),
        patience=SHORT,
        asks=OPENAI,
    ),
    Case("429, `retry-after: -5`", error("rate_limit", retry_after=-5)),
    Case("429, `retry-after` a date in the past", error("rate_limit", retry_after=PAST)),
    Case("429, `retry-after: NaN`", error("rate_limit", retry_after="NaN")),
    Case(
        "429, `retry-after: 30` and `retry-after-ms: 20`",
        error("rate_limit", retry_after=30, headers={"retry-after-ms": "20"}),
    ),
    Case("429, quota used up", error("insufficient_quota")),
    Case("503, `x-should-retry: false`", error("service_unavailable", should_retry=False)),
    Case("400, `x-should-retry: true`", error("invalid_request", should_retry=True)),
    Case("408", error("request_timeout")),
    Case("409", error("conflict")),
    Case("500", error("internal_error")),
    Case("502, a page", error("bad_gateway_html")),
    Case("503, a page", error("service_unavailable_html")),
    Case("504, empty", error("gateway_timeout_empty")),
    Case("529, overloaded", error("overloaded", dialect="anthropic")),
    *(Case(str(code), status(code)) for code in (400, 401, 403, 404, 413, 425, 499)),
    Case("200, corrupt gzip", {"type": "http.gzip", "mode": "corrupt"}),
    Case(
        "200, content-length too long, timeout 0.3 s",
        {"type": "http.content_length", "delta": 100, "then": "hang"},
        timeout=0.3,
    ),
    Case("no answer: connection closed", "connection.close"),
    Case("no answer: connection reset", "connection.reset"),
)

SECTIONS: Mapping[str, tuple[Case, ...]] = {"Is it tried again?": RETRIES}
CASES = {
    (SDK_OF[ask], case.what): (case, ask)
    for cases in SECTIONS.values()
    for case in cases
    for ask in case.asks
}
"""By SDK and text."""


@cache
def measured() -> Mapping[str, Mapping[str, str]]:
    """`openai 3.54` -> text of a case -> outcome."""
    return tomllib.loads(MEASURED.read_text("utf-8"))
