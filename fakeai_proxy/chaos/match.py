"""Which requests a rule is about: every field that is given must fit. `*` is a wildcard."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from fakeai_proxy.core.hosts import HostPattern
from fakeai_proxy.core.jmes import compiled
from fakeai_proxy.faults import Dialect

from .given import listed
from .meeting import Meeting

Attempt = Annotated[int, Field(ge=1)]
Pattern = Annotated[str, Field(min_length=1)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(listed), Field(min_length=1)]


def expression(text: str) -> str:
    """Raises ValueError where `text` is no JMESPath."""
    compiled(text)
    return text


def host(pattern: str) -> str:
    HostPattern.parse(pattern)
    return pattern.lower()


HostPatterns = Annotated[
    tuple[Annotated[Pattern, AfterValidator(host)], ...], BeforeValidator(listed), Field(min_length=1)
]

OF_CONNECTIONS = ("host", "scope")
"""What is known before there is a request."""


class Match(BaseModel):
    """Nothing given: every request."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: HostPatterns | None = Field(
        default=None, description="Host asked, such as *.openai.azure.com; or several."
    )
    path: Patterns | None = Field(default=None, description="Path asked, for example /v1/chat/*; or several.")
    method: Patterns | None = Field(default=None, description="HTTP method; or several.")
    provider: Annotated[tuple[Dialect, ...], BeforeValidator(listed)] | None = Field(
        default=None, description="Whose API it is: openai, azure, anthropic or nvidia; or several."
    )
    model: Patterns | None = Field(
        default=None, description="`model` of the body, for example gpt-4o*; or several."
    )
    stream: bool | None = Field(default=None, description="Whether it asks for a stream.")
    tools: Literal["any", "none"] | Patterns | None = Field(
        default=None, description="any or none, or the names of tools of which it offers one."
    )
    header: Mapping[str, Pattern] | None = Field(
        default=None, description="Request headers and what they must be."
    )
    scope: Patterns | None = Field(
        default=None, description="User part of the proxy URL the client was given; or several."
    )
    attempt: Annotated[tuple[Attempt, ...], BeforeValidator(listed)] | None = Field(
        default=None, description="Which attempt of the same request it is, from 1; or several."
    )
    body: Annotated[str, AfterValidator(expression)] | None = Field(
        default=None, description="JMESPath expression on the JSON body that must find something."
    )

    def fits(self, meeting: Meeting) -> bool:
        """The cheap questions first; those about the body only where all else fits."""
        request = meeting.request
        return (
            (self.host is None or at_host(self.host, request.host, request.port))
            and fits(self.path, request.path)
            and (self.method is None or request.method.upper() in map(str.upper, self.method))
            and fits(self.scope, request.scope)
            and (self.provider is None or meeting.provider in self.provider)
            and (self.header is None or has_headers(self.header, meeting))
            and (self.stream is None or meeting.stream == self.stream)
            and fits(self.model, meeting.model)
            and (self.tools is None or has_tools(self.tools, meeting.tools))
            and (self.attempt is None or meeting.attempt in self.attempt)
            and (self.body is None or found(self.body, meeting.body))
        )

    @property
    def of_requests(self) -> tuple[str, ...]:
        """The fields that only a request can answer."""
        given = (name for name in Match.model_fields if getattr(self, name) is not None)
        return tuple(name for name in given if name not in OF_CONNECTIONS)

    def fits_connection(self, meeting: Meeting) -> bool:
        """Of a connection, whose port is not told: by the fields that are not of requests."""
        host = self.host is None or about_host(self.host, meeting.request.host)
        return host and fits(self.scope, meeting.request.scope)


def fits(patterns: tuple[str, ...] | None, value: str) -> bool:
    return patterns is None or any(fnmatchcase(value, pattern) for pattern in patterns)


def at_host(patterns: tuple[str, ...], host: str, port: int) -> bool:
    return any(HostPattern.parse(pattern).covers(host, port) for pattern in patterns)


def about_host(patterns: tuple[str, ...], host: str) -> bool:
    """Of a connection, whose port is not told."""
    return any(fnmatchcase(host, HostPattern.parse(pattern).host) for pattern in patterns)


def has_headers(wanted: Mapping[str, str], meeting: Meeting) -> bool:
    headers = meeting.request.headers
    return all(
        any(name == key.lower() and fnmatchcase(value, pattern) for name, value in headers)
        for key, pattern in wanted.items()
    )


def has_tools(wanted: str | tuple[str, ...], offered: list[str]) -> bool:
    if wanted in ("any", "none"):
        return bool(offered) == (wanted == "any")
    return any(fits(tuple(wanted), name) for name in offered)


def found(text: str, body: Any) -> bool:
    """The expression finds something: not null, not false, not empty."""
    from jmespath.exceptions import JMESPathError

    try:
        value = compiled(text).search(body)
    except JMESPathError:  # a function that does not take what this body holds
        return False
    return value is not None and value is not False and value not in ("", [], {})
