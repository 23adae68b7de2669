"""Answers of a real model, behind a URL that speaks OpenAI's API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import from_json, to_json

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Fetch, Found

from .script import Question, Script, ScriptedCall, Scripts
from .settings import TextSettings


class Upstream:
    """The one of the settings. What it is asked is what the client asked, under another name of the model."""

    def __init__(self, settings: TextSettings) -> None:
        self._settings = settings

    def answer(self, question: Question) -> Scripts:
        """What it says. Raises ApiError 502 where it says nothing that can be read."""
        settings = self._settings
        body = {**question.body, "model": settings.upstream_model or question.model, "stream": False}
        fetch = Fetch(
            url=f"{settings.upstream}{question.path}",
            body=to_json(body),
            key=settings.upstream_key or "",
            timeout=settings.upstream_seconds,
        )
        yield fetch
        return [*scripts(fetch.found)]


def scripts(found: Found) -> Iterator[Script]:
    """One a choice. Raises ApiError 502."""
    if found.error:
        raise failed(found.error)
    if found.status != 200:
        raise failed(f"it answered with status {found.status}")
    try:
        choices = [choice_of(choice) for choice in from_json(found.body)["choices"]]
    except (ValueError, TypeError, LookupError, AttributeError):
        raise failed("its answer is no completion") from None
    if not choices:
        raise failed("its answer holds no choice")
    yield from choices


def failed(why: str) -> ApiError:
    return ApiError(502, f"The upstream that writes the text failed: {why}.", code="upstream_failed")


def choice_of(choice: Mapping[str, Any]) -> Script:
    cut = choice.get("finish_reason") == "length"
    if "message" not in choice:
        return Script(str(choice["text"]), cut=cut)
    message = choice["message"]
    refusal = message.get("refusal")
    return Script(
        refusal or text_of(message.get("content")),
        message.get("reasoning_content") or message.get("reasoning"),
        tuple(call_of(call) for call in message.get("tool_calls") or ()),
        refused=bool(refusal),
        cut=cut,
    )


def text_of(content: Any) -> str:
    """The text of a message, in either form."""
    return "".join(part["text"] for part in content) if isinstance(content, list) else content or ""


def call_of(call: Mapping[str, Any]) -> ScriptedCall:
    if call.get("type") == "custom":
        return ScriptedCall(call["custom"]["name"], call["custom"]["input"], custom=True)
    return ScriptedCall(call["function"]["name"], call["function"]["arguments"])
