"""The errors that can be asked for by name, whoever the provider is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from fakeai_proxy.core.errors import nearest


class Name(NamedTuple):
    """An error, before any provider words it."""

    status: int
    message: str
    """Said where nobody has shown what the provider says."""
    like: str = ""
    """The error sent by providers that have no such variant."""
    limit: int = 0
    used: int = 0
    requested: int = 0
    """Figures of the message: tokens, requests or bytes."""


NAMES: Mapping[str, Name] = {
    "invalid_request": Name(400, "The request is not valid."),
    "context_length_exceeded": Name(400, "The prompt is too long.", limit=8192, used=8227, requested=1024),
    "content_filter": Name(400, "The prompt was refused by a content filter."),
    "invalid_api_key": Name(401, "The API key is not valid."),
    "invalid_api_key_unauthorized": Name(401, "The API key is not valid.", like="invalid_api_key"),
    "expired_api_key": Name(401, "The API key has expired.", like="invalid_api_key"),
    "billing": Name(402, "There is a problem with your billing information."),
    "permission_denied": Name(403, "You may not do this."),
    "model_not_found": Name(404, "There is no such model."),
    "model_not_found_text": Name(404, "There is no such page.", like="model_not_found"),
    "request_timeout": Name(408, "The request took too long."),
    "conflict": Name(409, "The resource is in use by another request."),
    "gone": Name(410, "The model was retired."),
    "request_too_large": Name(413, "The request body is too large."),
    "request_too_large_html": Name(413, "The request body is too large."),
    "unprocessable": Name(422, "The request cannot be processed."),
    "rate_limit": Name(429, "Too many requests a minute.", limit=3, used=3, requested=1),
    "rate_limit_tpm": Name(429, "Too many tokens a minute.", limit=30_000, used=14_567, requested=24_754),
    "rate_limit_tpm_newer": Name(
        429, "Too many tokens a minute.", "rate_limit_tpm", limit=30_000, used=14_567, requested=24_754
    ),
    "rate_limit_too_large": Name(429, "One request over the limit.", limit=30_000, requested=30_601),
    "insufficient_quota": Name(429, "Your quota is used up."),
    "credit_balance_exhausted": Name(429, "Your credit is used up.", like="insufficient_quota"),
    "slow_down": Name(429, "Your request rate grew too fast; ramp up slowly."),
    "concurrency_limit": Name(429, "Too many requests at the same time.", limit=10, used=10, requested=1),
    "internal_error": Name(500, "Internal server error"),
    "internal_error_gateway": Name(500, "Internal server error", like="internal_error"),
    "bad_gateway": Name(502, "Bad gateway"),
    "bad_gateway_html": Name(502, "Bad gateway"),
    "service_unavailable": Name(503, "Service unavailable"),
    "service_unavailable_html": Name(503, "Service unavailable"),
    "overloaded": Name(503, "The server is overloaded.", like="service_unavailable"),
    "server_is_overloaded": Name(503, "The server is overloaded.", like="overloaded"),
    "gateway_timeout": Name(504, "Gateway timeout"),
    "gateway_timeout_html": Name(504, "Gateway timeout"),
    "gateway_timeout_empty": Name(504, ""),
    "cloudflare": Name(520, "The server behind the edge returned an unknown error."),
}


def checked_name(name: str) -> str:
    """`name`, where it is one. Raises ValueError with the nearest."""
    if name not in NAMES:
        raise ValueError(f"unknown error '{name}'{nearest(name, NAMES)}; there are {', '.join(NAMES)}")
    return name


ErrorName = Annotated[str, AfterValidator(checked_name), Field(json_schema_extra={"enum": [*NAMES]})]
