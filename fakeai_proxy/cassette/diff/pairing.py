"""Which recording of one cassette is to be compared with which of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from fakeai_proxy.cassette.chosen import Chosen
from fakeai_proxy.cassette.matching import Form, form_of
from fakeai_proxy.cassette.matching.comparison import compare
from fakeai_proxy.cassette.reading import Tape
from fakeai_proxy.cassette.recording import Recording, Session

from .request import form

ALIKE = 0.5
"""Requests that have less in common are two, and none that was changed."""
CANDIDATES = 12
"""Compared with each recording that has no other of its key."""
REPLAYED = ("active",)
KEPT = ("active", "disabled")
ALL = Chosen()


class Known(NamedTuple):
    """A recording by its name, and what pairs it."""

    uid: str
    key: bytes
    group: str
    """Method, path and model."""


@dataclass(frozen=True, slots=True)
class Side:
    """Some recordings of a cassette: those of one generation, by default those that are replayed."""

    tape: Tape
    generation: int | None = None
    chosen: Chosen = ALL

    def known(self, tick: Callable[[], None]) -> Iterator[Known]:
        """In the order in which they were asked. Raises ValueError when a body is damaged."""
        states = REPLAYED if self.generation is None else KEPT
        for session in filter(self._holds, self.tape.sessions()):
            for one in self.tape.recordings(session):
                tick()
                if one in self.chosen and (self.chosen.state or one.state in states):
                    yield Known(one.uid, key_of(one), title(one))

    def _holds(self, session: Session) -> bool:
        """What is of a generation to come is not replayed yet."""
        if self.generation is None:
            return session.generation <= self.tape.generation
        return session.generation == self.generation


def key_of(recording: Recording) -> bytes:
    """The same for requests that ask a model the same. Raises ValueError when its rules are not known."""
    return form_of(recording.asked.canonical(recording.policy), "llm@1").key()


def title(recording: Recording) -> str:
    """`POST /v1/chat/completions gpt-4o`: what was asked, in short."""
    asked = recording.asked
    return f"{asked.method} {asked.path} {asked.model or ''}".rstrip()


class Pair(NamedTuple):
    """Two recordings of one request, or one that has no other."""

    before: str | None
    after: str | None


def pairs(before: Side, after: Side, tick: Callable[[], None] = lambda: None) -> list[Pair]:
    """By key, repeats in their order; then what is left by how much of the request is the same.

    In the order of `before`, what it has not at the end.
    """
    one, other = list(before.known(tick)), list(after.known(tick))
    found = _by_key(one, other)
    taken = set(found.values())
    left = [known for known in other if known.uid not in taken]
    found |= _by_likeness([known for known in one if known.uid not in found], left, before.tape, after.tape)
    taken = set(found.values())
    both = [Pair(known.uid, found.get(known.uid)) for known in one]
    return both + [Pair(None, known.uid) for known in other if known.uid not in taken]


def _by_key(one: Iterable[Known], other: Iterable[Known]) -> dict[str, str]:
    waiting: defaultdict[bytes, list[str]] = defaultdict(list)
    for known in reversed(list(other)):
        waiting[known.key].append(known.uid)
    return {known.uid: waiting[known.key].pop() for known in one if waiting[known.key]}


def _by_likeness(one: list[Known], other: list[Known], before: Tape, after: Tape) -> dict[str, str]:
    """Of the first CANDIDATES of the same group that are free: most recordings keep their order."""
    free: defaultdict[str, list[str]] = defaultdict(list)
    for known in other:
        free[known.group].append(known.uid)
    forms: dict[str, Form] = {}
    found: dict[str, str] = {}
    for known in one:
        near = free[known.group][:CANDIDATES]
        forms |= {uid: form(after.recording(uid)) for uid in near if uid not in forms}
        wanted = form(before.recording(known.uid)) if near else None
        scores = {uid: compare(wanted, forms[uid]).score for uid in near if wanted}
        best = max(scores, key=lambda uid: scores[uid], default=None)
        if best is not None and scores[best] >= ALIKE:
            found[known.uid] = best
            free[known.group].remove(best)
            del forms[best]
    return found
