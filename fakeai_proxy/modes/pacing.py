"""A recorded reply in the time that the simulated engine would take for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.core.errors import SettingsError, error_reply
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.seeding import fingerprint, rng_for
from fakeai_proxy.core.steps import Abort, Data, End, Head, Reply, Step, Wait
from fakeai_proxy.endpoints import Services
from fakeai_proxy.endpoints.submission import refused
from fakeai_proxy.endpoints.unbroken import unbroken
from fakeai_proxy.engine import Job, Refused, Run
from fakeai_proxy.faults.events import Framer, WireEvent, says_output

from .rules import model_of

BYTES_PER_TOKEN = 4
"""Of English text, about; of what does not count its tokens."""
PROMPT, WRITTEN = ("prompt_tokens", "input_tokens"), ("completion_tokens", "output_tokens")
Piece = Step | WireEvent


def profiled(reply: Reply, request: Request, services: Services, speed: float) -> Reply:
    """`reply`, which has no waits, with the TTFT and the ITLs of a run of its model.

    Each event with a piece of the answer is one token step; the head comes with the first of them, and events
    that say nothing with the one before. A whole reply comes with its last token. The engine serves it like
    any other: load counts. Waits are divided by `speed`, and 0 leaves them out. Raises ApiError where no
    worker takes it.
    """
    pieces = [*_pieces(reply)]
    model = model_of(request)
    if not model or not speed:
        return map(_step, pieces)
    tokens = sum(map(_is_token, pieces))
    job = Job(services.catalog.use(model), (), *_lengths(request, pieces, tokens))
    name = fingerprint(request.method, request.path, request.body.decode("utf-8", "replace"))
    try:
        run = services.cluster.submit(job, rng_for(services.seed, name))
    except (Refused, SettingsError) as why:
        raise refused(why, request.host) from None
    timed = _token_by_token(pieces, run) if tokens else _at_last(pieces, run)
    sped = (Wait(step.seconds / speed) if isinstance(step, Wait) else step for step in timed)
    return unbroken(sped, lambda loss: error_reply(refused(loss, request.provider), request.provider))


def _token_by_token(pieces: Iterable[Piece], run: Run) -> Reply:
    try:
        begun = False
        for piece in pieces:
            token = _is_token(piece)
            if isinstance(piece, Head) or (token and begun):
                yield from run.token()
            begun = begun or token
            yield _step(piece)
    finally:
        run.close()


def _at_last(pieces: Iterable[Piece], run: Run) -> Reply:
    try:
        yield from run.finish()
        yield from map(_step, pieces)
    finally:
        run.close()


def _pieces(reply: Reply) -> Iterator[Piece]:
    """The steps, and in place of a stream's data its events: a chunk may hold several, or half of one."""
    framer: Framer | None = None
    for step in reply:
        if isinstance(step, Head) and "text/event-stream" in dict(step.headers).get("content-type", ""):
            framer = Framer()
        if framer and isinstance(step, Data):
            yield from (Data(one) if isinstance(one, bytes) else one for one in framer.feed(step.body))
            continue
        if framer and isinstance(step, End | Abort) and (rest := framer.rest()):
            yield Data(rest)
        yield step


def _step(piece: Piece) -> Step:
    return Data(piece.raw) if isinstance(piece, WireEvent) else piece


def _is_token(piece: Piece) -> bool:
    return isinstance(piece, WireEvent) and says_output(piece)


def _lengths(request: Request, pieces: Iterable[Piece], tokens: int) -> tuple[int, int]:
    """Tokens of the prompt and of the answer: as counted in the reply, else by their bytes."""
    usage = next((found for piece in pieces if (found := _usage(piece))), {})
    said = sum(len(piece.body) for piece in pieces if isinstance(piece, Data))
    prompt = _first(usage, PROMPT) or 1 + len(request.body) // BYTES_PER_TOKEN
    return prompt, tokens or _first(usage, WRITTEN) or 1 + said // BYTES_PER_TOKEN


def _usage(piece: Piece) -> Mapping[str, Any]:
    """The token counts that `piece` tells: OpenAI's, Anthropic's, or those of the Responses API."""
    value = _value(piece)
    holders = (value, value.get("response"), value.get("message"))
    told = (one.get("usage") for one in holders if isinstance(one, dict))
    return next((usage for usage in told if isinstance(usage, dict)), {})


def _value(piece: Piece) -> Mapping[str, Any]:
    if isinstance(piece, WireEvent):
        return piece.object
    if not isinstance(piece, Data) or b'"usage"' not in piece.body:
        return {}
    try:
        value = from_json(piece.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _first(usage: Mapping[str, Any], names: Iterable[str]) -> int:
    return next((count for name in names if isinstance(count := usage.get(name), int)), 0)
