"""The sections [auth], [rate_limits] and [security]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from fakeai_proxy.core.errors import nearest

from .tiers import TIERS, Tier, canonical

TierName = Annotated[str, AfterValidator(canonical), Field(min_length=1, max_length=64)]
Amount = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]


def expression(text: str) -> str:
    """Raises ValueError for what is no regular expression."""
    try:
        re.compile(text)
    except re.error as why:
        raise ValueError(f"'{text[:60]}' is not a regular expression ({why})") from None
    return text


class AuthSettings(BaseModel):
    """Who may ask."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    require_api_key: bool = Field(
        default=True, description="Answer 401 to requests without an API key, as the providers do."
    )
    api_keys: tuple[SecretStr, ...] = Field(
        default=(),
        description="The keys that are accepted, each KEY or KEY@TIER; others get 401. None: every key is.",
    )

    @property
    def asks(self) -> bool:
        """It matters which key a request has."""
        return bool(self.api_keys)


class RateLimitSettings(BaseModel):
    """How much each key may ask of each model."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(
        default=False, description="Keep limits for each key and model, and tell them in headers."
    )
    tier: TierName = Field(default="tier-1", description="The tier of keys that name none.")
    algorithm: Literal["bucket", "window"] = Field(
        default="bucket",
        description="How limits are kept. bucket: what was used comes back evenly; window: what was used "
        "within the last minute, or day, counts.",
    )
    rpm: Amount | None = Field(
        default=None, description="Requests a minute, in place of the tier's.", examples=[60]
    )
    tpm: Amount | None = Field(
        default=None, description="Tokens a minute, in place of the tier's.", examples=[40_000]
    )
    rpd: Amount | None = Field(
        default=None, description="Requests a day, in place of the tier's.", examples=[1_000]
    )
    tpd: Amount | None = Field(
        default=None, description="Tokens a day, in place of the tier's.", examples=[1_000_000]
    )
    quota_tokens: Amount | None = Field(
        default=None,
        description="Tokens after which the quota of a key is used up (429 insufficient_quota).",
        examples=[100_000],
    )
    tiers: Mapping[TierName, Tier] = Field(
        default={},
        description="Tiers of your own, and changes to those there are (free, tier-1 to tier-5).",
        examples=[{"gold": {"rpm": 100, "tpm": 50_000}}],
    )

    @model_validator(mode="after")
    def _known(self) -> RateLimitSettings:
        if self.tier not in self.table:
            raise ValueError(unknown(self.tier, self.table))
        return self

    @property
    def asks(self) -> bool:
        """Something is asked of requests."""
        return self.enabled or self.quota_tokens is not None

    @property
    def table(self) -> Mapping[str, Tier]:
        """All tiers, with the user's changes and with what is set for all of them."""
        told = {name: amount for name in Tier.model_fields if (amount := getattr(self, name)) is not None}
        tables = {**TIERS, **{name: tier.over(TIERS.get(name)) for name, tier in self.tiers.items()}}
        return {name: tier.model_copy(update=told) for name, tier in tables.items()}


class SecuritySettings(BaseModel):
    """What is not let in, and what pages may read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cors_allowed_origins: tuple[str, ...] = Field(
        default=(),
        description="Origins whose pages may read answers in a browser, like https://*.example; * is any.",
    )
    cors_allow_credentials: bool = Field(
        default=True, description="Let those pages send cookies and the like; then * names each origin."
    )
    injection_detection: bool = Field(
        default=False, description="Refuse prompts that try to talk a model out of its instructions (400)."
    )
    prompt_moderation: bool = Field(
        default=False, description="Refuse prompts that the moderation endpoint would flag (400)."
    )
    refusals: bool = Field(
        default=False, description="The same, but models refuse them in a message, with status 200."
    )
    input_validation: bool = Field(
        default=False,
        description="Refuse prompts with SQL, HTML or shell injected, paths upwards, or null bytes (400).",
    )
    patterns: tuple[Annotated[str, AfterValidator(expression)], ...] = Field(
        default=(), description="Regular expressions that prompts are refused for as well."
    )
    abuse_detection: bool = Field(default=False, description="Ban addresses that offend too often (403).")
    abuse_threshold: int = Field(
        default=20,
        ge=1,
        le=10_000,
        description="Bad keys, limits overrun, refused prompts and bodies too large within abuse_seconds "
        "that lead to a ban.",
    )
    abuse_seconds: Seconds = Field(default=60.0, description="Seconds within which offences are counted.")
    ban_seconds: Seconds = Field(default=300.0, description="Seconds that a ban lasts.")
    ban_loopback: bool = Field(default=False, description="Ban programs of this machine too.")

    @property
    def asks(self) -> bool:
        """Something is asked of requests, or told to pages."""
        return bool(
            self.cors_allowed_origins
            or self.patterns
            or self.injection_detection
            or self.prompt_moderation
            or self.refusals
            or self.input_validation
            or self.abuse_detection
        )


def unknown(tier: str, table: Mapping[str, Tier]) -> str:
    """That there is no such tier, and which there are."""
    return f"there is no tier '{tier}'{nearest(tier, table)}; there are {', '.join(table)}"
