"""The moment of a reply at which a fault happens.

head ─ headers ─ event ─ first_event ─ events ... ─ finish ─ [DONE] ─ end
                                                   └ before  └ done: before it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field, model_validator

from fakeai_proxy.core.steps import Abort, Data, End, Head, Step, Wait
from fakeai_proxy.core.transform import Transform

from .events import IS, begins_tool_call, says_output
from .pieces import data, header, is_stream, waits
from .place import AfterEvents, AtByte, AtFraction, BeforeEvent, Nowhere, Place

if TYPE_CHECKING:
    from .base import Hit

At = Literal["headers", "first_event", "tool_call", "finish", "done", "end"]
Parts = tuple[tuple[Step, ...], tuple[Step, ...] | None]
"""Of a step what comes before the moment, and what after it; None: the moment has not come."""
UNITS = ("after_events", "after_tokens", "after_bytes", "after_ms", "after_fraction", "at")
NOW = Data(b"")
"""What a timed transform is fed first, when its moment has come. It never reaches the client."""


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


@runtime_checkable
class Watcher(Protocol):
    """A transform that looks at what passes before its moment."""

    def watch(self, step: Step) -> None:
        """`step` is sent as it is."""


def held(when: When, start: Callable[[], Transform], hit: Hit) -> Held:
    """Passes the steps of a reply until the moment `when`, then those of `start()` in place of them.

    `start` is called at once. At the moment the transform is fed NOW, then the rest of the reply; before, it
    hears of each step if it is a Watcher.
    """
    return Held(when, start(), hit)


class Held:
    """A Transform that sleeps until its moment."""

    def __init__(self, when: When, inner: Transform, hit: Hit) -> None:
        self.inner, self.struck = inner, False
        """struck: its moment came."""
        self._over = False
        self._when, self._hit = when, hit
        self._place: Place | None = None
        """None before the head."""
        self._watch = inner.watch if isinstance(inner, Watcher) else None
        self._head_at = self._waited = 0.0

    def feed(self, step: Step) -> Iterator[Step]:
        if self.struck:
            yield from self._fault(step)
            return
        before, after = self._split(step)
        for passed in before:
            if self._watch:
                self._watch(passed)
            yield passed
        if after is not None:
            self.struck = True
            yield from self._fault(NOW, *after)

    def close(self) -> None:
        self.inner.close()

    def _fault(self, *steps: Step) -> Iterator[Step]:
        """What the fault makes of `steps`, up to where it ends the reply."""
        for step in steps:
            for made in () if self._over else self.inner.feed(step):
                if made is not NOW:
                    yield made
                if isinstance(made, Abort | End):
                    self._over = True
                    break

    def _split(self, step: Step) -> Parts:
        if isinstance(step, Head):
            self._head_at, self._place = self._hit.clock.now(), place_of(self._when, step)
            return (step,), () if self._when.with_head else None
        if self._place is None:
            return (step,), None
        if isinstance(step, Wait):
            return self._within(step)
        if self._late() and not isinstance(step, Abort):
            return (), (step,)
        return self._of_body(step, self._place)

    def _of_body(self, step: Step, place: Place) -> Parts:
        match step:
            case Data(body):
                return steps_of(*place.feed(body))
            case End():
                before, after = steps_of(*place.rest())
                if after is None and self._when.at != "end":
                    return (*before, step), None
                return before, (*(after or ()), step)
            case Abort():
                kept, more = place.rest()
                return (*steps_of(kept + (more or b""), None)[0], step), None
            case _:
                return (step,), None

    def _late(self) -> bool:
        """The milliseconds of the moment are over: by the clock of what arrives, by the waits of the rest."""
        elapsed = self._hit.clock.now() - self._head_at if self._hit.live else self._waited
        return self._when.after_ms is not None and elapsed * 1000 >= self._when.after_ms

    def _within(self, wait: Wait) -> Parts:
        """A wait, in two where the moment lies inside of it."""
        if self._when.after_ms is None or self._hit.live:
            return (wait,), None
        left = max(self._when.after_ms / 1000 - self._waited, 0.0)
        self._waited += wait.seconds
        if wait.seconds < left:
            return (wait,), None
        return waits(left), waits(wait.seconds - left)


def steps_of(before: bytes, after: bytes | None) -> Parts:
    """A split body as steps, none of them empty."""
    return data(before), None if after is None else data(after)


def place_of(when: When, head: Head) -> Place:
    """Where in the body that `head` announces the moment lies; nowhere, where it is not one of the body."""
    if when.after_bytes is not None:
        return AtByte(when.after_bytes)
    if when.after_fraction is not None:
        return fraction_of(when.after_fraction, head)
    if when.reads_content:
        return in_stream(when) if is_stream(head) else in_other(when, head)
    return Nowhere()


def fraction_of(fraction: float, head: Head) -> Place:
    declared = header(head, "content-length")
    return AtByte(int(int(declared) * fraction)) if declared.isdigit() else AtFraction(fraction)


def in_other(when: When, head: Head) -> Place:
    return Nowhere() if when.at in ("tool_call", "finish", "done") else fraction_of(0.5, head)


def in_stream(when: When) -> Place:
    if when.at in ("finish", "done"):
        return BeforeEvent(IS[when.at])
    if when.at == "tool_call":
        return AfterEvents(begins_tool_call)
    if when.after_tokens is not None:
        return AfterEvents(says_output, when.after_tokens)
    return AfterEvents(IS["any"], when.after_events or 1)
