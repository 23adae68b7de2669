"""What was taken out of a recording: which placeholder stands where, and how often. Never a value."""

from __future__ import annotations

import re
from collections import Counter

from fakeai_proxy.core.steps import Headers

from .placeholder import BARE, MARK, PLACEHOLDER
from .pointers import pointers

POINTED = 2**20
"""Bytes of a body in which secrets are told by their JSON pointers."""
LINE = re.compile(rb"[^\r\n]+")
BEGINS = (b"{", b"[")

Found = Counter[tuple[str, str]]
"""How often, by (place, placeholder)."""


def in_text(text: bytes, place: str) -> Found:
    """Of a path, a query or any text."""
    return Found((place, hit[0].decode()) for hit in PLACEHOLDER.finditer(text)) if MARK in text else Found()


def in_headers(headers: Headers, place: str) -> Found:
    """The place names the header: `request header user-agent`."""
    named = ((f"{place} {name}", hit) for name, value in headers for hit in BARE.findall(value.encode()))
    return Found((where, f"«secret:{kind.decode()}:{number.decode()}»") for where, (kind, number) in named)


def in_body(body: bytes, place: str, *, streamed: bool) -> Found:
    """The place has the JSON pointer, within the event of a stream: `reply /choices/0/delta/content`."""
    if MARK not in body:
        return Found()
    found = Found()
    for piece in LINE.findall(body) if streamed else [body]:
        found.update(_in_piece(piece, place))
    return found


def _in_piece(piece: bytes, place: str) -> Found:
    text = piece.removeprefix(b"data:").lstrip()
    if MARK not in text or not text.startswith(BEGINS) or len(text) > POINTED:
        return in_text(text, place)
    found = Found()
    for start, end, pointer in pointers(text):
        found.update(in_text(text[start:end], f"{place} {pointer}"))
    return found
