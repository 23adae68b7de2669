"""What faults that answer by an error of the provider have in common."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from fakeai_proxy.core.steps import Headers
from fakeai_proxy.faults.base import AnswerFault, Hit
from fakeai_proxy.faults.dialects import Provider


def field_name(name: str) -> str:
    """A header in lower case. Raises ValueError for what is no name, or would change the framing."""
    if not name or not all(33 <= ord(letter) < 127 and letter not in '"(),/:;<=>?@[]{}\\' for letter in name):
        raise ValueError(f"'{name}' is not the name of a header")
    if name.lower() in ("content-length", "transfer-encoding", "connection"):
        raise ValueError(f"'{name}' is set by the framing; see the fault http.content_length")
    return name.lower()


def field_value(value: str) -> str:
    """Raises ValueError for a line break, which would begin another header."""
    if any(letter in value for letter in "\r\n\0"):
        raise ValueError("a header has no line break")
    return value


FieldName = Annotated[str, AfterValidator(field_name)]
FieldValue = Annotated[str, AfterValidator(field_value)]


class ProviderFault(AnswerFault):
    """An answer in the words of a provider."""

    dialect: Literal["auto"] | Provider = Field(
        default="auto", description="Whose errors: auto is the provider asked, nim a server run by oneself."
    )
    headers: Mapping[FieldName, FieldValue | None] = Field(
        default={}, description="Headers to add or to replace; null takes one away."
    )

    def provider(self, hit: Hit) -> Provider:
        """Whose errors are sent to `hit`."""
        return hit.dialect if self.dialect == "auto" else self.dialect


class CountedFault(ProviderFault):
    """One that lets requests through after it has answered some."""

    times: int | None = Field(
        default=None, ge=0, description="Only the first so many requests; those after them are let through."
    )

    def over(self, hit: Hit) -> bool:
        """It was sent as often as asked."""
        return self.times is not None and hit.ordinal >= self.times


def changed(headers: Headers, by: Mapping[str, str | None]) -> Headers:
    """`headers` (names in lower case) without those of `by`, which come after them unless they are None."""
    kept = [(name, value) for name, value in headers if name not in by]
    return (*kept, *((name, value) for name, value in by.items() if value is not None))


def number(value: float) -> str:
    """As a header has it: `30`, `0.5`, `-5`, `NaN`."""
    return "NaN" if math.isnan(value) else f"{value:.12g}"
