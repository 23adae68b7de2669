"""What Anthropic refuses of a request that has the right form, in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.model import CUSTOM
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.support import WRITERS
from fakeai_proxy.wire.anthropic import CountRequest, MessagesRequest

from .as_chat import blocks_of

MOST_BREAKPOINTS = 4
PREFILLED = ("claude-3*", "claude-*-4", "claude-*-4-[015]*", "claude-*-4-20*")
"""Claude models that go on from a last message of the assistant; later ones do not."""
UNTHINKING = ("claude-3-[05]*", "claude-3-haiku*", "claude-3-opus*", "claude-3-sonnet*")
"""Claude models that do not think."""


def refused(message: str) -> ApiError:
    return ApiError(400, message)


def refuse_unversioned(context: Context) -> None:
    """Raise ApiError 400 where the client does not say which API it knows."""
    if not context.request.header("anthropic-version"):
        raise refused("anthropic-version: header is required")


def model_of(name: str, context: Context) -> Model:
    """The model called so. Raises ApiError 404 where it is none that writes."""
    known = context.services.catalog.find(name)
    if known is not None and known.kind not in WRITERS:
        raise ApiError(404, f"model: {name[:200]}")
    return context.model(name)


def refuse_asked(body: CountRequest, model: Model) -> None:
    """Raise ApiError 400 for what messages, tools and thoughts ask of each other."""
    refuse_messages(body, model)
    refuse_loose_ends(body.messages)
    refuse_choice(body)
    if (found := sum(1 for _ in breakpoints(body))) > MOST_BREAKPOINTS:
        raise refused(
            f"A maximum of {MOST_BREAKPOINTS} blocks with cache_control may be provided. Found {found}."
        )


def refuse_messages(body: CountRequest, model: Model) -> None:
    """Raise ApiError 400 for messages that are empty, and for words that the model is to go on from."""
    if not body.messages:
        raise refused("messages: at least one message is required")
    for at, message in enumerate(body.messages):
        prefill = at == len(body.messages) - 1 and message["role"] == "assistant"
        if not message["content"] and not prefill:
            raise refused(f"messages.{at}: {message['role']} messages must have non-empty content")
        if any(block["type"] == "text" and not block["text"] for block in blocks_of(message["content"])):
            raise refused("messages: text content blocks must be non-empty")
    last = body.messages[-1]
    if last["role"] != "assistant":
        return
    if fnmatchcase(model.id, "claude-*") and not any(fnmatchcase(model.id, one) for one in PREFILLED):
        raise refused(
            "This model does not support assistant message prefill. "
            "The conversation must end with a user message."
        )
    texts = [block["text"] for block in blocks_of(last["content"]) if block["type"] == "text"]
    if texts and texts[-1] != texts[-1].rstrip():
        raise refused("messages: final assistant content cannot end with trailing whitespace")


def refuse_loose_ends(messages: Sequence[Mapping[str, Any]]) -> None:
    """Raise ApiError 400 for a call without its result in the next message, or a result of no call."""
    called: list[str] = []
    for at, message in enumerate([*messages, {"content": []}]):
        for number, block in enumerate(blocks_of(message["content"])):
            if block["type"] != "tool_result":
                continue
            if block["tool_use_id"] not in called:
                raise refused(
                    f"messages.{at}.content.{number}: unexpected `tool_use_id` found in `tool_result` "
                    f"blocks: {block['tool_use_id'][:200]}. Each `tool_result` block must have a "
                    "corresponding `tool_use` block in the previous message."
                )
            called.remove(block["tool_use_id"])
        if called:
            raise refused(
                f"messages.{at - 1}: `tool_use` ids were found without `tool_result` blocks immediately "
                f"after: {', '.join(called)[:200]}. Each `tool_use` block must have a corresponding "
                "`tool_result` block in the next message."
            )
        called = [one["id"] for one in blocks_of(message["content"]) if one["type"] == "tool_use"]


def refuse_choice(body: CountRequest) -> None:
    choice = body.tool_choice
    if choice is None:
        return
    if not body.tools:
        raise refused("tool_choice: may only be specified while providing tools")
    if choice["type"] == "tool":
        name = choice.get("name")
        if name is None:
            raise refused("tool_choice.tool.name: Field required")
        if all(tool.get("name") != name for tool in body.tools):
            raise refused(f"Tool '{name[:200]}' not found in provided tools")
    thinks = (body.thinking or {"type": "disabled"})["type"] != "disabled"
    if thinks and choice["type"] in ("any", "tool"):
        raise refused("Thinking may not be enabled when tool_choice forces tool use.")


def refuse_sampling(body: MessagesRequest, model: Model) -> None:
    """Raise ApiError 400 for limits and thoughts that the model does not have."""
    if model.provider != CUSTOM and body.max_tokens > model.max_output_tokens:
        raise refused(
            f"max_tokens: {body.max_tokens} > {model.max_output_tokens}, which is the maximum allowed number "
            f"of output tokens for {model.id}"
        )
    if any(not text.strip() for text in body.stop_sequences or ()):
        raise refused("stop_sequences: each stop sequence must contain non-whitespace")
    thinking: Mapping[str, Any] = body.thinking or {"type": "disabled"}
    if thinking["type"] == "disabled":
        return
    if any(fnmatchcase(model.id, one) for one in UNTHINKING):
        raise refused(f"thinking: '{model.id}' does not support thinking")
    if body.max_tokens <= thinking.get("budget_tokens", 0):
        raise refused("`max_tokens` must be greater than `thinking.budget_tokens`.")
    if body.temperature not in (None, 1):
        raise refused("`temperature` may only be set to 1 when thinking is enabled.")
    if body.top_k is not None:
        raise refused("`top_k` must be unset when thinking is enabled.")


def refuse_length(prompt_tokens: int, model: Model) -> None:
    """Raise ApiError 400 where a prompt is longer than the window."""
    if prompt_tokens > model.context_window:
        raise refused(f"prompt is too long: {prompt_tokens} tokens > {model.context_window} maximum")


def breakpoints(body: CountRequest) -> Iterator[Mapping[str, Any]]:
    """Every block up to which a client wants the prompt cached."""
    system = body.system if isinstance(body.system, list) else []
    blocks: list[Mapping[str, Any]] = [*(body.tools or ()), *system]
    for message in body.messages:
        blocks += blocks_of(message["content"])
    yield from (block for block in blocks if block.get("cache_control"))
    if body.cache_control:
        yield {"cache_control": body.cache_control}
