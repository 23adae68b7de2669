"""The stream of a chat completion: one event a token, only the token encoded anew each time.

{role} of every choice ─► {reasoning_content}... {content}... interleaved ─► {} with finish_reason
                           or {tool_calls}... in place of the content
─► usage if asked ─► [DONE]

Reasoning that is not shown comes before the head: a client waits for its first byte while the model thinks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from fakeai_proxy.core.steps import Reply

from .chat_answer import ChatAnswer, annotations_of
from .context import Context
from .logprobs import chat_logprobs
from .obfuscation import Obfuscation
from .paced import interleaved, paced
from .sampling import Called, Choice
from .together import Timing

if TYPE_CHECKING:
    from .voiced import Utterance

ROLE = b'{"role":"assistant","content":"","refusal":null}'
REFUSING = b'{"role":"assistant","content":null,"refusal":""}'
NOTHING = b""
"""A token of which nothing is seen."""


def chat_stream(answer: ChatAnswer, run: Timing, context: Context) -> Reply:
    """The events of `answer`, the k-th tokens of all its choices due at the same time."""
    frame, choices = ChatFrame(answer, context), answer.choices
    hidden = min(choice.hidden for choice in choices)
    return paced(
        context.identity,
        run,
        opening=(frame.role(choice) for choice in choices),
        rows=interleaved(
            [frame.tokens(choice) for choice in choices],
            late=[choice.hidden - hidden for choice in choices],
        ),
        closing=frame.closing(run),
        hidden=hidden,
    )


class ChatFrame:
    """The bytes around each token of one stream."""

    def __init__(self, answer: ChatAnswer, context: Context) -> None:
        stamp, options = answer.stamp, answer.body.stream_options
        self.include_usage = bool(options and options.include_usage)
        self._answer, self._context = answer, context
        chunk = {
            "id": stamp.id,
            "object": "chat.completion.chunk",
            "created": stamp.created,
            "model": stamp.model,
            "service_tier": answer.tier,
            "system_fingerprint": stamp.system_fingerprint,
        }
        self._head = b"data: " + to_json(chunk)[:-1] + b',"choices":['
        self._no_logprobs = b',"logprobs":null' if answer.shows_logprobs else b""
        self._usage = b',"usage":null' if self.include_usage else b""
        obfuscated = context.openai and not (options and options.include_obfuscation is False)
        self._noise = Obfuscation(context.rng) if obfuscated else None

    def role(self, choice: Choice) -> bytes:
        """The first event of a choice."""
        role = role_of(choice)
        return self._before(choice) + role + self._no_logprobs + self._after(b"null", len(role))

    def tokens(self, choice: Choice) -> Iterator[bytes]:
        """An event for each token, and the last event of the choice."""
        before = self._before(choice)
        yield from self._thoughts(choice, before + b'{"reasoning_content":')
        if choice.calls:
            yield from self._calls(choice, before)
        elif choice.utterance is not None:
            yield from self._sound(choice, choice.utterance, before + b'{"audio":')
        else:
            yield from self._contents(choice, before + (b'{"refusal":' if choice.refused else b'{"content":'))
        if choice.citations:
            told = to_json({"annotations": annotations_of(choice)})
            yield before + told + self._no_logprobs + self._after(b"null", len(told))
        reason = b'"%b"' % choice.finish_reason.encode()
        yield before + b"{}" + self._no_logprobs + self._after(reason, 0)

    def closing(self, run: Timing) -> Iterator[bytes]:
        """The events after all choices: those that were asked for."""
        self._answer.ended(run, self._context)
        if self._answer.moderation is not None:
            told = to_json(self._answer.moderation)
            yield self._head + b'],"moderation":' + told + self._usage + self._end(0)
        if self.include_usage:
            yield self._head + b'],"usage":' + to_json(self._answer.account) + self._end(0)

    def _thoughts(self, choice: Choice, before: bytes) -> Iterator[bytes]:
        for piece in choice.reasoning or ():
            thought = to_json(piece)
            yield before + thought + b"}" + self._no_logprobs + self._after(b"null", len(thought))

    def _contents(self, choice: Choice, before: bytes) -> Iterator[bytes]:
        after = b',"finish_reason":null}]' + self._usage
        if choice.logprobs is None:
            after = b"}" + self._no_logprobs + after
            for piece in choice.pieces:
                content = to_json(piece)
                yield before + content + after + self._end(len(content))
            return
        for piece, logprob in zip(choice.pieces, choice.logprobs, strict=True):
            content = to_json(piece)
            logprobs = b'},"logprobs":' + to_json(chat_logprobs((logprob,), choice.refused))
            yield before + content + logprobs + after + self._end(len(content))

    def _sound(self, choice: Choice, said: Utterance, before: bytes) -> Iterator[bytes]:
        """Each token of the text, and after it the tokens of sound that go with it as one event."""
        after = b"}" + self._no_logprobs
        for piece, data, tokens in said.parts(choice.pieces):
            told = to_json({"id": said.id, "transcript": piece})
            yield before + told + after + self._after(b"null", len(told))
            yield from repeat(NOTHING, tokens - 1)
            if tokens:
                told = to_json({"id": said.id, "data": data})
                yield before + told + after + self._after(b"null", len(told))
        told = to_json({"expires_at": said.expires_at})
        yield before + told + b"}}]" + self._usage + self._end(len(told))

    def _calls(self, choice: Choice, before: bytes) -> Iterator[bytes]:
        """The name of each when the tokens around it are written, but for the first; then its arguments."""
        after = b"}" + self._no_logprobs
        for at, call in enumerate(choice.calls):
            yield from repeat(NOTHING, call.frame - bool(at))
            if at:
                begun = to_json(opening(at, call))[:-1]
                yield before + begun + after + self._after(b"null", len(begun))
            for piece in call.pieces:
                went_on = to_json(continued(at, call, piece))[:-1]
                yield before + went_on + after + self._after(b"null", len(went_on))

    def _before(self, choice: Choice) -> bytes:
        return b'%b{"index":%d,"delta":' % (self._head, choice.number)

    def _after(self, reason: bytes, length: int) -> bytes:
        return b',"finish_reason":%b}]%b%b' % (reason, self._usage, self._end(length))

    def _end(self, length: int) -> bytes:
        if self._noise is None:
            return b"}\n\n"
        return b',"obfuscation":"%b"}\n\n' % self._noise(length)


def role_of(choice: Choice) -> bytes:
    """The delta that begins an answer."""
    if choice.calls:
        return to_json(calling(choice.calls[0]))
    if choice.utterance is not None:
        audio = {"id": choice.utterance.id, "transcript": ""}
        return to_json({"role": "assistant", "content": None, "refusal": None, "audio": audio})
    return REFUSING if choice.refused else ROLE


def calling(first: Called) -> Mapping[str, Any]:
    """The delta that begins an answer by calls: it names the first of them."""
    return {"role": "assistant", "content": None, **opening(0, first), "refusal": None}


def opening(at: int, call: Called) -> Mapping[str, Any]:
    """The delta that names the `at`-th call."""
    if not call.id:
        return {"function_call": {"name": call.name, "arguments": ""}}
    inner = {"name": call.name, field_of(call): ""}
    return {"tool_calls": [{"index": at, "id": call.id, "type": call.kind, call.kind: inner}]}


def continued(at: int, call: Called, piece: str) -> Mapping[str, Any]:
    """The delta that brings a piece of what it is called with."""
    if not call.id:
        return {"function_call": {"arguments": piece}}
    return {"tool_calls": [{"index": at, call.kind: {field_of(call): piece}}]}


def field_of(call: Called) -> str:
    return "input" if call.kind == "custom" else "arguments"
