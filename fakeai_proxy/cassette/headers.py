"""Which headers are kept, and which name the caller. What is not listed is not stored."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import parse_qsl

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers

from .redact import Redactor


class Kept(NamedTuple):
    """An allow-list: whole names, and beginnings of names."""

    names: frozenset[str]
    prefixes: tuple[str, ...]


REQUEST_KEPT = Kept(
    frozenset(
        (
            "accept",
            "anthropic-beta",
            "anthropic-version",
            "content-type",
            "openai-beta",
            "user-agent",
        )
    ),
    ("x-stainless-",),
)
RESPONSE_KEPT = Kept(
    frozenset(
        (
            "accept-ranges",
            "cache-control",
            "content-disposition",
            "content-language",
            "content-range",
            "content-type",
            "etag",
            "last-modified",
            "location",
            "openai-model",
            "openai-processing-ms",
            "openai-version",
            "request-id",
            "retry-after",
            "retry-after-ms",
            "server",
            "x-accel-buffering",
            "x-envoy-upstream-service-time",
            "x-request-id",
            "x-should-retry",
        )
    ),
    ("anthropic-ratelimit-", "azureml-model-", "nvcf-", "x-groq-", "x-ms-region", "x-ratelimit-"),
)

CREDENTIAL_HEADERS = frozenset(
    (
        "api-key",
        "authorization",
        "cookie",
        "ocp-apim-subscription-key",
        "proxy-authorization",
        "x-amz-security-token",
        "x-api-key",
        "x-auth-token",
        "x-goog-api-key",
    )
)
CREDENTIAL_PARAMETERS = ("api-key", "api_key", "access_token", "key", "token")


def kept(headers: Headers, allowed: Kept, redactor: Redactor, place: str) -> Headers:
    """The allowed ones in their order, names in lower case, values without secrets."""
    names, prefixes = allowed
    chosen = tuple((name.lower(), value) for name, value in headers)
    chosen = tuple(pair for pair in chosen if pair[0] in names or pair[0].startswith(prefixes))
    together = _encoded("\n".join(value for _, value in chosen))
    if redactor.redact_parameters(together, place) is together:
        return chosen
    return tuple((name, _value(value, redactor, place)) for name, value in chosen)


def _value(value: str, redactor: Redactor, place: str) -> str:
    """Placeholders without their quotes: header values are ASCII."""
    redacted = redactor.redact_parameters(_encoded(value), place).decode("utf-8", "replace")
    return redacted.replace("«", "").replace("»", "")


def _encoded(value: str) -> bytes:
    return value.encode("utf-8", "surrogateescape")


def credentials(request: Request) -> tuple[bytes, ...]:
    """Every value by which the caller proves who it is, the schemes (`Bearer`) taken off."""
    found = [
        part for name, value in request.headers if name in CREDENTIAL_HEADERS for part in _parts(name, value)
    ]
    if request.query:
        found += [value for name, value in parse_qsl(request.query) if name.lower() in CREDENTIAL_PARAMETERS]
    return tuple(_encoded(value) for value in found)


def _parts(name: str, value: str) -> list[str]:
    if name == "cookie":
        return [pair.partition("=")[2].strip() for pair in value.split(";")]
    scheme, _, token = value.partition(" ")
    return [token.strip() or scheme]


def telling(secret: bytes) -> bool:
    """Long enough to be searched for by value: `EMPTY` or `not-needed` is no secret and may be a word."""
    return len(secret) >= 16 or (len(secret) >= 8 and any(48 <= byte <= 57 for byte in secret))


def auth_fingerprint(found: tuple[bytes, ...], salt: bytes) -> str | None:
    """16 hex digits that tell callers apart within one cassette; None where there is no credential."""
    return blake2b(b"\n".join(found), digest_size=8, key=salt).hexdigest() if found else None
