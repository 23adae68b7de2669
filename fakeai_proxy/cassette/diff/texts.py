"""Changes of what the model says; told apart from all others, since it seldom says the same twice."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from hashlib import sha256
from itertools import islice
from textwrap import wrap
from typing import Any

from fakeai_proxy.cassette.conversation import answered
from fakeai_proxy.cassette.recording import Answered
from fakeai_proxy.cassette.text.volatile import take

from .difference import Difference
from .payloads import payloads
from .tools import calls

WORDS = 1000
"""Compared of a text; the effort grows with their square."""
WIDTH, LINES = 96, 12
"""Of the diff that is shown."""
HEAD = ("--- ", "+++ ", "@@")
PREVIEW = 80
TEXTUAL = ("text/plain", "text/vtt", "application/x-subrip")


def texts(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """By who speaks: the answer, the reasoning, the error. Bodies in which nobody does are compared whole."""
    before, after = said(recorded), said(live)
    for role in dict.fromkeys((*before, *after)):
        if before.get(role) != after.get(role):
            yield _changed(role, before.get(role, ""), after.get(role, ""))
    if not before and not after and not calls(recorded) and substance(recorded) != substance(live):
        yield Difference("body_changed", "body", _hash(recorded.body), _hash(live.body))


def said(reply: Answered) -> dict[str, str]:
    """Text by role; calls of tools are none."""
    media = next((value for name, value in reply.headers if name == "content-type"), "")
    if reply.kind == "http" and media.startswith(TEXTUAL):
        return {"body": reply.body.decode("utf-8", "replace")}
    found: dict[str, str] = {}
    for role, text in answered(reply):
        if role != "tool call":
            found[role] = f"{found[role]}\n{text}" if role in found else text
    return found


def similarity(one: str, other: str) -> float:
    """Share of the first WORDS words that both have in the same order, 0 to 1."""
    first, second = (text.split()[:WORDS] for text in (one, other))
    return round(SequenceMatcher(None, first, second, autojunk=False).ratio(), 3)


def short_diff(one: str, other: str) -> tuple[str, ...]:
    """At most LINES lines of a unified diff, without its head."""
    lines = unified_diff(_lines(one), _lines(other), lineterm="", n=1)
    return tuple(islice((line for line in lines if not line.startswith(HEAD)), LINES))


def _lines(text: str) -> list[str]:
    return [part for line in text.splitlines()[:WORDS] for part in wrap(line, WIDTH) or [""]]


def _changed(role: str, before: str, after: str) -> Difference:
    alike = similarity(before, after)
    return Difference("text_changed", role, _cut(before), _cut(after), alike, short_diff(before, after))


def _cut(text: str) -> str | None:
    line = " ".join(text[: 4 * PREVIEW].split())
    return (line if len(line) <= PREVIEW else line[: PREVIEW - 1] + "…") or None


def substance(reply: Answered) -> Any:
    """The body without what differs each time; as bytes where there is no JSON."""
    values = [value for _, value in payloads(reply) if value is not None]
    return [take(value, {}) for value in values] or reply.body


def _hash(body: bytes) -> str:
    return f"{len(body)} bytes {sha256(body).hexdigest()[:12]}"
