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

from .asks import ASKS, live

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
    """Seconds between two bytes."""
    patience: float = LONG
    counted: bool = True
    """The events that arrive are always as many."""
    tries: int = 1
    """How often a timeout may be the machine's: that there is none cannot be."""

    @property
    def asked(self) -> Mapping[str, Any]:
        """The value of the request header."""
        return {"fault": self.fault, **({"when": self.when} if self.when else {})}

    def named(self, ask: Ask) -> str:
        """Its text; of the second API of an SDK with the name of that."""
        return f"{self.what} (Responses API)" if ask == "response" and len(self.asks) > 1 else self.what


def error(name: str, **parameters: Any) -> Mapping[str, Any]:
    return {"type": "http.error", "name": name, **parameters}


def status(code: int, **parameters: Any) -> Mapping[str, Any]:
    return {"type": "http.error", "status": code, **parameters}


CHARACTER = live(ASKS["chat"]).index("🙂".encode()) + 2
"""Bytes of the stream up to the middle of a character."""
ELSEWHERE = "ELSEWHERE"
"""Stands for the provider's own address, without the proxy's faults."""
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
        "200, content-length too long, timeout 1 s",
        {"type": "http.content_length", "delta": 100, "then": "hang"},
        timeout=1.0,
    ),
    Case("no answer: connection closed", "connection.close"),
    Case("no answer: connection reset", "connection.reset"),
)

STREAMS: tuple[Ask, ...] = ("chat", "message", "response")


def stream(name: str, **parameters: Any) -> Mapping[str, Any]:
    return {"type": f"stream.{name}", **parameters}


def broken(what: str, fault: Given, **more: Any) -> Case:
    """In the middle of the text, with all that SDKs have for streams."""
    return Case(what, fault, **({"when": {"after_tokens": 4}, "asks": STREAMS, "streamed": True} | more))


BREAKS: tuple[Case, ...] = (
    broken("the connection closes (FIN)", "stream.cut"),
    broken("the connection is reset (RST)", "stream.reset"),
    broken("TCP ends without the close_notify of TLS", "connection.silent_close"),
    broken("a chunk size that is no number", "stream.framing"),
    broken("stalls for ever, timeout 1 s", "stream.stall", timeout=1.0),
    broken("an error as the provider words it, then the end", "stream.error"),
    broken("overloaded, as the provider words it", stream("error", error="overloaded")),
    broken("`response.failed`", stream("error", form="failed"), asks=("response",)),
    broken("`response.incomplete`", stream("error", form="incomplete"), asks=("response",)),
    broken("half of the JSON of an event", stream("malformed")),
    broken("an event without data", stream("malformed", damage="empty")),
    broken("a byte that is no UTF-8", stream("malformed", damage="utf8", kind="output")),
    broken(
        "a character cut in two, then the end", "stream.cut", when={"after_bytes": CHARACTER}, asks=OPENAI
    ),
)
SILENT: tuple[Case, ...] = (
    broken("ends politely in the middle", "stream.end"),
    broken("ends politely before the finish reason", "stream.end", when={"at": "finish"}),
    broken("ends politely before `[DONE]` or its like", "stream.end", when={"at": "done"}),
    broken("200 with a page for a stream", "http.html", when=None),
    broken("200 with JSON for a stream", "stream.swapped", when=None),
    broken("200 with the JSON of an error for a stream", error("internal_error", status=200), when=None),
    Case("200 with a page", "http.html"),
    Case("200 with the JSON of an error", error("internal_error", status=200)),
    Case("200 with `{}`", error("internal_error", status=200, body="{}")),
    Case("200 with `[]`", error("internal_error", status=200, body="[]")),
    Case("200 without content-type", "http.content_type"),
    Case("200 with nothing at all", "http.empty"),
    Case("200 with half of the JSON", "http.truncated_json"),
    broken("the last event lacks its blank line", stream("format", style="unterminated"), when=None),
    broken(
        "the event with the finish reason lacks its blank line, and is the last",
        (stream("drop", kind="done"), stream("format", style="unterminated")),
        when={"at": "headers"},
    ),
    broken("a byte order mark in front", stream("format", style="bom"), when={"at": "headers"}),
    broken("no `event:` lines", "stream.names", when={"at": "headers"}, asks=("message", "response")),
    broken("gzip without its last 8 bytes", "stream.truncated_gzip", when=None),
    broken(
        "gzip that can only be read at its end, which is missing",
        stream("truncated_gzip", flush=False, lost=64),
        when=None,
        counted=False,  # how much can be read depends on the version of zlib
    ),
    broken("every event twice", "stream.duplicate", when={"at": "headers"}),
    broken("one token lost", stream("drop", count=1)),
    broken("two tokens in reverse order", stream("reorder", count=2)),
    broken("the finish reason lost", stream("drop", kind="finish"), when={"at": "headers"}),
    broken("no choice in `choices`", "payload.no_choices", when=None, asks=OPENAI),
    broken(
        "a first chunk without choices, as Azure sends it",
        stream("insert", what="empty_choices"),
        when={"at": "headers"},
        asks=OPENAI,
    ),
    broken(
        "keep-alive comments in a stall of 2.5 s, timeout 1 s",
        stream("stall", seconds=2.5, alive="comments", every=0.2),
        timeout=1.0,
        tries=8,
    ),
    Case("307 to another server, which answers", {"type": "http.redirect", "location": ELSEWHERE}),
    Case("307 to itself, again and again", {"type": "http.redirect", "to": "loop"}),
)

SECTIONS: Mapping[str, tuple[Case, ...]] = {
    "Is it tried again?": RETRIES,
    "Streams that break": BREAKS,
    "What is taken for an answer": SILENT,
}
CASES = {
    (SDK_OF[ask], case.named(ask)): (case, ask)
    for cases in SECTIONS.values()
    for case in cases
    for ask in case.asks
}
"""By SDK and text."""


@cache
def measured() -> Mapping[str, Mapping[str, str]]:
    """`openai 3.54` -> text of a case -> outcome."""
    return tomllib.loads(MEASURED.read_text("utf-8"))
