"""Changes of the grammar of a reply: which events come, in which order, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeai_proxy.cassette.recording import Answered

from .difference import Difference
from .payloads import Payload, done, payloads

SPOKEN = ("audio", "annotation", "function", "reasoning", "refusal", "thinking", "tool")
"""In the names of events that come or not with what the model says."""
WHOLE = "http"


def stream(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """Where both are streams of one kind; the reason to finish of any two."""
    if recorded.kind != live.kind:
        yield Difference("form_changed", "kind", recorded.kind, live.kind)
    elif recorded.kind != WHOLE:
        yield from _events(grammar(payloads(recorded)), grammar(payloads(live)))
        yield from _done(done(recorded), done(live))
    before, after = (finish(payloads(reply)) for reply in (recorded, live))
    if before != after:
        yield Difference("finish_changed", "finish", before, after)


def grammar(found: list[Payload]) -> list[str]:
    """Kinds of events in the order in which they first came: names, or what a chunk of a chat carries."""
    return list(dict.fromkeys(label for payload in found for label in _labels(payload)))


def finish(found: list[Payload]) -> str | None:
    """Why it ended, by its own account: of several choices all reasons."""
    reasons = (reason for _, value in found for reason in _reasons(value))
    told = {number: reason for number, reason in reasons if isinstance(reason, str)}
    return ", ".join(told[number] for number in sorted(told)) or None


def _reasons(value: Any) -> Iterator[tuple[int, Any]]:
    if not isinstance(value, dict):
        return
    for choice in _objects(value.get("choices")):
        number = choice.get("index")
        yield number if isinstance(number, int) else 0, choice.get("finish_reason")
    for holder in (value, value.get("delta")):
        if isinstance(holder, dict):
            yield 0, holder.get("stop_reason")
    response = value if value.get("object") == "response" else value.get("response")
    if isinstance(response, dict) and response.get("status") != "in_progress":
        yield 0, response.get("status")


def _labels(payload: Payload) -> Iterator[str]:
    name, value = payload
    if isinstance(value, dict) and value.get("error"):
        yield "error"
    elif name:
        yield name
    elif isinstance(value, dict):
        yield from _carried(value)


def _carried(chunk: dict[str, Any]) -> Iterator[str]:
    for choice in _objects(chunk.get("choices")):
        delta = choice.get("delta")
        said = delta if isinstance(delta, dict) else choice
        yield from (name for name, part in said.items() if part and name not in ("index", "finish_reason"))
        if choice.get("finish_reason"):
            yield "finish"
    if chunk.get("usage"):
        yield "usage"


def _events(before: list[str], after: list[str]) -> Iterator[Difference]:
    for name in before:
        if name not in after:
            yield Difference(_kind("event_removed", name), name, name, None)
    for name in after:
        if name not in before:
            yield Difference(_kind("event_added", name), name, None, name)
    kept = [name for name in before if name in after]
    moved = [name for name in after if name in before]
    if kept != moved:
        yield Difference("event_order", "events", ", ".join(kept), ", ".join(moved))


def _kind(kind: str, name: str) -> str:
    if name == "error":
        return "stream_error"
    return "event_varied" if any(word in name for word in SPOKEN) else kind


def _done(before: bool | None, after: bool | None) -> Iterator[Difference]:
    if before and not after:
        yield Difference("done_missing", "[DONE]", "[DONE]", None)
    elif after and not before:
        yield Difference("done_added", "[DONE]", None, "[DONE]")


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
