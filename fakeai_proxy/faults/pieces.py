"""Steps that faults make, left out where they would say nothing."""

from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.core.steps import Data, Head, Hold, Wait

WHOLE = 16 * 1024 * 1024
"""Bytes of a reply that are held until it is complete; a longer one passes as it is."""
NOT_WHOLE = "the reply did not end"
TOO_LONG = f"the reply was longer than {WHOLE // 1024 // 1024} MiB"


def data(*pieces: bytes) -> tuple[Data, ...]:
    """One step of all `pieces`."""
    body = b"".join(pieces)
    return (Data(body),) if body else ()


def waits(seconds: float, hold: Hold | None = None) -> tuple[Wait, ...]:
    """A wait, if there is something to wait for."""
    return (Wait(seconds, hold),) if seconds > 0 else ()


def without(head: Head, *names: str) -> Head:
    """`head` without the headers `names` (lower case)."""
    return replace(head, headers=tuple(pair for pair in head.headers if pair[0].lower() not in names))


def header(head: Head, name: str) -> str:
    """The first value of header `name` (lower case)."""
    return next((value for key, value in head.headers if key.lower() == name), "")


def media_type(head: Head) -> str:
    """The content type without parameters, in lower case."""
    return header(head, "content-type").partition(";")[0].strip().lower()


def is_stream(head: Head) -> bool:
    """The body is a stream of server-sent events."""
    return media_type(head) == "text/event-stream"


def is_json(head: Head) -> bool:
    """The body is one JSON value."""
    media = media_type(head)
    return media == "application/json" or media.endswith("+json")
