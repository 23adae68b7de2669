"""Bodies of multipart/form-data (RFC 7578): fields, arrays, objects and files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, InstanceOf

from fakeai_proxy.core.errors import ApiError

from .base import RequestModel

BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^;\s]+))', re.IGNORECASE)
PARAMETER = re.compile(r';\s*(name|filename)=(?:"((?:\\.|[^"\\])*)"|([^;\s]*))', re.IGNORECASE)
NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
DEEPEST, MOST = 8, 1_000
"""Brackets of a name, and parts of a form, that are read."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file of a form."""

    filename: str
    content_type: str
    content: bytes


File = Annotated[FilePart, InstanceOf]


class FormModel(RequestModel):
    """A request body of a form. Its fields come as text, so numbers are read from that."""

    model_config = ConfigDict(strict=False)

    form: ClassVar[bool] = True


def form_of(content_type: str, body: bytes) -> dict[str, Any]:
    """`{"purpose": "batch", "file": FilePart(...), "expires_after": {"seconds": "60"}, "include": ["a"]}`.

    Names with brackets make objects (`a[b]`) and arrays (`a[]`), and so does a name that comes again.
    Raises ApiError 400 in OpenAI's words where `body` is no form.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise ApiError(
            400,
            f"Invalid Content-Type header ({kind[:100] or 'none'}), expected multipart/form-data. "
            "(HINT: If you're using curl, you can pass -H 'Content-Type: multipart/form-data')",
        )
    found: dict[str, Any] = {}
    for name, value in _parts(content_type, body):
        matched = NAME.fullmatch(name)
        keys = re.findall(r"\[([^\[\]]*)\]", matched[2]) if matched else []
        _put(found, [matched[1] if matched else name, *keys[:DEEPEST]], value)
    return found


def nameable(value: Any) -> Any:
    """`value` as JSON that tells it from others: of a file, what it is called and a digest."""
    match value:
        case FilePart():
            return [value.filename, blake2b(value.content, digest_size=16).hexdigest()]
        case dict():
            return {key: nameable(item) for key, item in value.items()}
        case list():
            return [nameable(item) for item in value]
        case _:
            return value


def _parts(content_type: str, body: bytes) -> Iterator[tuple[str, str | FilePart]]:
    boundary = BOUNDARY.search(content_type)
    fence = b"\r\n--" + (boundary[1] or boundary[2]).encode("utf-8", "replace") if boundary else b""
    pieces = (b"\r\n" + body).split(fence, MOST + 1) if fence else []
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise ApiError(400, "Could not parse multipart form")
    for piece in pieces[1:-1]:
        head, blank, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = _headers(head.decode("utf-8", "replace"))
        told = {key.lower(): quoted or bare for key, quoted, bare in _told(headers)}
        if not blank or "name" not in told:
            raise ApiError(400, "Could not parse multipart form")
        if "filename" in told:
            kind = headers.get("content-type", "application/octet-stream")
            yield told["name"], FilePart(re.sub(r"\\(.)", r"\1", told["filename"]), kind, content)
        else:
            yield told["name"], content.decode("utf-8", "replace")


def _headers(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split("\r\n"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _told(headers: dict[str, str]) -> list[tuple[str, str, str]]:
    return PARAMETER.findall(headers.get("content-disposition", ""))


def _put(at: dict[str, Any], keys: list[str], value: Any) -> None:
    """Where the brackets say; what does not fit to what is there already takes its place."""
    key, *rest = keys
    if rest == [""]:
        at[key] = [*at[key], value] if isinstance(at.get(key), list) else [value]
    elif rest:
        inner = at.get(key)
        at[key] = inner if isinstance(inner, dict) else {}
        _put(at[key], rest, value)
    elif key in at and not isinstance(at[key], dict):
        at[key] = [*at[key], value] if isinstance(at[key], list) else [at[key], value]
    else:
        at[key] = value
