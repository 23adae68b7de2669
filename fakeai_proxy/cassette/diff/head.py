"""Changes of status, ending, headers and trailers."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.cassette.recording import Answered
from fakeai_proxy.cassette.text.volatile import HEADER_PREFIXES, HEADERS
from fakeai_proxy.core.steps import Headers

from .difference import Difference

MEDIA = "content-type"


def same_class(recorded: Answered, live: Answered) -> bool:
    """Whether both succeeded, or both failed by the client's, or the server's, fault."""
    return recorded.status // 100 == live.status // 100


def status(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """Also how the reply ended, and what came before it."""
    if recorded.status != live.status:
        kind = "status_varied" if same_class(recorded, live) else "status_changed"
        yield Difference(kind, "status", str(recorded.status), str(live.status))
    if recorded.end != live.end:
        yield Difference("end_changed", "end", recorded.end, live.end)
    before, after = (" ".join(str(one.status) for one in reply.early) for reply in (recorded, live))
    if before != after:
        yield Difference("early_changed", "early", before or None, after or None)


def headers(recorded: Answered, live: Answered) -> Iterator[Difference]:
    """Of those that recordings keep; how long a limit lasts and which request it was differs always."""
    yield from _changed("header", recorded.headers, live.headers)
    yield from _changed("trailer", recorded.trailers, live.trailers)


def _changed(what: str, recorded: Headers, live: Headers) -> Iterator[Difference]:
    before, after = _together(recorded), _together(live)
    for name in before:
        if name not in after:
            yield Difference("header_removed", f"{what} {name}", before[name], None)
        elif before[name] != after[name] and not _varies(name):
            kind = "media_changed" if name == MEDIA and _media(before[name]) != _media(after[name]) else ""
            yield Difference(kind or "header_changed", f"{what} {name}", before[name], after[name])
    for name in after:
        if name not in before:
            yield Difference("header_added", f"{what} {name}", None, after[name])


def _together(headers: Headers) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _varies(name: str) -> bool:
    return name in HEADERS or name.startswith(HEADER_PREFIXES)


def _media(value: str) -> str:
    return value.partition(";")[0].strip().lower()
