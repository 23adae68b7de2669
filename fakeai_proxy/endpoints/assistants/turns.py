"""One turn of a run: what the model says, or calls, to all that was said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.chat import choices_of, job_of, kept_of, sampling_of, usage_of
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.noting import note, note_tools
from fakeai_proxy.endpoints.responses.asked import Read, fed
from fakeai_proxy.endpoints.responses.hosted.code_interpreter import ran
from fakeai_proxy.endpoints.responses.hosted.scene import query_of
from fakeai_proxy.endpoints.said import asked_of
from fakeai_proxy.endpoints.sampling import Choice, Sampling
from fakeai_proxy.endpoints.sliced import after
from fakeai_proxy.endpoints.support import NOT_CHAT, refuse_kind
from fakeai_proxy.engine import Job
from fakeai_proxy.resources import Resource, numbered
from fakeai_proxy.wire.usage import Usage

from .asked import Facts, read_of, window_of
from .searching import Searched, call_of, cited, searched, stores_of


class Hosted(NamedTuple):
    """A tool that is run here, and what it did."""

    call: Mapping[str, Any]
    pieces: tuple[str, ...] = ()
    """Of the code that was run."""


class Turn(NamedTuple):
    """What a turn comes to, before anybody has waited for it."""

    choice: Choice
    hosted: Sequence[Hosted]
    citations: Sequence[Mapping[str, Any]]
    """Behind the text, each with the mark that stands for it."""
    account: Usage
    job: Job | None
    """None: there was no room for it."""
    waits: float = 0.0
    """Simulated seconds before it begins, beside those in the queue."""

    @property
    def ends(self) -> str:
        """The status of the run after it."""
        if self.choice.finish_reason == "length":
            return "incomplete"
        return "requires_action" if self.choice.calls else "completed"

    @property
    def reason(self) -> str | None:
        """Why it is incomplete."""
        if self.ends != "incomplete":
            return None
        return "max_completion_tokens" if self.job else "max_prompt_tokens"

    def facts(self, began: float, queued: float, seconds: float) -> dict[str, Any]:
        """As it is kept. began: Unix seconds; queued, seconds: simulated ones in the queue and at work."""
        calls = [
            {"id": call.id, "name": call.name, "arguments": call.text}
            for call in self.choice.calls
            if self.ends == "requires_action"
        ]
        return {
            "began": began,
            "queued": queued + self.waits,
            "seconds": seconds,
            "ends": self.ends,
            "reason": self.reason,
            "calls": calls,
            "outputs": None,
            "prompt_tokens": self.account["prompt_tokens"],
            "completion_tokens": self.account["completion_tokens"],
        }


Deliver = Callable[[Turn], Reply]


def turned(facts: Facts, thread: Resource, deliver: Deliver, context: Context) -> Reply:
    """What `deliver` makes of the next turn of a run with these `facts`. Raises ApiError."""
    model = context.model(facts["model"])
    refuse_kind(model, "chat", NOT_CHAT)
    read, stores = read_of(facts, thread, model, context), stores_of(facts, thread)
    if read.prompt.tokens >= window_of(facts, model):
        nothing = Choice(0, (), "length")
        return deliver(Turn(nothing, (), (), usage_of(0, 0, [nothing]), job=None))
    tool = next((tool for tool in facts["tools"] if tool["type"] == "file_search"), None)
    if tool is None or not stores or not may_use(facts, "file_search"):
        return after_search(facts, read, None, model, deliver, context)
    query = query_of(asked_of(read.chat.messages))
    work = searched(tool.get("file_search") or {}, stores, query, read.words, context)
    return after(work, lambda found: after_search(facts, read, found, model, deliver, context), context)


def may_use(facts: Facts, kind: str) -> bool:
    """Tools are run here in the first turn, by `tool_choice`."""
    choice = facts["tool_choice"]
    given = any(tool["type"] == kind for tool in facts["tools"])
    named = choice["type"] == kind if isinstance(choice, dict) else choice != "none"
    return given and named and not facts["turns"]


def after_search(
    facts: Facts,
    read: Read,
    found: Searched | None,
    model: Model,
    deliver: Deliver,
    context: Context,
) -> Reply:
    """The turn, with what was `found` in files."""
    if found:
        read = fed(read, found.searches.ids, model)
    read = read._replace(chat=read.chat.model_copy(update={"max_completion_tokens": left(facts, read.room)}))
    sampling = sampling_of(read.chat, model, read.prompt.tokens)
    if found:
        sampling = sampling._replace(lead=found.searches.lead)

    def answer(sampling: Sampling) -> Reply:
        return deliver(made(facts, read, sampling, found, model, context))

    if context.services.text is None and not context.refusal:
        return answer(sampling)
    from fakeai_proxy.endpoints.sourced import sourced

    return sourced(sampling, read.chat, asked_of(read.chat.messages), model, answer, context)


def left(facts: Facts, room: int) -> int:
    """Tokens that may still be written; at least one, which tells that there are no more."""
    most = facts["max_completion_tokens"]
    wrote = sum(turn["completion_tokens"] for turn in facts["turns"])
    return room if most is None else max(1, min(room, most - wrote))


def made(
    facts: Facts, read: Read, sampling: Sampling, found: Searched | None, model: Model, context: Context
) -> Turn:
    """What is said, or called, and noted. Raises ApiError 400."""
    [choice] = choices_of(read.chat, sampling, read.words, context)
    hosted, citations = list[Hosted](), list[Mapping[str, Any]]()
    if not choice.calls:
        if found:
            hosted.append(Hosted(call_of(found, call_id(context, -1))))
        hosted += programs(facts, read, context)
        citations = cited(found)
    account = usage_of(read.prompt.tokens, 0, [choice])
    note(context.exchange, read.chat, facts["max_completion_tokens"], account, [choice])
    note_tools(context.exchange, (), [f"{one.call['type']}_call" for one in hosted])
    kept = () if context.services.cluster.instant else kept_of([choice], model, read.prompt, read.words)
    job = job_of(read.chat, model, read.prompt, [choice], kept)
    return Turn(choice, hosted, citations, account, job, found.seconds if found else 0.0)


def programs(facts: Facts, read: Read, context: Context) -> list[Hosted]:
    """The call of the code interpreter."""
    if not may_use(facts, "code_interpreter"):
        return []
    pieces, printed = ran(asked_of(read.chat.messages))
    details = {"input": "".join(pieces), "outputs": [{"type": "logs", "logs": printed}]}
    call = {"id": call_id(context, -2), "type": "code_interpreter", "code_interpreter": details}
    return [Hosted(call, pieces)]


def call_id(context: Context, number: int) -> str:
    return f"call_{numbered(context.identity.suffix, number)[:24]}"
