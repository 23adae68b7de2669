"""Answers from the generator of their model, where that is another than prose, or from the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.synth.text.script import Question, Script, Source
from fakeai_proxy.wire.base import SamplingRequest

from .context import Context
from .replies import standard_headers
from .sampling import Sampling

PASSED_ON = (
    "messages",
    "prompt",
    "suffix",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "functions",
    "function_call",
    "response_format",
    "reasoning_effort",
    "temperature",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "stop",
    "seed",
    "n",
    "max_tokens",
    "max_completion_tokens",
)
"""Parameters that a real model is asked with as well."""

Answer = Callable[[Sampling], Reply]


def sourced(
    sampling: Sampling, body: SamplingRequest, asked: str, model: Model, answer: Answer, context: Context
) -> Reply:
    """`answer` with a sampling that knows who writes, and maybe already what; `asked`: the user's last words.

    Nothing is done for what is prose as long as ever.
    """
    text = context.services.text
    if context.refusal:
        return answer(sampling._replace(scripts=(Script(context.refusal, "", refused=True),)))
    if text is None:
        return answer(sampling)
    sampling = sampling._replace(asked=asked, length=text.length(model.id))
    name = text.first(model.id)
    if source := text.source(name):
        question = question_of(body, asked, model, context)
        return _decided(source, question, sampling, answer, context)
    return answer(sampling._replace(write=text.writer(name, model.id)))


def question_of(body: SamplingRequest, asked: str, model: Model, context: Context) -> Question:
    """What `body` asks, for those who decide all of an answer."""
    given = ((name, getattr(body, name, None)) for name in PASSED_ON)
    passed: dict[str, Any] = {name: value for name, value in given if value is not None}
    path = "/completions" if "prompt" in passed else "/chat/completions"
    if "messages" in passed:  # few servers but OpenAI's know developers
        passed["messages"] = [plainly(message) for message in passed["messages"]]
    return Question(path, passed, model.id, asked, context.request.scope)


def plainly(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """`message`, of the system where it is of the developer."""
    return {**message, "role": "system"} if message["role"] == "developer" else message


def _decided(
    source: Source, question: Question, sampling: Sampling, answer: Answer, context: Context
) -> Reply:
    """What `source` says; where it names another generator, what that writes."""
    text = context.services.text
    assert text is not None
    try:
        found = yield from source.answer(question)
        name = text.chosen(question.model) if found is None else found
        if not isinstance(name, str):
            reply = answer(sampling._replace(scripts=tuple(name)))
        elif other := text.source(name):
            reply = _decided(other, question, sampling, answer, context)
        else:
            reply = answer(sampling._replace(write=text.writer(name, question.model)))
    except ApiError as error:
        context.exchange.refused(error)
        reply = error_reply(error, context.request.provider, standard_headers(context.identity))
    yield from reply
