"""A recording as the request that it was, and what comes back in the form of a recording."""

from __future__ import annotations

from itertools import accumulate

from fakeai_proxy.cassette.entry import entry_of
from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.recording import Answered, Asked, Slice
from fakeai_proxy.cassette.redaction.rules import Rules
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Headers

PLAIN: Headers = (("accept-encoding", "identity"),)


def request_of(asked: Asked, credential: Headers = ()) -> Request:
    """With its own headers and `credential`; those that held a secret are left out."""
    own = tuple(pair for pair in asked.headers if "secret:" not in pair[1])
    return Request(
        method=asked.method,
        path=asked.path,
        host=asked.host,
        query=asked.query,
        headers=own + PLAIN + credential,
        body=asked.body,
        scheme=asked.scheme,
        port=asked.port,
    )


def answered(capture: Capture, rules: Rules) -> Answered:
    """As it would be recorded: decoded, the headers that are kept, without secrets.

    Raises ValueError when it cannot be decoded.
    """
    entry = entry_of(capture, b"", rules=rules)
    ends = accumulate(len(chunk.body) for chunk in entry.chunks)
    pieces = zip(entry.chunks, ends, strict=True) if entry.kind != "http" else ()
    return Answered(
        kind=entry.kind,
        status=capture.head.status,
        headers=entry.headers,
        head_ns=capture.head_ns,
        end_ns=capture.end_ns,
        end=entry.end,
        body=b"".join(chunk.body for chunk in entry.chunks),
        slices=tuple(Slice(chunk.ns, end - len(chunk.body), len(chunk.body)) for chunk, end in pieces),
        trailers=entry.trailers,
    )
