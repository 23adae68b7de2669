"""The moment of a reply at which a fault happens.

head | event | event ... call | arguments ... | event with finish reason | [DONE] |
     headers first_event      tool_call       finish                     done     end
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

At = Literal["headers", "first_event", "tool_call", "finish", "done", "end"]
UNITS = ("after_events", "after_tokens", "after_bytes", "after_ms", "after_fraction", "at")


class When(BaseModel):
    """Exactly one of its fields.

    Events, tokens and places are those of a stream of events. In any other reply `after_events`,
    `after_tokens` and `first_event` are the middle of the body, and the places inside of a stream never come.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    after_events: int | None = Field(default=None, ge=0, description="After so many events.")
    after_tokens: int | None = Field(
        default=None, ge=0, description="After so many events with a piece of the answer: about a token each."
    )
    after_bytes: int | None = Field(
        default=None,
        ge=0,
        description="After so many bytes of the body, inside of a character if it falls so.",
    )
    after_ms: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="Milliseconds after the head. Of a live reply: with the first that arrives from then on.",
    )
    after_fraction: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="After a share of the body. Where its length is not declared, as that of a stream, the "
        "body is kept until it is complete, or 16 MiB long.",
    )
    at: At | None = Field(
        default=None,
        description="After the head (headers), the first event (first_event) or the first one of a tool call "
        "(tool_call); before the event that tells the finish reason (finish), or before [DONE] or its like "
        "(done); when all bytes are sent and only the end of the message is missing (end).",
    )

    @model_validator(mode="after")
    def _exactly_one(self) -> When:
        given = [name for name in UNITS if getattr(self, name) is not None]
        if len(given) != 1:
            told = " and ".join(given) or "none of them"
            raise ValueError(f"exactly one of {', '.join(UNITS)} is needed, not {told}")
        return self

    @property
    def with_head(self) -> bool:
        """Right after the head, whatever comes then."""
        counts = (self.after_events, self.after_tokens, self.after_bytes, self.after_ms, self.after_fraction)
        return self.at == "headers" or 0 in counts

    @property
    def reads_content(self) -> bool:
        """It looks at events, so a content-encoding has to be off."""
        counts = self.after_events is not None or self.after_tokens is not None
        return counts or self.at in ("first_event", "tool_call", "finish", "done")
