"""An error in place of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.faults.base import Hit
from fakeai_proxy.faults.dialects import ErrorName, Figures, reply_of, written
from fakeai_proxy.faults.dialects.written import Category

from .answer import CountedFault, FieldValue, changed, number


class HttpError(CountedFault):
    """An error instead of an answer, as the provider asked words it: status, headers and body.

    `name` chooses the error (internal_error, bad_gateway_html, rate_limit, model_not_found, ...: all of them
    are in docs/errors.md), `status` one without a name, such as 418 or 499. Both send the body of the one
    with the status of the other: `status: 200` is an error that looks like success, `name: cloudflare` and
    `status: 524` a timeout of the edge. `times: 2` lets the third request pass.
    """

    type: Literal["http.error"] = "http.error"
    name: ErrorName | None = Field(
        default=None, description="The error; internal_error where there is no status either."
    )
    status: int | None = Field(
        default=None, ge=200, le=599, description="In place of the status of the error, or instead of a name."
    )
    retry_after: float | FieldValue | None = Field(
        default=None,
        description="Seconds, which the message tells too, or any text: a date, NaN, nonsense.",
        examples=[30],
    )
    should_retry: bool | None = Field(default=None, description="The header x-should-retry.")
    message: str | None = Field(default=None, description="In place of the provider's words.")
    limit: int | None = Field(default=None, ge=1, description="The limit that the message tells.")
    used: int | None = Field(default=None, ge=0, description="What was used of it.")
    requested: int | None = Field(default=None, ge=0, description="What this request asked for.")
    category: Category = Field(default="violence", description="What a content filter objects to.")
    body: str | None = Field(default=None, description="In place of the whole body.")

    def answer(self, hit: Hit) -> Reply | None:
        if self.over(hit):
            return None
        name = self.name or (None if self.status else "internal_error")
        error = written(self.provider(hit), name, hit, self._figures(), self.status)
        body = error.body if self.body is None else self.body.encode("utf-8", "replace")
        headers = changed(error.headers, {**self._told(), **self.headers})
        return reply_of(replace(error, body=body, headers=headers))

    def _figures(self) -> Figures:
        retry = self.retry_after if isinstance(self.retry_after, int | float) else None
        return Figures(self.limit, self.used, self.requested, retry, self.message, self.category)

    def _told(self) -> Mapping[str, str | None]:
        told: dict[str, str | None] = {}
        if (given := self.retry_after) is not None:
            told["retry-after"] = given if isinstance(given, str) else number(given)
        if self.should_retry is not None:
            told["x-should-retry"] = str(self.should_retry).lower()
        return told
