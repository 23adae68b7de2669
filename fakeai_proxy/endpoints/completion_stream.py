"""The stream of a legacy completion: one event a token.

echoed prompt of every choice ─► tokens interleaved ─► "" with finish_reason ─► usage if asked ─► [DONE]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic_core import to_json

from fakeai_proxy.core.steps import Reply
from fakeai_proxy.wire.base import StreamOptions
from fakeai_proxy.wire.usage import PlainUsage

from .identity import Identity
from .logprobs import completion_logprobs
from .paced import interleaved, paced
from .sampling import Choice
from .stamp import Stamp
from .together import Timing


def completion_stream(
    frame: CompletionFrame,
    choices: Sequence[Choice],
    account: PlainUsage,
    run: Timing,
    identity: Identity,
) -> Reply:
    """The events of `choices`, the k-th tokens of all of them due at the same time."""
    return paced(
        identity,
        run,
        opening=(event for choice in choices for event in frame.echoed(choice)),
        rows=interleaved([frame.written(choice) for choice in choices]),
        closing=[frame.usage(account)] if frame.include_usage else (),
    )


class CompletionFrame:
    """The bytes around each token of one stream."""

    def __init__(self, stamp: Stamp, options: StreamOptions | None) -> None:
        self.include_usage = bool(options and options.include_usage)
        before = {"id": stamp.id, "object": "text_completion", "created": stamp.created}
        after = {"model": stamp.model}
        if stamp.system_fingerprint:
            after["system_fingerprint"] = stamp.system_fingerprint
        self._head = b"data: " + to_json(before)[:-1] + b',"choices":['
        self._model = b"]," + to_json(after)[1:-1]
        self._tail = self._model + (b',"usage":null' if self.include_usage else b"") + b"}\n\n"

    def echoed(self, choice: Choice) -> Iterator[bytes]:
        """An event for each token of the prompt."""
        return self._tokens(choice, 0, choice.echoed)

    def written(self, choice: Choice) -> Iterator[bytes]:
        """An event for each token after the prompt, and the last event of the choice."""
        yield from self._tokens(choice, choice.echoed, len(choice.pieces))
        yield self._event(choice, b'""', b"null", b'"%b"' % choice.finish_reason.encode())

    def usage(self, account: PlainUsage) -> bytes:
        """The event after all choices."""
        return self._head + self._model + b',"usage":' + to_json(account) + b"}\n\n"

    def _tokens(self, choice: Choice, start: int, stop: int) -> Iterator[bytes]:
        pieces = choice.pieces[start:stop]
        if choice.logprobs is None:
            for piece in pieces:
                yield self._event(choice, to_json(piece))
            return
        offset = choice.offset + sum(map(len, choice.pieces[:start]))
        for position, piece in enumerate(pieces, start):
            opens = position == 0 and choice.echoed > 0
            logprobs = completion_logprobs(choice.logprobs[position : position + 1], offset, opens=opens)
            yield self._event(choice, to_json(piece), to_json(logprobs))
            offset += len(piece)

    def _event(
        self, choice: Choice, text: bytes, logprobs: bytes = b"null", reason: bytes = b"null"
    ) -> bytes:
        return b'%b{"text":%b,"index":%d,"logprobs":%b,"finish_reason":%b}%b' % (
            self._head,
            text,
            choice.number,
            logprobs,
            reason,
            self._tail,
        )
