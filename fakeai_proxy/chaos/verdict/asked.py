"""What a request says, as far as it tells attempts of one request from other requests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from typing import Any

from fakeai_proxy.cassette.canonical import redactor_for
from fakeai_proxy.cassette.headers import credentials
from fakeai_proxy.cassette.multipart import digest, parts
from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.core.canonical_json import canonical_json
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import fingerprint
from fakeai_proxy.endpoints.paths import place_of

from .attempt import Asked, ToolResult
from .turns import ID_CHARACTERS, Turn, text_digest, turns

VOLATILE = frozenset(("metadata", "service_tier", "stream", "stream_options"))
"""Members of a body that may change between attempts of one request."""
PATH_CHARACTERS = 256
SAID, RESULTS = 16, 64
"""Of the last turns of the model, and of the last tool results, how many are kept."""


def asked_of(request: Request, salt: bytes) -> Asked:
    """What `request` says; never fails, whatever the body is."""
    body = json_of(request)
    place = place_of(request.path)
    said = list(turns(body))
    redactor = redactor_for(request)
    content = content_of(request, body, place.path)
    fields = body if isinstance(body, dict) else {}
    return Asked(
        client=f"{request.scope}@{request.peer}" if request.scope else request.peer,
        key=key_of(request, salt),
        method=request.method,
        host=request.host,
        path=masked(request.path, redactor)[:PATH_CHARACTERS],
        model=masked(str(fields.get("model") or place.deployment), redactor)[:ID_CHARACTERS],
        streamed=fields.get("stream") is True,
        content=content,
        dialogue=dialogue_of(said) if said else content,
        idempotency=text_digest(request.header("idempotency-key")),
        retry_count=retry_count(request),
        said=said_of(said),
        goes_on=bool(said) and said[-1].role == "assistant",
        results=results_of(said),
    )


def masked(text: str, redactor: Redactor) -> str:
    """`text` without what looks like a credential or is one of the caller's."""
    content = text.encode("utf-8", "surrogatepass")
    for span in reversed(redactor.spans(content)):
        content = content[: span.start] + b"***" + content[span.end :]
    return content.decode("utf-8", "replace")


def json_of(request: Request) -> Any:
    """The body, None where it is not JSON."""
    try:
        return request.json if request.body else None
    except ApiError:
        return None


def content_of(request: Request, body: Any, endpoint: str) -> bytes:
    """What is asked, whichever model or host it is asked of, and however often."""
    if isinstance(body, dict):
        body = {name: value for name, value in body.items() if name not in VOLATILE and name != "model"}
    elif body is None:
        pieces = parts(request.header("content-type"), request.body)
        whole = digest(request.body).decode() if request.body else ""
        body = [[repr(head), digest(piece).decode()] for head, piece in pieces] if pieces else whole
    return fingerprint(request.method, f"{endpoint}?{request.query}" if request.query else endpoint, body)


def dialogue_of(said: Iterable[Turn]) -> bytes:
    """The same for one conversation through chat completions, responses and messages."""
    return blake2b(canonical_json([_line(turn) for turn in said]), digest_size=16).digest()


def _line(turn: Turn) -> list[Any]:
    results = [[result.id, result.digest.hex()] for result in turn.results]
    return [turn.role, text_digest(turn.text).hex(), turn.other.hex(), results]


def said_of(said: list[Turn]) -> tuple[bytes, ...]:
    """Hashes of the last things that the model is told it said."""
    digests = [text_digest(turn.text) for turn in said if turn.role == "assistant"]
    return tuple(each for each in digests if each)[-SAID:]


def results_of(said: list[Turn]) -> tuple[ToolResult, ...]:
    """The last tool results, and whether the model has spoken since."""
    spoke = max((index for index, turn in enumerate(said) if turn.role == "assistant"), default=-1)
    results = [
        result if index > spoke else replace(result, fresh=False)
        for index, turn in enumerate(said)
        for result in turn.results
    ]
    return tuple(results[-RESULTS:])


def key_of(request: Request, salt: bytes) -> str:
    """A short fingerprint of all credentials in headers and query; "" where there is none."""
    found = credentials(request)
    return blake2b(b"\n".join(found), digest_size=4, key=salt).hexdigest() if found else ""


def retry_count(request: Request) -> int | None:
    """What the official clients say of themselves."""
    count = request.header("x-stainless-retry-count")
    return int(count) if count.isdecimal() and len(count) < 10 else None
