"""Which JSON pointer (RFC 6901) a place in a JSON text has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic_core import from_json

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]')


def pointers(text: bytes) -> Iterator[tuple[int, int, str]]:
    """Start, end and pointer of every string of a JSON text; that of a name is its member's."""
    path: list[str | int] = []
    for token in TOKEN.finditer(text):
        match token[0]:
            case b"{":
                path.append("")
            case b"[":
                path.append(0)
            case b"}" | b"]" if path:
                path.pop()
            case b"," if path and isinstance(path[-1], int):
                path[-1] += 1
            case string if string.startswith(b'"'):
                if (
                    path
                    and isinstance(path[-1], str)
                    and text[token.end() : token.end() + 9].lstrip()[:1] == b":"
                ):
                    path[-1] = _name(string)
                yield *token.span(), "".join(f"/{_escaped(part)}" for part in path)


def _name(string: bytes) -> str:
    try:
        return str(from_json(string))
    except ValueError:
        return string[1:-1].decode("utf-8", "replace")


def _escaped(part: str | int) -> str:
    return str(part).replace("~", "~0").replace("/", "~1")
