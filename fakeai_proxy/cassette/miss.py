"""A request without a recording, and the reply that says why, and what to do about it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.steps import Headers, Reply

from .answer import mark
from .matching.names import Profile
from .matching.norm import Masked
from .nearest import Nearest

STATUS = 404
"""SDKs and HTTP clients retry 408, 409, 429 and 5xx; nobody retries this one."""
FINAL: Headers = (("x-should-retry", "false"),)
NEVER = "never_recorded"
LIKE = 0.9
"""Of a request from which on a recording is told to be near."""
SHOWN = 5
MASKS = 10


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was looked for, and what is there instead."""

    cassette: str
    """The path of the file."""
    profile: Profile
    """The most lenient one by which it was looked for."""
    key: bytes
    """Of the request, by that profile."""
    nearest: tuple[Nearest, ...]
    masked: tuple[Masked, ...] = ()
    """What does not count of the request, where the profile masks something."""

    @property
    def command(self) -> str | None:
        """What makes the nearest recording the answer for good."""
        if not self.nearest:
            return None
        words = ("fakeai-proxy", "cassette", "accept", self.cassette, self.nearest[0].uid, self.key.hex())
        return shlex.join(words)


@dataclass(frozen=True, slots=True)
class Miss:
    """Nothing (more) to replay. `explain` searches the cassette, so only when somebody is told."""

    verdict: str
    """`never_recorded`; `near`, where another recording is much like it; `consumed n/n` when every recording
    of the request has been replayed; `expired: ...`."""
    asked: str
    """Method and path."""
    cassette: str
    """Its file name."""
    explain: Callable[[], Explanation | None] = field(compare=False, repr=False)
    marked: bool = True
    """Whether the header says so."""


def miss_reply(miss: Miss, host: str) -> Reply:
    """404 in the dialect of `host`, never to be retried; `fakeai_proxy` in its body tells it to programs."""
    error = ApiError(STATUS, message(miss), code="recording_not_found")
    marks = mark("miss", miss.cassette) if miss.marked else ()
    return error_reply(error, host, FINAL + marks, {"fakeai_proxy": told(miss)})


def message(miss: Miss) -> str:
    """One paragraph; texts of the request appear redacted and shortened."""
    consumed = miss.verdict.startswith("consumed")
    found = None if consumed else miss.explain()
    start = f"No recording of {miss.asked} in cassette {miss.cassette} ({_verdict(miss, found)})."
    if consumed:
        return f"{start} Every recording of this request has been replayed; record it once more."
    if found is None:
        return start
    if not found.nearest:
        return f"{start} The cassette is empty."
    first, *others = found.nearest
    also = (
        [f"Then come {', '.join(f'{one.uid} ({one.score:.1%} alike)' for one in others)}."] if others else []
    )
    return " ".join((start, _nearest(first), *also, f"To take the nearest for good: {found.command}"))


def told(miss: Miss) -> dict[str, Any]:
    """The same as JSON."""
    found = None if miss.verdict.startswith("consumed") else miss.explain()
    about = {"verdict": _verdict(miss, found), "asked": miss.asked, "cassette": miss.cassette}
    if found is None:
        return about
    return {
        **about,
        "profile": found.profile,
        "key": found.key.hex(),
        "nearest": [_told(one) for one in found.nearest],
        "masked": [one._asdict() for one in found.masked[:MASKS]],
        "accept": found.command,
    }


def _verdict(miss: Miss, found: Explanation | None) -> str:
    """Of what was never recorded: whether something much like it was."""
    like = found is not None and any(one.comparable and one.score >= LIKE for one in found.nearest)
    return "near" if like and miss.verdict == NEVER else miss.verdict


def _nearest(one: Nearest) -> str:
    more = len(one.differences) - SHOWN
    listed = "; ".join(map(str, one.differences[:SHOWN])) + (f"; and {more} more" if more > 0 else "")
    text = (
        f"Nearest is {one.uid} ({one.method} {one.path}, {one.score:.1%} alike), which differs at {listed}."
    )
    if one.message is not None:
        text += f" The first message that differs is number {one.message}."
    if one.profile:
        text += f" It is the same by {one.profile}: see cassette.profile."
    return text


def _told(one: Nearest) -> dict[str, Any]:
    return {
        "recording": one.uid,
        "asked": f"{one.method} {one.path}",
        "score": one.score,
        "differences": [
            {"pointer": each.pointer, "recorded": each.recorded, "asked": each.asked}
            for each in one.differences
        ],
        "first_message": one.message,
        "same_by": one.profile,
    }
