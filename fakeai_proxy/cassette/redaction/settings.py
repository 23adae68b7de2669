"""The [cassette.redact] section."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

PersonalKind = Literal["email", "phone", "iban", "us_ssn", "ip_address"]

CREDENTIAL_HEADERS = frozenset(
    (
        "api-key",
        "authorization",
        "cf-aig-authorization",
        "cookie",
        "helicone-auth",
        "ocp-apim-subscription-key",
        "private-token",
        "proxy-authorization",
        "set-cookie",
        "x-amz-security-token",
        "x-api-key",
        "x-auth-token",
        "x-functions-key",
        "x-goog-api-key",
        "x-litellm-api-key",
        "x-portkey-api-key",
        "x-vault-token",
        "xi-api-key",
    )
)
"""By which callers prove who they are. Never kept."""


def _pattern(text: str) -> str:
    try:
        re.compile(text.encode())
    except re.error as failure:
        raise ValueError(f"is no regular expression: {failure}") from None
    return text


def _pointer(text: str) -> str:
    if not text.startswith("/") or re.search(r"~(?![01])", text):
        raise ValueError("is no JSON pointer: it begins with / (* stands for any member or item)")
    return text


def _header(text: str) -> str:
    name = text.lower()
    if not re.fullmatch(r"[a-z0-9!#$%&'+.^_`|~-]+\*?", name):
        raise ValueError("is no name of a header (it may end in *)")
    return name


def _no_credential(name: str) -> str:
    if name in CREDENTIAL_HEADERS:
        raise ValueError("is a credential, which is never kept")
    return name


Pattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_pattern)]
Pointer = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_pointer)]
HeaderName = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_header)]
Header = Annotated[HeaderName, AfterValidator(_no_credential)]
Name = Annotated[str, Field(min_length=2, max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]


class RedactionSettings(BaseModel):
    """What is taken out of a recording before it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(
        default=True,
        description="Search texts for secrets; without it only headers and the caller's own credentials go.",
    )
    pointers: tuple[Pointer, ...] = Field(
        default=(),
        description="JSON pointers into requests, replies and events, where all is taken out; * is any name.",
        examples=[["/user", "/messages/*/name"]],
    )
    names: tuple[Name, ...] = Field(
        default=(),
        description="Further names of JSON members and parameters whose texts are taken out.",
        examples=[["x_internal", "employee_id"]],
    )
    patterns: tuple[Pattern, ...] = Field(
        default=(),
        description="Further regular expressions of secrets; the last group of one, if any, is the secret.",
        examples=[["acme-[0-9a-f]{12}"]],
    )
    personal: tuple[PersonalKind, ...] = Field(
        default=(), description="Personal data to take out too.", examples=[["email", "phone"]]
    )
    ignore: tuple[Pattern, ...] = Field(
        default=(),
        description="Regular expressions of whole texts that look like secrets and are none.",
        examples=[["sk-test-.*"]],
    )
    keep_headers: tuple[Header, ...] = Field(
        default=(),
        description="Further headers to keep, of requests and replies; NAME* is every one that begins so.",
        examples=[["openai-organization"]],
    )
    drop_headers: tuple[HeaderName, ...] = Field(
        default=(), description="Headers to leave out all the same.", examples=[["user-agent"]]
    )
