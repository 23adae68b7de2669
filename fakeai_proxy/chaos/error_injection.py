"""`[error_injection]`: some requests answered with an error, without an experiment being written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from fakeai_proxy.core.errors import nearest

TYPES: Mapping[str, str] = {
    "500": "internal_error",
    "503": "service_unavailable",
    "429": "rate_limit",
    "400": "invalid_request",
    "401": "invalid_api_key",
    "internal_error": "internal_error",
    "bad_gateway": "bad_gateway",
    "service_unavailable": "service_unavailable",
    "gateway_timeout": "gateway_timeout",
    "rate_limit_quota": "insufficient_quota",
    "context_length_exceeded": "context_length_exceeded",
    "timeout": "gateway_timeout",
    "rate_limit": "rate_limit",
    "invalid_request": "invalid_request",
}
"""What may be asked for, by status or by name -> `name` of the fault `http.error`."""


def spelled(given: Any) -> Any:
    """`429` is a number in TOML and JSON; `rate limit` and `Rate-Limit` are one name."""
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    return given.strip().lower().replace(" ", "_").replace("-", "_") if isinstance(given, str) else given


def known(name: str) -> str:
    if name not in TYPES:
        raise ValueError(f"unknown error type '{name}'{nearest(name, TYPES)}; there are {', '.join(TYPES)}")
    return name


ErrorType = Annotated[str, BeforeValidator(spelled), AfterValidator(known)]


class ErrorInjectionSettings(BaseModel):
    """Off by default. For more than this, write an experiment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(default=False, description="Answer a share of all requests with an error.")
    rate: float = Field(default=0.01, ge=0, le=1, allow_inf_nan=False, description="That share, from 0 to 1.")
    types: tuple[ErrorType, ...] = Field(
        default=("500", "503", "429"),
        min_length=1,
        description="Which errors, each as likely as any other: "
        "500, 503, 429, 400, 401, or names such as internal_error and rate_limit_quota.",
    )

    @property
    def faults(self) -> tuple[Mapping[str, str], ...]:
        """One fault a type, as an experiment would write it."""
        return tuple({"type": "http.error", "name": TYPES[name]} for name in self.types)
