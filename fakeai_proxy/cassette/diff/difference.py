"""One difference, and the table of all kinds of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Severity = Literal["info", "warn", "error"]
SEVERITIES: tuple[Severity, ...] = ("info", "warn", "error")
"""The mildest first."""


class Kind(NamedTuple):
    """What a kind of difference is about, and how bad it is for a client that was written for the former."""

    area: str
    severity: Severity
    meaning: str


KINDS: Mapping[str, Kind] = {
    "no_answer": Kind("status", "error", "there is no reply, or none that can be read"),
    "status_changed": Kind(
        "status", "error", "another class of status: a success became a failure, or reverse"
    ),
    "status_varied": Kind("status", "warn", "another status of the same class"),
    "end_changed": Kind("status", "error", "one reply came to its end, the other broke off"),
    "early_changed": Kind("status", "info", "other 1xx heads came before the reply"),
    "media_changed": Kind("headers", "error", "another media type"),
    "header_removed": Kind("headers", "warn", "a header or trailer is no longer sent"),
    "header_added": Kind("headers", "info", "a new header or trailer"),
    "header_changed": Kind("headers", "info", "another value, of a header that does not always change"),
    "form_changed": Kind("stream", "error", "a stream became a whole reply, or one of another kind"),
    "done_missing": Kind("stream", "error", "the stream ends without `[DONE]`"),
    "stream_error": Kind("stream", "error", "an error came within the stream"),
    "event_removed": Kind("stream", "warn", "a kind of event no longer comes"),
    "event_order": Kind("stream", "warn", "kinds of events begin in another order"),
    "done_added": Kind("stream", "warn", "the stream ends with a `[DONE]` that it did not have"),
    "finish_changed": Kind("stream", "warn", "another reason to finish"),
    "event_added": Kind("stream", "info", "a new kind of event"),
    "event_varied": Kind("stream", "info", "events that come or not with what the model says"),
    "type_changed": Kind("schema", "error", "a value has another JSON type"),
    "field_removed": Kind("schema", "warn", "a member that was always there is missing"),
    "became_null": Kind("schema", "warn", "null where there was none"),
    "number_widened": Kind("schema", "warn", "a fraction where there were whole numbers"),
    "enum_grown": Kind("schema", "warn", "a new value, of a member that takes one of few"),
    "field_added": Kind("schema", "info", "a new member"),
    "field_varied": Kind("schema", "info", "a member that was not always there is missing"),
    "null_filled": Kind("schema", "info", "a value where there was only null"),
    "arguments_broken": Kind("tools", "error", "arguments of a tool call are no JSON any more"),
    "tool_removed": Kind("tools", "warn", "a call of a tool is missing"),
    "tool_added": Kind("tools", "warn", "one more call of a tool"),
    "tool_changed": Kind("tools", "warn", "another tool is called"),
    "arguments_changed": Kind("tools", "info", "a tool is called with other arguments"),
    "usage_removed": Kind("usage", "warn", "tokens are no longer counted"),
    "usage_added": Kind("usage", "info", "tokens are counted now"),
    "tokens_changed": Kind("usage", "info", "another count of tokens"),
    "slower": Kind("latency", "info", "at least twice the time, and a quarter of a second more"),
    "faster": Kind("latency", "info", "at most half of the time, and a quarter of a second less"),
    "text_changed": Kind("text", "info", "the model says something else"),
    "body_changed": Kind("text", "info", "other values or bytes, where nobody says anything"),
    "request_changed": Kind("request", "info", "something else was asked"),
    "recording_removed": Kind("recording", "warn", "the second has no recording of a request of the first"),
    "recording_added": Kind("recording", "info", "a recording of a request that the first has not"),
}
"""By name; the severity is that of the change from the first (recorded) to the second (live)."""
AREAS = tuple(dict.fromkeys(kind.area for kind in KINDS.values()))


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two replies differ; None where one of them has nothing."""

    kind: str
    """One of KINDS."""
    pointer: str
    """Where: a JSON pointer, in streams behind the kind of event; else a name."""
    expected: str | None = None
    actual: str | None = None
    alike: float | None = None
    """Of texts: 0 nothing in common, 1 the same."""
    lines: tuple[str, ...] = ()
    """Of texts: the beginning of a unified diff."""

    @property
    def severity(self) -> Severity:
        return KINDS[self.kind].severity

    @property
    def area(self) -> str:
        return KINDS[self.kind].area

    def __str__(self) -> str:
        values = f"{_shown(self.expected)} -> {_shown(self.actual)}"
        alike = "" if self.alike is None else f" ({self.alike:.0%} alike)"
        return f"{self.severity} {self.kind} {self.pointer}: {values}{alike}"


def worst(differences: Iterable[Difference]) -> Severity | None:
    """The highest severity; None where nothing differs."""
    found = {one.severity for one in differences}
    return next((severity for severity in reversed(SEVERITIES) if severity in found), None)


def _shown(value: str | None) -> str:
    return "nothing" if value is None else value
