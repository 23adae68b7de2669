"""Secrets known by the name before them: JSON members, and `NAME=value` or `name: value` of any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .opaque import random_looking, sample

NAMES = (
    r"(?:[a-z0-9]{1,16}[-_])*?(?:(?:x[-_]?)?(?:xi|goog)?[-_]?api[-_]?key|(?:proxy[-_]?)?authorization"
    r"|password|passwd|passphrase|secret|secret[-_]?(?:access[-_]?)?key"
    r"|(?:access|refresh|auth|bearer|session|id|api)[-_]?token|client[-_]?secret|private[-_]?key"
    r"|(?:subscription|account|encryption|signing)[-_]key)"
)
"""Of credentials. In JSON such a member's text is one, whatever it looks like."""
BENIGN = re.compile(
    rb"(?:.*[-_])?(?:public|cache|primary|foreign|sort|partition|idempotency|page|next|prev|previous|last|start|end"
    rb"|pagination|cursor|continuation|continue|sync|prompt|row|object|dedup|lookup|i18n|locale|translation|thread"
    rb"|group|map|dict|column|hash|index|shard|routing|message|max|min|stop|eos|bos|pad|unk|sep|mask|special)[-_]?"
    rb"(?:key|token)|key"
)
"""Names that only end as those of credentials do."""
ENDS: dict[bytes, bytes] = {
    b"key": b"",
    b"token": b"",
    b"secret": b"",
    b"pass": rb"(?i:phrase|w(?:or)?d)",
    b"authorization": b"",
}
"""How names end: what is searched for, and what may follow."""
MEMBER = rb"(\\{0,7})\"\s{0,8}:\s{0,8}\1\"((?:(?!\1\")(?:\\.|[^\"\\]))+)"
"""After a name: a JSON member's text; also inside a JSON text that is itself a JSON string."""
ASSIGNED = (
    rb"[-_]?[0-9]{0,2}(?:\\{0,7}[\"'`\]]|%22){0,2}\s{0,4}(?::=|=>|=|:|%3[ADad])\s{0,4}"
    rb"(?:[A-Za-z]?\\{0,7}[\"'`]|%22)?([A-Za-z0-9+/_.~-]{16,512}={0,2})(?![A-Za-z0-9(\[])"
)
NAME = re.compile(rb"[a-z0-9_-]{0,48}\Z")
SHORT, LONG = 16, 20
"""Characters that a drawn value has at least, after a name of NAMES and after others."""
MEMBER_LEAST = 6


class Ending(NamedTuple):
    """One way in which names end."""

    literal: bytes
    member: re.Pattern[bytes]
    assigned: re.Pattern[bytes]


class Named:
    """`own` are further names, whose JSON texts are taken out however short."""

    def __init__(self, own: tuple[str, ...] = ()) -> None:
        self._own = frozenset(name.lower().encode() for name in own)
        self._certain = re.compile(NAMES.encode())
        ends = ENDS | {name: b"" for name in sorted(self._own) if not name.endswith(tuple(ENDS))}
        self._endings = tuple(
            Ending(literal, re.compile(rest + MEMBER), re.compile(rest + ASSIGNED))
            for literal, rest in ends.items()
        )

    def hits(self, text: bytes, lower: bytes) -> Iterator[tuple[int, int, str]]:
        """Start, end and kind of each; `lower` is `text` in lower case."""
        for ending in self._endings:
            at = lower.find(ending.literal)
            while at >= 0:
                end = at + len(ending.literal)
                yield from self._member(text, lower, ending, end) or self._assigned(text, lower, ending, end)
                at = lower.find(ending.literal, end)

    def _member(self, text: bytes, lower: bytes, ending: Ending, end: int) -> list[tuple[int, int, str]]:
        hit = ending.member.match(text, end)
        if not hit:
            return []
        name = _name(lower, hit.start(1))
        own = name in self._own
        known = own or (len(hit[2]) >= MEMBER_LEAST and self._certain.fullmatch(name) and not sample(hit[2]))
        return [(*hit.span(2), "member")] if known else []

    def _assigned(self, text: bytes, lower: bytes, ending: Ending, end: int) -> list[tuple[int, int, str]]:
        hit = ending.assigned.match(text, end)
        if not hit:
            return []
        name = _name(lower, end)
        certain = name in self._own or self._certain.fullmatch(name)
        known = certain or not BENIGN.fullmatch(name)
        found = known and random_looking(hit[1], SHORT if certain else LONG)
        return [(*hit.span(1), "assigned")] if found else []


def _name(lower: bytes, end: int) -> bytes:
    """The whole name that ends there."""
    hit = NAME.search(lower, max(end - 48, 0), end)
    return hit[0] if hit else b""


PARAMETERS = rb"key|sig|signature|token|x-amz-(?:signature|credential|security-token)|" + NAMES.encode()


def parameter(own: tuple[str, ...] = ()) -> re.Pattern[bytes]:
    """A parameter of a query or of a form body; group 1 is its value."""
    names = b"|".join((PARAMETERS, *(re.escape(name.encode()) for name in own)))
    return re.compile(rb"(?:^|(?<=[?&;\n]))(?i:" + names + rb")=([^&;\s]+)")
