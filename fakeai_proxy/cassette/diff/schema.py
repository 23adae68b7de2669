"""Changes of the shape of a reply, in both directions."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.cassette.recording import Answered

from .difference import Difference
from .payloads import payloads
from .shape import Shape, name_of, parent, shape_of

SPOKEN = (
    "annotations",
    "audio",
    "content",
    "function_call",
    "logprobs",
    "reasoning",
    "reasoning_content",
    "refusal",
    "tool_calls",
)
"""Members that come, or are null, as the model answers."""
KNOWN = {
    "role": {"assistant", "user", "system", "tool", "developer"},
    "finish_reason": {"stop", "length", "tool_calls", "content_filter", "function_call"},
    "stop_reason": {"end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal"},
    "status": {"completed", "failed", "in_progress", "cancelled", "queued", "incomplete"},
    "service_tier": {"auto", "default", "flex", "scale", "priority", "standard", "batch"},
}
"""Values that clients expect whether or not they were recorded."""


def schema(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """By pointer; of two replies of one form. Members below one that is new or missing are not told."""
    if recorded.kind != live.kind:
        return
    before, after = (shape_of(_json(reply)) for reply in (recorded, live))
    for pointer in before.types:
        if pointer in after.types:
            yield from _types(pointer, before.types[pointer], after.types[pointer])
        elif _tells(pointer, after):
            kind = "field_removed" if before.always(pointer) and not _spoken(pointer) else "field_varied"
            yield Difference(kind, pointer, _listed(before.types[pointer]), None)
    for pointer in after.types:
        if pointer not in before.types and _tells(pointer, before):
            yield Difference("field_added", pointer, None, _listed(after.types[pointer]))
    yield from _enums(before, after)


def _json(reply: Answered) -> list[tuple[str, object]]:
    return [(name, value) for name, value in payloads(reply) if value is not None]


def _tells(pointer: str, other: Shape) -> bool:
    """Whether `other` could have had it: it has the object around, and items and variants are no members."""
    return (
        name_of(pointer) != "*"
        and not pointer.endswith("]")
        and "object" in other.types.get(parent(pointer), ())
        and "/" in pointer
    )


def _types(pointer: str, before: set[str], after: set[str]) -> Iterator[Difference]:
    kind = _change(before, after)
    if kind and not (kind == "became_null" and _spoken(pointer)):
        yield Difference(kind, pointer, _listed(before), _listed(after))


def _change(before: set[str], after: set[str]) -> str | None:
    if before == {"null"}:
        return None if after == {"null"} else "null_filled"
    new = after - before - {"null"} - ({"integer"} if "number" in before else set())
    if new:
        return "number_widened" if new == {"number"} and "integer" in before else "type_changed"
    return "became_null" if "null" in after - before else None


def _enums(before: Shape, after: Shape) -> Iterator[Difference]:
    for pointer, values in before.values.items():
        new = after.values.get(pointer, set()) - values - KNOWN.get(name_of(pointer), set())
        if new:
            yield Difference("enum_grown", pointer, _listed(values), _listed(new))


def _spoken(pointer: str) -> bool:
    return name_of(pointer) in SPOKEN


def _listed(found: set[str]) -> str:
    return " | ".join(sorted(found))
