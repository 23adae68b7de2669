"""One recording as lines and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from fakeai_proxy.cassette.canonical import bare
from fakeai_proxy.cassette.matching.profiles import keys_of
from fakeai_proxy.cassette.recording import Answered, Asked, Found, Recording

from . import body, events, timing
from .body import Fetch, Keep, Line
from .volatile import Given, Taken, give, give_headers, take, take_headers, told

UIDS = "{}-{}"
"""The uid of a recording: of its session and its number there, unless it says otherwise."""


def tell(recording: Recording, session: str, keep: Keep) -> Iterator[Line]:
    """`session`: the uid. Last come the lines `volatile` and `timing`."""
    asked, reply = recording.asked, recording.answered
    known: dict[str, bytes] = dict(keys_of(asked.canonical(recording.policy)))
    key = known["exact@1"]
    own: Line = {"key": recording.key.hex()} if recording.key not in (None, key) else {}
    if others := [[profile, other.hex()] for profile, other in recording.keys if known.get(profile) != other]:
        own["keys"] = others
    taken: dict[str, Taken] = {"asked": {}, "headers": {}, "body": {}}
    yield {
        "recording": name(recording, recording.key or key),
        "seq": recording.seq,
        "state": recording.state,
        "origin": recording.origin,
        "redaction": recording.policy,
        **own,
    }
    yield {
        "request": asked.method,
        "path": asked.path,
        "query": asked.query,
        "scheme": asked.scheme,
        "host": asked.host,
        "port": asked.port,
        "model": asked.model,
        "stream": asked.stream,
        "headers": take_headers(asked.headers, taken["asked"]),
    }
    yield from body.tell(asked.body, keep, lambda value: value)
    yield {
        "reply": reply.status,
        "kind": reply.kind,
        "end": reply.end,
        "headers": take_headers(reply.headers, taken["headers"]),
    }
    pieces = events.split(reply.body, reply.kind) if reply.kind in events.SPLIT else []
    change = partial(take, taken=taken["body"])
    if pieces:
        yield from events.tell(pieces, reply.kind, keep, change)
    else:
        yield from body.tell(reply.body, keep, change)
    if recording.found:
        yield {"secrets": recording.found}
    plain = UIDS.format(session, recording.seq)
    yield {
        "volatile": {place: told(values) for place, values in taken.items() if values},
        **({} if recording.uid == plain else {"uid": recording.uid}),
        "caller": asked.auth,
    }
    yield {
        "timing": recording.started_at,
        "head_ns": reply.head_ns,
        "end_ns": reply.end_ns,
        **timing.tell(reply.slices, pieces),
    }


def name(recording: Recording, key: bytes) -> str:
    """`chat-completions 3f2a1b9c`: what was asked for, and the beginning of the key."""
    parts = [part for part in bare(recording.asked.path).split("/") if part]
    return f"{'-'.join(parts[-2:])} {key.hex()[:8]}"


def read(lines: Sequence[Line], session: str, fetch: Fetch) -> Recording:
    """The recording of which `tell` made `lines`. Raises ValueError and KeyError."""
    about = _first(lines, "recording")
    volatile, times = _first(lines, "volatile"), _first(lines, "timing")
    given = {place: Given(values) for place, values in volatile["volatile"].items()}
    request, reply = _from(lines, "request"), _from(lines, "reply")
    seq = int(about["seq"])
    return Recording(
        uid=str(volatile.get("uid", UIDS.format(session, seq))),
        seq=seq,
        state=str(about["state"]),
        started_at=str(times["timing"]),
        origin=str(about["origin"]),
        policy=str(about["redaction"]),
        asked=_asked(request, volatile["caller"], given.get("asked", Given({})), fetch),
        answered=_answered(reply, times, given, fetch),
        found=tuple(Found(*one) for line in lines if "secrets" in line for one in line["secrets"]),
        key=bytes.fromhex(about["key"]) if "key" in about else None,
        keys=tuple((str(profile), bytes.fromhex(key)) for profile, key in about.get("keys", ())),
    )


def _asked(lines: Sequence[Line], caller: str | None, given: Given, fetch: Fetch) -> Asked:
    head, *rest = lines
    return Asked(
        method=str(head["request"]),
        scheme=str(head["scheme"]),
        host=str(head["host"]),
        port=int(head["port"]),
        path=str(head["path"]),
        query=str(head["query"]),
        headers=give_headers(head["headers"], given),
        body=body.read(rest, fetch, lambda value: value),
        auth=caller,
        model=head["model"],
        stream=bool(head["stream"]),
    )


def _answered(lines: Sequence[Line], times: Line, given: dict[str, Given], fetch: Fetch) -> Answered:
    head, *rest = lines
    change = partial(give, given=given.get("body", Given({})))
    pieces = events.read(rest, fetch, change) if rest and "events" in rest[0] else []
    content = b"".join(pieces) if pieces else body.read(rest, fetch, change)
    return Answered(
        kind=str(head["kind"]),
        status=int(head["reply"]),
        headers=give_headers(head["headers"], given.get("headers", Given({}))),
        head_ns=int(times["head_ns"]),
        end_ns=int(times["end_ns"]),
        end=str(head["end"]),
        body=content,
        slices=timing.read(times, pieces, len(content)),
    )


def _first(lines: Sequence[Line], kind: str) -> Line:
    for line in lines:
        if kind in line:
            return line
    raise ValueError(f"the line '{kind}' is missing")


PARTS = ("recording", "request", "reply", "secrets", "volatile", "timing")


def _from(lines: Sequence[Line], kind: str) -> list[Line]:
    """The line `kind` and those up to the next part."""
    starts = [number for number, line in enumerate(lines) if next(iter(line)) == kind]
    if not starts:
        raise ValueError(f"the line '{kind}' is missing")
    begin = starts[0]
    rest = (number for number in range(begin + 1, len(lines)) if next(iter(lines[number])) in PARTS)
    return list(lines[begin : next(rest, len(lines))])
