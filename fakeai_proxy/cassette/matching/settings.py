"""The part of [cassette] that says which recording answers which request."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from .names import Profile
from .rule import MatchRule, Near


class MatchingSettings(BaseModel):
    """From the strictest profile on, the first that knows a recording decides."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    profile: Profile = Field(
        default="llm@1",
        description="The most lenient way in which a recording is the same request: exact@1 (to the letter), "
        "llm@1 (what a model is asked), or norm@1 (with ids, dates and temporary paths masked).",
    )
    cross_form: bool = Field(
        default=True,
        description="A recorded stream answers a request that wants none, and the other way round; "
        "not with profile exact@1.",
    )
    near: Near | None = Field(
        default=None,
        description="Serve the nearest recording too, from this likeness on; unset: only tell of it.",
        examples=[0.97],
    )
    mark: bool = Field(
        default=True,
        description="Say in a header x-fakeai-proxy where an answer comes from, and how it was found.",
    )
    match: tuple[MatchRule, ...] = Field(
        default=(),
        description="Rules: what counts of requests to a host, a path or a model.",
        examples=[[{"path": "/v1/chat/*", "ignore": ["/seed"]}]],
    )
