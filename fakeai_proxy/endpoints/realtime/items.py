"""Items as clients send them, as they are kept, and as a chat has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fakeai_proxy.core.errors import ApiError

from .conversation import Kept
from .sounds import Samples, decoded, encoded, written

PARTS: Mapping[str, Mapping[str, str]] = {
    "user": {
        "input_text": "input_text",
        "input_audio": "input_audio",
        "input_image": "input_image",
        "text": "input_text",
        "audio": "input_audio",
    },
    "system": {"input_text": "input_text", "text": "input_text"},
    "assistant": {
        "output_text": "output_text",
        "output_audio": "output_audio",
        "text": "output_text",
        "audio": "output_audio",
    },
}
"""By role: types of parts that are taken, and what they are kept as."""


def kept_of(given: Mapping[str, Any], id: str, kind: str, known: Iterable[Kept], param: str) -> Kept:
    """What a client sent, sound in the format `kind`; known: items that it may be a result of.

    Raises ApiError 400 naming the part that is wrong.
    """
    item = {"id": given.get("id") or id, "object": "realtime.item", "type": given["type"]}
    if given["type"] == "message":
        item |= {"status": given.get("status") or "completed", "role": given["role"]}
        return message_of(item, given, kind, param)
    if given["type"] == "function_call":
        call_id = given.get("call_id") or f"call_{id.removeprefix('item_')[:24]}"
        told = {"status": given.get("status") or "completed", "call_id": call_id, "name": given["name"]}
        return Kept({**item, **told, "arguments": given["arguments"]})
    if all(one.item.get("call_id") != given["call_id"] for one in known if "arguments" in one.item):
        raise ApiError(
            400,
            f"Tool call ID '{given['call_id'][:200]}' not found in conversation.",
            code="invalid_tool_call_id",
        )
    return Kept({**item, "call_id": given["call_id"], "output": given["output"]})


def message_of(item: dict[str, Any], given: Mapping[str, Any], kind: str, param: str) -> Kept:
    """A message with its parts."""
    kept = Kept({**item, "content": []})
    for at, part in enumerate(given["content"]):
        where = f"{param}.content[{at}]"
        name = part_type(part["type"], item["role"], where)
        if name.endswith("_audio"):
            kept.item["content"].append(sounding(kept, name, part, kind, where))
        elif name == "input_image":
            kept.item["content"].append({"type": name, **image_of(part, where)})
        else:
            kept.item["content"].append({"type": name, "text": needed(part, "text", where)})
    return kept


def sounding(kept: Kept, name: str, part: Mapping[str, Any], kind: str, where: str) -> dict[str, Any]:
    """A part that is sound: its samples are `kept` beside the item."""
    if part.get("audio"):
        kept.sound = decoded(part["audio"], kind)
        kept.samples = len(kept.sound)
    elif name == "input_audio":
        raise missing(f"{where}.audio")
    kept.heard = part.get("transcript") or ""
    return {"type": name, "transcript": part.get("transcript")}


def image_of(part: Mapping[str, Any], where: str) -> dict[str, Any]:
    return {
        "image_url": needed(part, "image_url", where),
        "detail": part.get("detail") or "auto",
    }


def part_type(name: str, role: str, where: str) -> str:
    """What a part called `name` is kept as. Raises ApiError 400 where `role` has no such part."""
    if name in PARTS[role]:
        return PARTS[role][name]
    names = sorted({f"'{one}'" for one in PARTS[role].values()})
    told = (
        f"Value must be {names[0]}."
        if len(names) == 1
        else f"Supported values are: {', '.join(names[:-1])} and {names[-1]}."
    )
    raise ApiError(400, f"Invalid value: '{name}'. {told}", param=f"{where}.type", code="invalid_value")


def needed(part: Mapping[str, Any], name: str, where: str) -> Any:
    if part.get(name) is None:
        raise missing(f"{where}.{name}")
    return part[name]


def missing(param: str) -> ApiError:
    return ApiError(
        400, f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter"
    )


def with_sound(kept: Kept, kind: str) -> dict[str, Any]:
    """The item as `retrieve` shows it: with its sound in the format `kind`."""
    if kept.sound is None:
        return kept.item
    return {**kept.item, "content": [sounded(part, kept.sound, kind) for part in kept.item["content"]]}


def sounded(part: dict[str, Any], sound: Samples, kind: str) -> dict[str, Any]:
    return {**part, "audio": encoded(written(sound, kind))} if part["type"].endswith("_audio") else part


def heard_items(items: Iterable[Kept]) -> list[dict[str, Any]]:
    """The items as responses have them: sound as what is said in it, calls with their results alone."""
    told = list(items)
    answered = {kept.item["call_id"] for kept in told if kept.item["type"] == "function_call_output"}
    asked = {kept.item["call_id"] for kept in told if kept.item["type"] == "function_call"}
    whole = answered & asked
    return [as_item(kept) for kept in told if kept.item["type"] == "message" or kept.item["call_id"] in whole]


def as_item(kept: Kept) -> dict[str, Any]:
    if kept.item["type"] != "message":
        return kept.item
    content = [as_part(part, kept.heard) for part in kept.item["content"]]
    return {"type": "message", "role": kept.item["role"], "content": content}


def as_part(part: Mapping[str, Any], heard: str) -> Mapping[str, Any]:
    return {"type": "input_text", "text": heard} if part["type"].endswith("_audio") else part
