"""Which answers a mutation is of: every field that is given must fit. `*` is a wildcard."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request

Source = Literal["recorded", "live", "synthesized"]
"""Where an answer comes from: a cassette, upstream, or the simulator."""


class Match(BaseModel):
    """Nothing given: every answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str | None = Field(default=None, description="Path asked, for example /v1/chat/*.")
    model: str | None = Field(default=None, description="`model` of the JSON body, for example gpt-4o*.")
    host: str | None = Field(default=None, description="Host asked, for example *.openai.azure.com.")
    scope: str | None = Field(default=None, description="User part of the proxy URL the client was given.")
    source: Source | None = Field(
        default=None, description="Where the answer comes from: recorded, live or synthesized."
    )

    def fits(self, request: Request, source: Source | None) -> bool:
        """Whether it is of this answer, or (None) of the request before there is any."""
        return (
            (self.source is None or self.source == source)
            and fits(self.path, request.path)
            and fits(self.host and self.host.lower(), request.host)
            and fits(self.scope, request.scope)
            and (self.model is None or fits(self.model, model_of(request)))
        )


def fits(pattern: str | None, value: str) -> bool:
    return pattern is None or fnmatchcase(value, pattern)


def model_of(request: Request) -> str:
    """The `model` of a JSON body, or nothing."""
    try:
        body = request.json if request.body else None
    except ApiError:
        return ""
    model = body.get("model") if isinstance(body, dict) else None
    return model if isinstance(model, str) else ""
