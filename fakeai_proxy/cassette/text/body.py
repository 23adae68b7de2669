"""Bodies as lines: JSON member by member, other text line by line, the rest by hash."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from .styles import parsed, printed, style_of

INLINE = 512
"""Bytes that are no text: up to here in the line itself, beyond in a file of its own."""

Line = dict[str, Any]
Keep = Callable[[str, bytes], None]
"""Takes the hash and the bytes of a body that has a file of its own."""
Fetch = Callable[[str], bytes]
"""Gives them back. Raises ValueError when they are missing or damaged."""
Change = Callable[[Any], Any]
"""Of a JSON value, before it is told or after it was read."""


def tell(body: bytes, keep: Keep, change: Change) -> Iterator[Line]:
    """The lines of a body; of an empty one none."""
    if not body:
        return
    if (json := as_json(body)) is not None:
        value, style = json
        yield {"body": "json", "style": style}
        yield from _members(change(value))
    elif (text := as_text(body)) is not None:
        yield {"body": "text"}
        yield from ({"text": one} for one in _split(text))
    else:
        yield {"body": "bytes", **_bytes(body, keep)}


def read(lines: Sequence[Line], fetch: Fetch, change: Change) -> bytes:
    """The body of which `tell` made `lines`. Raises ValueError."""
    if not lines:
        return b""
    head, *rest = lines
    match head["body"]:
        case "json":
            return printed(change(_whole(rest)), str(head["style"]))
        case "text":
            return "".join(str(one["text"]) for one in rest).encode()
        case "bytes":
            return read_bytes(head, fetch)
        case other:
            raise ValueError(f"a body cannot be {other!r}")


def as_json(body: bytes) -> tuple[Any, str] | None:
    """Value and style; None where it is no JSON, or would print otherwise."""
    if body[:1] not in b'{["':
        return None
    try:
        value = parsed(body)
    except ValueError:
        return None
    style = style_of(value, body)
    return (value, style) if style else None


def as_text(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def tell_raw(body: bytes, keep: Keep) -> Line:
    """Any bytes in one line."""
    text = as_text(body)
    return {"raw": text} if text is not None else _bytes(body, keep)


def read_bytes(line: Mapping[str, Any], fetch: Fetch) -> bytes:
    """What `tell_raw` told, or the line of a body of bytes."""
    if "raw" in line:
        return str(line["raw"]).encode()
    if "base64" in line:
        return b64decode(line["base64"], validate=True)
    return fetch(str(line["sha256"]))


def _bytes(body: bytes, keep: Keep) -> Line:
    if len(body) <= INLINE:
        return {"base64": b64encode(body).decode()}
    name = sha256(body).hexdigest()
    keep(name, body)
    return {"sha256": name, "size": len(body)}


def _split(text: str) -> list[str]:
    lines = text.split("\n")
    whole = [one + "\n" for one in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _members(value: Any) -> Iterator[Line]:
    """A line for each member, and for each item of a member that is a list of objects."""
    if not isinstance(value, dict) or not value:
        yield {"at": [], "value": value}
        return
    for name, member in value.items():
        if isinstance(member, list) and member and all(isinstance(item, dict) for item in member):
            yield from ({"at": [name, index], "value": item} for index, item in enumerate(member))
        else:
            yield {"at": [name], "value": member}


def _whole(lines: Sequence[Line]) -> Any:
    """An item goes to the end of its list, whatever its number: a line may be added or taken out."""
    whole: dict[str, Any] = {}
    for line in lines:
        match line["at"]:
            case []:
                return line["value"]
            case [str(name)]:
                whole[name] = line["value"]
            case [str(name), int()]:
                whole.setdefault(name, []).append(line["value"])
            case place:
                raise ValueError(f"{place!r} is no place in a body")
    return whole
