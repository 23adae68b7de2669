"""Which headers are kept, and which name the caller. What is not listed is not stored."""

from __future__ import annotations

from hashlib import blake2b
from urllib.parse import parse_qsl

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers

from .redact import Redactor

REQUEST_KEPT = (
    "accept",
    "anthropic-beta",
    "anthropic-version",
    "content-type",
    "idempotency-key",
    "nvcf-input-asset-references",
    "openai-beta",
    "user-agent",
    "x-stainless-",
)
RESPONSE_KEPT = (
    "anthropic-ratelimit-",
    "azureml-model-",
    "cache-control",
    "content-disposition",
    "content-language",
    "content-type",
    "location",
    "nvcf-",
    "openai-model",
    "openai-processing-ms",
    "openai-version",
    "request-id",
    "retry-after",
    "server",
    "x-accel-buffering",
    "x-envoy-upstream-service-time",
    "x-groq-region",
    "x-ms-region",
    "x-ratelimit-",
    "x-request-id",
    "x-should-retry",
)
"""Names; one that ends in a hyphen is the beginning of names."""

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


def kept(headers: Headers, allowed: tuple[str, ...], redactor: Redactor, place: str) -> Headers:
    """The allowed ones in their order, values without secrets."""
    return tuple(
        (name, _value(value, redactor, place)) for name, value in headers if _allowed(name.lower(), allowed)
    )


def _allowed(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == one or (one.endswith("-") and name.startswith(one)) for one in allowed)


def _value(value: str, redactor: Redactor, place: str) -> str:
    redacted = redactor.redact_parameters(value.encode("utf-8", "surrogateescape"), place)
    return redacted.decode("utf-8", "replace").translate({0xAB: "[", 0xBB: "]"}) if redacted else ""


def credentials(request: Request) -> tuple[bytes, ...]:
    """Every value by which the caller proves who it is, the schemes (`Bearer`) taken off."""
    found = [
        part for name, value in request.headers if name in CREDENTIAL_HEADERS for part in _parts(name, value)
    ]
    if request.query:
        found += [value for name, value in parse_qsl(request.query) if name.lower() in CREDENTIAL_PARAMETERS]
    return tuple(value.encode("utf-8", "surrogateescape") for value in found)


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
