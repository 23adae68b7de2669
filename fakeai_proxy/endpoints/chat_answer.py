"""The answer to a chat, whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from fakeai_proxy.wire import chat as wire
from fakeai_proxy.wire.messages import ToolCall
from fakeai_proxy.wire.usage import Usage

from .context import Context
from .logprobs import chat_logprobs
from .sampling import Called, Choice
from .stamp import Stamp
from .submission import settled
from .together import Timing


class ChatAnswer(NamedTuple):
    """One on its way."""

    body: wire.ChatRequest
    """What is answered, as it came."""
    stamp: Stamp
    tier: str
    choices: Sequence[Choice]
    account: Usage
    shows_logprobs: bool = True
    moderation: dict[str, Any] | None = None
    """The verdict on it, where that was asked for."""

    def whole(self) -> wire.ChatCompletion:
        """All of it, as it is known so far."""
        answer: wire.ChatCompletion = {
            "id": self.stamp.id,
            "object": "chat.completion",
            "created": self.stamp.created,
            "model": self.stamp.model,
            "choices": [choice_of(choice, self.shows_logprobs) for choice in self.choices],
            "usage": self.account,
            "service_tier": self.tier,
            "system_fingerprint": self.stamp.system_fingerprint,
        }
        if self.moderation is not None:
            answer["moderation"] = self.moderation
        return answer

    def ended(self, run: Timing, context: Context) -> ChatAnswer:
        """It, when all tokens of `run` are out; then it is kept, if that was asked for."""
        settled(self.account, run, context.exchange)
        for choice in self.choices:
            if choice.utterance is not None:
                from .voiced import remember

                remember(choice.utterance, context)
        if self.body.store:
            from .stored_chats import keep

            keep(self.whole(), self.body, context)
        return self


def choice_of(choice: Choice, shows_logprobs: bool) -> wire.Choice:
    answer: wire.Choice = {
        "index": choice.number,
        "message": {"role": "assistant", "content": choice.text, "refusal": None, "annotations": []},
        "finish_reason": choice.finish_reason,
    }
    if choice.calls:
        answer["message"] |= calls_of(choice)
    if choice.refused:
        answer["message"] |= {"content": None, "refusal": choice.text}
    if choice.utterance is not None:
        answer["message"] |= {"content": None, "audio": choice.utterance.shown}
    if choice.citations:
        answer["message"]["annotations"] = annotations_of(choice)
    if choice.reasoning:
        answer["message"]["reasoning_content"] = "".join(choice.reasoning)
    if shows_logprobs:
        answer["logprobs"] = chat_logprobs(choice.logprobs, choice.refused) if choice.logprobs else None
    return answer


def annotations_of(choice: Choice) -> list[Any]:
    """The pages that a text cites."""
    cited = [
        {"start_index": one.start, "end_index": one.end, "title": one.title, "url": one.url}
        for one in choice.citations
    ]
    return [{"type": "url_citation", "url_citation": one} for one in cited]


def calls_of(choice: Choice) -> wire.AnswerMessage:
    """What stands in a message in place of its text."""
    if not choice.calls[0].id:
        older = choice.calls[0]
        called = {"name": older.name, "arguments": older.text}
        return cast("wire.AnswerMessage", {"content": None, "function_call": called})
    return cast(
        "wire.AnswerMessage", {"content": None, "tool_calls": [call_of(call) for call in choice.calls]}
    )


def call_of(call: Called) -> ToolCall:
    if call.kind == "custom":
        return {"id": call.id, "type": "custom", "custom": {"name": call.name, "input": call.text}}
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.text}}
