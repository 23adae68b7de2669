"""Streams put together again, as clients do it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

Object = dict[str, Any]
OF_CHUNKS = ("id", "object", "choices", "obfuscation")
TEXTS = ("content", "refusal", "reasoning_content")


def chat(chunks: Iterable[Object]) -> Object:
    """The completion of `chunks`, without its ids."""
    whole: Object = {"object": "chat.completion"}
    choices: dict[int, Object] = {}
    for chunk in chunks:
        whole |= {
            name: chunk[name] for name in chunk if name not in ("id", "object", "choices", "obfuscation")
        }
        for piece in chunk["choices"]:
            add_choice(choices.setdefault(piece["index"], {"message": {"annotations": []}}), piece)
    return whole | {"choices": [choices[at] for at in sorted(choices)]}


def add_choice(choice: Object, piece: Object) -> None:
    choice |= {"index": piece["index"]}
    add_message(choice["message"], piece["delta"])
    if "logprobs" in piece:
        choice["logprobs"] = joined(choice.get("logprobs"), piece["logprobs"])
    if reason := piece.get("finish_reason"):
        choice["finish_reason"] = reason


def add_message(message: Object, delta: Object) -> None:
    for name, value in delta.items():
        if name in TEXTS and message.get(name) is not None and value is not None:
            message[name] += value
        elif name == "annotations":
            message[name] = message[name] + value
        elif name == "tool_calls":
            calls = message.setdefault(name, [])
            for call in value:
                number = call["index"]
                calls += [{}] * (number + 1 - len(calls))
                calls[number] = deepened(calls[number], {key: call[key] for key in call if key != "index"})
        elif name in ("function_call", "audio"):
            message[name] = deepened(message.get(name) or {}, value)
        elif name not in TEXTS or name not in message or value is not None:
            message[name] = value


def deepened(before: Object, more: Object) -> Object:
    """Strings are put behind each other, but for names."""
    merged = dict(before)
    for name, value in more.items():
        if isinstance(value, dict):
            merged[name] = deepened(merged.get(name) or {}, value)
        elif isinstance(value, str) and name in ("arguments", "input", "data", "transcript"):
            merged[name] = merged.get(name, "") + value
        else:
            merged[name] = value
    return merged


def joined(before: Object | None, more: Object | None) -> Object | None:
    """Log probabilities, list by list."""
    if before is None or more is None:
        return before or more
    return {
        name: before[name] if more[name] is None else [*(before[name] or ()), *more[name]] for name in before
    }


def completion(chunks: Iterable[Object]) -> Object:
    """The same for the older API."""
    whole: Object = {}
    choices: dict[int, Object] = {}
    for chunk in chunks:
        whole |= {name: chunk[name] for name in chunk if name not in ("id", "choices")}
        for piece in chunk["choices"]:
            choice = choices.setdefault(
                piece["index"], {"text": "", "logprobs": None, "index": piece["index"]}
            )
            choice["text"] += piece["text"]
            choice["logprobs"] = joined(choice["logprobs"], piece["logprobs"])
            choice["finish_reason"] = piece["finish_reason"]
    return whole | {"choices": [choices[at] for at in sorted(choices)]}


def nameless(text: str) -> str:
    """`text` without what is another in each answer: ids that are made of its name."""
    return re.sub(
        r'"(id|item_id|approval_request_id|container_id|request_id)":"[a-z_-]*[0-9a-f]{16,}"',
        r'"\1":""',
        text,
    )
