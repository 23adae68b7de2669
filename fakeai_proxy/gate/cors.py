"""Pages of other origins (fetch.spec.whatwg.org, 3.2): who may read answers in a browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Headers, Reply, Step
from fakeai_proxy.core.transform import Pipeline, through

from .settings import SecuritySettings

EXPOSED = (
    "x-request-id, openai-processing-ms, openai-version, retry-after, retry-after-ms, "
    "x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests, "
    "x-ratelimit-limit-tokens, x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens"
)
KEPT = "600"
"""Seconds that a browser remembers a preflight."""


class Cors:
    """Answers that tell browsers that they may be read."""

    def __init__(self, settings: SecuritySettings) -> None:
        self._origins = settings.cors_allowed_origins
        self._credentials = settings.cors_allow_credentials

    def opened(self, reply: Reply, request: Request) -> Reply:
        """`reply` as the page that sent `request` may read it; else as it is."""
        origin = request.header("origin")
        if not origin or not any(fnmatchcase(origin, pattern) for pattern in self._origins):
            return reply
        return through(reply, Pipeline(Opened(self._headers(origin, request))))

    def _headers(self, origin: str, request: Request) -> Headers:
        """With credentials an origin has to be named, so it is: `*` would be refused by browsers."""
        shown = origin if self._credentials or "*" not in self._origins else "*"
        headers = [("access-control-allow-origin", shown), ("vary", "Origin")]
        if self._credentials:
            headers.append(("access-control-allow-credentials", "true"))
        if asked := request.header("access-control-request-method"):
            headers += [
                ("access-control-allow-methods", asked),
                ("access-control-allow-headers", request.header("access-control-request-headers", "*")),
                ("access-control-max-age", KEPT),
            ]
        else:
            headers.append(("access-control-expose-headers", EXPOSED))
        return tuple(headers)


class Opened:
    """Adds headers to the head of a reply."""

    def __init__(self, headers: Headers) -> None:
        self._headers = headers

    def feed(self, step: Step) -> Iterable[Step]:
        return (replace(step, headers=step.headers + self._headers) if isinstance(step, Head) else step,)

    def close(self) -> None: ...
