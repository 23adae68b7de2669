"""One recording as lines and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fakeai_proxy.cassette.canonical import bare
from fakeai_proxy.cassette.matching.profiles import keys_of
from fakeai_proxy.cassette.recording import Asked, Found, Recording

from . import body, reply
from .body import Fetch, Keep, Line
from .styles import parsed, printed
from .volatile import Given, Taken, give_headers, take_headers, told

UIDS = "{}-{}"
"""The uid of a recording: of its session and its number there, unless it says otherwise."""
RECIPES = "spaced ascii"
"""The style of recipes."""
TAKEN = ("asked", "headers", "trailers", "early", "body")
"""Where volatile values are taken from."""


def tell(recording: Recording, session: str, keep: Keep) -> Iterator[Line]:
    """`session`: the uid. Last come the lines `volatile` and `timing`."""
    asked = recording.asked
    known: dict[str, bytes] = dict(keys_of(asked.canonical(recording.policy)))
    taken: dict[str, Taken] = {place: {} for place in TAKEN}
    parts = reply.parts(recording.answered, asked.body)
    yield _about(recording, known)
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
    if parts.spoken is None:
        yield from body.tell(asked.body, keep, lambda value: value)
    yield from reply.tell(recording.answered, parts, taken, keep)
    if recording.found:
        yield {"secrets": recording.found}
    plain = UIDS.format(session, recording.seq)
    yield {
        "volatile": {place: told(values) for place, values in taken.items() if values},
        **({} if recording.uid == plain else {"uid": recording.uid}),
        "caller": asked.auth,
    }
    yield {"timing": recording.started_at, **reply.tell_times(recording.answered, parts)}


def _about(recording: Recording, known: dict[str, bytes]) -> Line:
    """The first line. Keys are told where they do not follow from what was asked."""
    key = known["exact@1"]
    own: Line = {"key": recording.key.hex()} if recording.key not in (None, key) else {}
    if others := [[profile, other.hex()] for profile, other in recording.keys if known.get(profile) != other]:
        own["keys"] = others
    derived: Line = {"scope": recording.scope} if recording.scope else {}
    if recording.parent_uid is not None:
        derived["parent"] = recording.parent_uid
    if recording.recipe is not None:
        derived["recipe"] = _as_value(recording.recipe)
    return {
        "recording": name(recording, recording.key or key),
        "seq": recording.seq,
        "state": recording.state,
        "origin": recording.origin,
        "redaction": recording.policy,
        **own,
        **derived,
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
    answered, spoken = reply.read(_from(lines, "reply"), times, given, fetch)
    seq = int(about["seq"])
    return Recording(
        uid=str(volatile.get("uid", UIDS.format(session, seq))),
        seq=seq,
        state=str(about["state"]),
        started_at=str(times["timing"]),
        origin=str(about["origin"]),
        policy=str(about["redaction"]),
        asked=_asked(
            _from(lines, "request"), volatile["caller"], given.get("asked", Given({})), fetch, spoken
        ),
        answered=answered,
        found=tuple(Found(*one) for line in lines if "secrets" in line for one in line["secrets"]),
        key=bytes.fromhex(about["key"]) if "key" in about else None,
        keys=tuple((str(profile), bytes.fromhex(key)) for profile, key in about.get("keys", ())),
        scope=str(about.get("scope", "")),
        parent_uid=_text(about.get("parent")),
        recipe=_as_text(about.get("recipe")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _as_value(recipe: str) -> Any:
    """The JSON, where it is printed as ours is; else the text."""
    try:
        value = parsed(recipe.encode())
    except ValueError:
        return recipe
    return value if not isinstance(value, str) and printed(value, RECIPES) == recipe.encode() else recipe


def _as_text(recipe: Any) -> str | None:
    return _text(recipe) if recipe is None or isinstance(recipe, str) else printed(recipe, RECIPES).decode()


def _asked(lines: Sequence[Line], caller: str | None, given: Given, fetch: Fetch, spoken: bytes) -> Asked:
    """`spoken`: what the client of a WebSocket said, which is told message by message."""
    head, *rest = lines
    return Asked(
        method=str(head["request"]),
        scheme=str(head["scheme"]),
        host=str(head["host"]),
        port=int(head["port"]),
        path=str(head["path"]),
        query=str(head["query"]),
        headers=give_headers(head["headers"], given),
        body=body.read(rest, fetch, lambda value: value) or spoken,
        auth=caller,
        model=head["model"],
        stream=bool(head["stream"]),
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
