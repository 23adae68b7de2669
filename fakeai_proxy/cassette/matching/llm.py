"""llm@1: what a model is asked, without who asks, for what account, and how the answer is delivered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.cassette.canonical import Canonical
from fakeai_proxy.cassette.redaction.placeholder import MARK, InOrder
from fakeai_proxy.core.canonical_json import canonical_json

from . import calls, delivery, media
from .form import Form
from .walk import changed

DROPPED = frozenset(
    (
        *("user", "safety_identifier", "metadata"),
        *("prompt_cache_key", "prompt_cache_retention", "prompt_cache_options"),
        *delivery.FIELDS,
    )
)
"""Members of the body that say nothing to the model."""
CONVERSATIONS = ("messages", "input", "prompt", "system", "instructions")
PLAIN_PARTS = ("text", "input_text", "output_text")
DISPOSITION = re.compile(rb'\bname="?([^";]*)')


def llm(canonical: Canonical) -> Form:
    """Linear in the body. Order counts, of messages, parts, tools and everything else."""
    match canonical.form:
        case "json":
            return _of_json(canonical, from_json(canonical.body))
        case "multipart":
            return Form(canonical, None, b"\n".join(_fields(canonical.body)))
        case _:
            return Form(canonical, None, canonical.body)


def asks_model(value: Any) -> bool:
    """By its members, as the path may be anybody's."""
    if not isinstance(value, dict):
        return False
    return isinstance(value.get("messages"), list) or (
        "model" in value and ("input" in value or "prompt" in value)
    )


def _of_json(canonical: Canonical, value: Any) -> Form:
    asked = asks_model(value)
    delivered = delivery.delivery_of(value) if asked else delivery.WHOLE
    plain = _plain(value) if asked else value
    if calls.MENTIONED.search(canonical.body) and asked:
        rename = calls.Renamed()
        plain = {**plain, **{name: changed(plain[name], rename) for name in CONVERSATIONS if name in plain}}
    if media.MENTIONED.search(canonical.body):
        plain = changed(plain, media.hashed)
    body = canonical.body if plain is value else _written(plain)
    return Form(canonical, plain, body, delivered, asked)


def _written(value: Any) -> bytes:
    """Placeholders are counted anew: one that was dropped does not count."""
    body = canonical_json(value)
    return InOrder()(body) if MARK in body else body


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    """A null is as good as nothing, 1.0 as good as 1, and a text as good as a list with it alone."""
    kept = {name: _number(it) for name, it in body.items() if it is not None and name not in DROPPED}
    for name in CONVERSATIONS:
        if name in kept:
            kept[name] = _conversation(name, kept[name])
    same = len(kept) == len(body) and all(it is body[name] for name, it in kept.items())
    return body if same else kept


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _conversation(name: str, value: Any) -> Any:
    if not isinstance(value, list):
        return value
    turns = [_turn(item) for item in value]
    match turns:
        case [str() as text] if name in ("input", "prompt"):
            return text
        case [{"role": "user", "content": str() as text, **rest}] if name == "input" and not rest:
            return text
    if name == "system":
        return _parts(turns)
    return value if all(turn is item for turn, item in zip(turns, value, strict=True)) else turns


def _turn(item: Any) -> Any:
    """A message, or another item of a conversation. Marks for a prompt cache say nothing to the model."""
    if not isinstance(item, dict):
        return item
    content = item.get("content")
    told = _parts([_turn(part) for part in content]) if isinstance(content, list) else content
    dropped = [name for name, it in item.items() if name == "cache_control" or it is None]
    if item.get("type") == "message" and "role" in item:
        dropped.append("type")
    if not dropped and (told is content or told == content):
        return item
    turn = {name: it for name, it in item.items() if name not in dropped}
    return {**turn, "content": told} if "content" in turn else turn


def _parts(parts: list[Any]) -> Any:
    """One text alone is that text."""
    match parts:
        case [{"type": kind, "text": str() as text, **rest}] if kind in PLAIN_PARTS and not rest:
            return text
    return parts


def _fields(body: bytes) -> Iterator[bytes]:
    """The parts of a form by name; several of one name stay in order."""
    lines = [line for line in body.split(b"\n") if field_name(line).decode("utf-8", "replace") not in DROPPED]
    yield from sorted(lines, key=field_name)


def field_name(line: bytes) -> bytes:
    """Of a part of a multipart form, as `Canonical` has it."""
    found = DISPOSITION.search(line)
    return found[1] if found else b""
