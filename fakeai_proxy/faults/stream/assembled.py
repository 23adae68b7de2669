"""The events of a stream put together to the answer that they stream."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json

Object = dict[str, Any]


def assembled(events: Sequence[Object]) -> Object:
    """The whole answer of any API family; empty where the events are of none."""
    if any("choices" in event for event in events):
        return completion(events)
    if any(event.get("type") == "message_start" for event in events):
        return message(events)
    whole = [event["response"] for event in events if isinstance(event.get("response"), dict)]
    return dict(whole[-1]) if whole else {}


def completion(events: Sequence[Object]) -> Object:
    """`chat.completion` of its chunks, or `text_completion`."""
    answer: Object = {}
    choices: dict[Any, Object] = {}
    for event in events:
        answer.update(
            {name: value for name, value in event.items() if name not in ("choices", "obfuscation")}
        )
        for piece in event.get("choices") or ():
            choice = choices.setdefault(piece.get("index"), {})
            merge(choice, {("message" if name == "delta" else name): piece[name] for name in piece})
    answer["object"] = str(answer.get("object", "")).removesuffix(".chunk")
    for choice in choices.values():
        for call in choice.get("message", {}).get("tool_calls") or ():
            call.pop("index", None)
    return answer | {"choices": list(choices.values())}


def merge(whole: Object, piece: Object) -> None:
    """Add `piece` to `whole`: texts are joined, members of lists are merged by their `index`."""
    for name, value in piece.items():
        before = whole.get(name)
        if isinstance(before, str) and isinstance(value, str) and name not in ("role", "type", "id"):
            whole[name] = before + value
        elif isinstance(before, dict) and isinstance(value, dict):
            merge(before, value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            whole[name] = merged_list(before if isinstance(before, list) else [], value)
        elif value is not None or name not in whole:
            whole[name] = dict(value) if isinstance(value, dict) else value


def merged_list(whole: list[Object], pieces: list[Object]) -> list[Object]:
    for piece in pieces:
        same = next((one for one in whole if "index" in piece and one.get("index") == piece["index"]), None)
        if same is None:
            same = {}
            whole.append(same)
        merge(same, piece)
    return whole


def message(events: Sequence[Object]) -> Object:
    """Anthropic's message."""
    answer: Object = {}
    blocks: dict[Any, Object] = {}
    for event in events:
        match event.get("type"):
            case "message_start":
                answer = dict(event["message"])
            case "content_block_start":
                blocks[event["index"]] = dict(event["content_block"])
            case "content_block_delta":
                add_delta(blocks.setdefault(event["index"], {}), event["delta"])
            case "message_delta":
                answer |= event["delta"]
                answer["usage"] = (answer.get("usage") or {}) | (event.get("usage") or {})
    return answer | {"content": [finished(block) for block in blocks.values()]}


def add_delta(block: Object, delta: Object) -> None:
    for name in ("text", "thinking", "signature", "partial_json"):
        if name in delta:
            block[name] = block.get(name, "") + delta[name]


def finished(block: Object) -> Object:
    arguments = block.pop("partial_json", None)
    if arguments is not None:
        try:
            block["input"] = from_json(arguments)
        except ValueError:
            block["input"] = arguments
    return block
