"""A recording made of another: its reply played, mutated, and recorded again; no clock runs meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, NamedTuple

from fakeai_proxy.cassette.recording import Answered, Asked, Found, Recording, Slice
from fakeai_proxy.cassette.redaction.audit import in_body, in_headers
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Abort, Data, End, Head, Reply, Wait
from fakeai_proxy.core.transform import Pipeline, through

from .base import Mutation
from .match import model_of
from .recipe import Recipe
from .struck import Draw, Listeners, Struck, changed, struck, transforms

OTHER_ANSWER = "it is of other answers, or chance passed it by"
WEBSOCKET = "a WebSocket is not mutated"


class Done(NamedTuple):
    """What became of one mutation."""

    type: str
    skipped: str
    """Why it did nothing; "": it did something."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A recording that was made, and by what."""

    recording: Recording
    done: tuple[Done, ...]

    def told(self) -> dict[str, Any]:
        """As plain values."""
        done = [{"type": one.type, "skipped": one.skipped or None} for one in self.done]
        recipe = json.loads(self.recording.recipe or "{}")
        return {"uid": self.recording.uid, "parent": self.recording.parent_uid, **recipe, "done": done}


def derived(parent: Recording, recipe: Recipe, uid: str, seq: int, ordinal: int = 0) -> Derived:
    """What `recipe` makes of `parent`, as the recording `uid-seq`; the `ordinal`-th of its kind.

    The same arguments, the same recording. It is found by what its parent is found by, unless the recipe
    changes what was asked. Raises ValueError for a WebSocket, and for a parent that cannot be keyed.
    """
    if parent.answered.kind == "ws":
        raise ValueError(WEBSOCKET)
    request, draw = request_of(parent), drawing(recipe.seed, parent.uid, ordinal)
    asking = list(struck(recipe.mutations, request, None, draw, ManualClock()))
    meant = list(struck(recipe.mutations, request, "recorded", draw, ManualClock()))
    notes = dict[int, str]()
    reply = through(played(parent.answered), Pipeline(*transforms(meant, noting(notes))))
    after, answered = changed(request, asking), collected(parent.answered, reply)
    made = replace(
        parent,
        uid=f"{uid}-{seq}",
        seq=seq,
        state="active" if answered.end == "complete" else parent.state,
        origin="mutated",
        asked=asked_by(parent.asked, after),
        answered=answered,
        found=found_in(parent, answered),
        key=parent.known_by() if after is request else None,
        parent_uid=parent.uid,
        recipe=recipe.told(ordinal),
    )
    return Derived(made, tuple(done(recipe, [*asking, *meant], notes)))


def done(recipe: Recipe, meant: Sequence[Struck], notes: Mapping[int, str]) -> Iterator[Done]:
    """What became of each mutation of `recipe`; notes: why one did nothing, by its identity."""
    reached = {id(one.mutation) for one in meant}
    for rule in recipe.mutations:
        name = id(rule.mutation)
        yield Done(rule.mutation.type, notes.get(name, "") if name in reached else OTHER_ANSWER)


def name_of(parents: Iterable[Recording], *made_by: str) -> str:
    """The uid of the session of what is made of `parents`: the same for the same, 8 hex digits."""
    named = json.dumps([[parent.uid for parent in parents], *made_by])
    return blake2b(named.encode(), digest_size=4).hexdigest()


def drawing(seed: int, uid: str, ordinal: int) -> Callable[[int], Draw]:
    """The chance of each mutation of the recording `uid`."""

    def draw(number: int) -> Draw:
        return Draw(rng_for(seed, uid.encode() + number.to_bytes(4, "little"), ordinal), ordinal)

    return draw


def noting(notes: dict[int, str]) -> Listeners:
    def skipped(mutation: Mutation, why: str) -> None:
        notes[id(mutation)] = why

    def failed(mutation: Mutation, failure: Exception) -> None:
        notes[id(mutation)] = f"it failed: {failure!r}"

    return Listeners(skipped, failed)


def request_of(recording: Recording) -> Request:
    """What was asked, as mutations see it."""
    asked = recording.asked
    return Request(
        method=asked.method,
        path=asked.path,
        host=asked.host,
        query=asked.query,
        headers=asked.headers,
        body=asked.body,
        scheme=asked.scheme,
        port=asked.port,
        scope=recording.scope,
    )


def asked_by(asked: Asked, request: Request) -> Asked:
    """`asked` with what a mutation may have changed of it."""
    model = model_of(request) if request.body != asked.body else asked.model
    return replace(asked, headers=request.headers, body=request.body, model=model)


def played(reply: Answered) -> Reply:
    """The steps of a recorded reply, at its own pace."""
    now = reply.head_ns
    yield Wait(now / 1e9)
    yield Head(reply.status, reply.headers)
    whole = (Slice(reply.end_ns, 0, len(reply.body)),)
    for ns, start, size in whole if reply.kind == "http" else reply.slices:
        yield Wait(max(ns - now, 0) / 1e9)
        now = max(ns, now)
        yield Data(reply.body[start : start + size])
    yield Wait(max(reply.end_ns - now, 0) / 1e9)
    yield End(reply.trailers) if reply.end == "complete" else Abort()


def collected(parent: Answered, steps: Reply) -> Answered:
    """A recorded reply of `steps`, of the kind and end of `parent`."""
    now, head_at, head = 0.0, 0.0, Head(parent.status)
    body, slices = bytearray(), list[Slice]()
    for step in steps:
        match step:
            case Wait(seconds):
                now += seconds
            case Head():
                head, head_at = step, now
            case Data(piece):
                slices.append(Slice(round(now * 1e9), len(body), len(piece)))
                body += piece
    whole, end_ns = parent.kind == "http", round(now * 1e9)
    # The head of a body that is edited whole was held until its end.
    share = parent.head_ns / parent.end_ns if parent.end_ns else 0.0
    return replace(
        parent,
        status=head.status,
        headers=tuple(pair for pair in head.headers if pair[0].lower() != "content-length"),
        head_ns=round(end_ns * share) if whole else round(head_at * 1e9),
        end_ns=end_ns,
        body=bytes(body),
        slices=() if whole else tuple(slices),
    )


def found_in(parent: Recording, reply: Answered) -> tuple[Found, ...]:
    """What stands in the place of secrets: in the reply as it is now."""
    streamed = reply.kind != "http"
    here = in_headers(reply.headers, "reply header") + in_body(reply.body, "reply", streamed=streamed)
    kept = [found for found in parent.found if not found.place.startswith("reply")]
    return tuple(sorted([*kept, *(Found(*where, times) for where, times in here.items())]))
