"""What is wrong with what a client said, as an event."""

from __future__ import annotations

from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Close, Data
from fakeai_proxy.wire.realtime_events import EVENTS

from .agenda import Event, Telling

LISTED = 200
"""Characters of a type that is not known, in the message about it."""
PRIVATE = 4000
"""The code of the close frame after a refusal (RFC 6455, section 7.4.2)."""
CLOSE_BYTES = 123
"""That a close frame has for its reason."""


def error_event(error: ApiError, event_id: str | None = None) -> Event:
    """The event `error`. event_id: of the client's event that caused it."""
    return {"type": "error", "error": {**facts(error), "param": error.param, "event_id": event_id}}


def facts(error: ApiError) -> dict[str, Any]:
    """Type, code and message; of an error that was written already, out of what was written."""
    for step in error.steps:
        if isinstance(step, Data):
            told = from_json(step.body).get("error") or {}
            return {name: told.get(name) for name in ("type", "code", "message")}
    return {"type": error.type, "code": error.code, "message": error.message}


def refused_type(given: Any, known: tuple[str, ...] = tuple(EVENTS)) -> ApiError:
    """There is no such event."""
    if given is None:
        return ApiError(
            400, "Missing required parameter: 'type'.", param="type", code="missing_required_parameter"
        )
    names = [f"'{name}'" for name in known]
    return ApiError(
        400,
        f"Invalid value: '{str(given)[:LISTED]}'. Supported values are: "
        f"{', '.join(names[:-1])}, and {names[-1]}.",
        param="type",
        code="invalid_value",
    )


def turned_away(error: ApiError) -> Telling:
    """A session that is over before it began."""
    told = facts(error)
    reason = f"{told['type']}.{told['code']}" if told["code"] else str(told["type"])
    yield error_event(error)
    yield Close(code=PRIVATE, reason=reason.encode()[:CLOSE_BYTES].decode("utf-8", "ignore"))
