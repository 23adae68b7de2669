"""Which headers are kept, and which name the caller. What is not listed is not stored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import parse_qsl

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers

from .redact import Redactor
from .redaction.numbers import fingerprint, strong
from .redaction.settings import CREDENTIAL_HEADERS, RedactionSettings


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

SIGNED = re.compile(rb"Credential=([^/,\s]+)/")
GOOGLE = b"ya29."
CREDENTIAL_PARAMETERS = ("api-key", "api_key", "access_token", "key", "token")


def kept(headers: Headers, allowed: Kept, redactor: Redactor) -> Headers:
    """The allowed ones in their order, names in lower case, values without secrets."""
    names, prefixes = widened(allowed, redactor.rules.settings)
    lowered = ((name.lower(), value) for name, value in headers)
    chosen = tuple(
        pair for pair in lowered if pair[0] in names or (prefixes and pair[0].startswith(prefixes))
    )
    dropped = redactor.rules.settings.drop_headers
    if dropped or prefixes is not allowed.prefixes:
        chosen = tuple(
            pair for pair in chosen if not _listed(pair[0], dropped) and pair[0] not in CREDENTIAL_HEADERS
        )
    together = _encoded("\n".join(value for _, value in chosen))
    if redactor.redact_parameters(together) is together:
        return chosen
    return tuple((name, _value(value, redactor)) for name, value in chosen)


def widened(allowed: Kept, settings: RedactionSettings) -> Kept:
    """`allowed` and what the user keeps too."""
    own = settings.keep_headers
    if not own:
        return allowed
    whole = frozenset(name for name in own if not name.endswith("*"))
    begun = tuple(name[:-1] for name in own if name.endswith("*"))
    return Kept(allowed.names | whole, allowed.prefixes + begun)


def _listed(name: str, listed: Iterable[str]) -> bool:
    return any(name.startswith(one[:-1]) if one.endswith("*") else name == one for one in listed)


def _value(value: str, redactor: Redactor) -> str:
    """Placeholders without their quotes: header values are ASCII."""
    redacted = redactor.redact_parameters(_encoded(value)).decode("utf-8", "replace")
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
    """Hex digits that tell callers apart within one cassette; None where there is no credential.

    16 of them, or 4 where trying passwords could find the one that gives these.
    """
    if not found:
        return None
    size = 8 if all(map(strong, found)) else 2
    return fingerprint(b"\n".join(map(_lasting, found)), salt, size).hex()


def _lasting(credential: bytes) -> bytes:
    """What stays from request to request: of signatures (AWS) the id, of Google's tokens the kind."""
    if signed := SIGNED.match(credential):
        return signed[1]
    return GOOGLE if credential.startswith(GOOGLE) else credential
