"""`POST /chat/completions`: its request and its answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, Listed, Object, RequestModel, SamplingRequest, Tokens
from .chat_options import AudioOptions, ModerationOptions, PromptCacheOptions, WebSearchOptions
from .messages import CalledFunction, Message, TextContent, ToolCall
from .metadata import Metadata
from .tools import Function, FunctionChoice, Name, Tool, ToolChoice
from .usage import Usage


@with_config(STRICT)
class TextFormat(TypedDict):
    type: Literal["text"]


@with_config(STRICT)
class NamedSchema(TypedDict):
    name: Name
    description: NotRequired[str | None]
    schema: NotRequired[Object | None]
    strict: NotRequired[bool | None]


@with_config(STRICT)
class SchemaFormat(TypedDict):
    type: Literal["json_schema"]
    json_schema: NamedSchema


@with_config(STRICT)
class ObjectFormat(TypedDict):
    type: Literal["json_object"]


ResponseFormat = Annotated[TextFormat | SchemaFormat | ObjectFormat, Field(discriminator="type")]


@with_config(STRICT)
class Prediction(TypedDict):
    type: Literal["content"]
    content: TextContent


ServiceTier = Literal["auto", "default", "flex", "scale", "priority", "fast"]


class ChatRequest(SamplingRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/chat/create"""

    messages: Filled[Message]
    max_completion_tokens: Tokens | None = None
    logprobs: bool | None = None
    top_logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    response_format: ResponseFormat | None = None
    tools: Annotated[Listed[Tool], Field(max_length=128)] | None = None
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    functions: Annotated[Filled[Function], Field(max_length=128)] | None = None
    function_call: FunctionChoice | None = None
    modalities: Listed[Literal["text", "audio"]] | None = None
    audio: AudioOptions | None = None
    service_tier: ServiceTier | None = None
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"] | None = None
    verbosity: Literal["low", "medium", "high"] | None = None
    store: bool | None = None
    metadata: Metadata | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: Literal["in_memory", "in-memory", "24h"] | None = None
    prompt_cache_options: PromptCacheOptions | None = None
    prediction: Prediction | None = None
    web_search_options: WebSearchOptions | None = None
    moderation: ModerationOptions | None = None
    safety_identifier: str | None = None
    chat_template_kwargs: Object | None = None
    """Of vLLM and NIM: `enable_thinking` or `thinking` switches reasoning on and off."""
    media_io_kwargs: Object | None = None
    """Of vLLM: {video: {num_frames}} samples so many frames of each video."""
    thinking: Object | bool | None = None
    """Of DeepSeek and Anthropic: the same, as {type: enabled} or {type: disabled}."""

    @property
    def predicted(self) -> str | None:
        """The text of the prediction."""
        if self.prediction is None:
            return None
        content = self.prediction["content"]
        return content if isinstance(content, str) else "".join(part["text"] for part in content)


class StoredChatRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/chat/update"""

    metadata: Metadata | None


class TopLogprob(TypedDict):
    token: str
    logprob: float
    bytes: list[int] | None


class Logprob(TopLogprob):
    top_logprobs: list[TopLogprob]


class Logprobs(TypedDict):
    content: list[Logprob] | None
    refusal: list[Logprob] | None


class AnswerMessage(TypedDict):
    role: Literal["assistant"]
    content: str | None
    refusal: str | None
    annotations: list[Any]
    reasoning_content: NotRequired[str]
    """Of models that show what they think."""
    audio: NotRequired[Object]
    """Of answers that were said aloud."""
    tool_calls: NotRequired[list[ToolCall]]
    function_call: NotRequired[CalledFunction]


class Choice(TypedDict):
    index: int
    message: AnswerMessage
    logprobs: NotRequired[Logprobs | None]
    """Absent for reasoning models."""
    finish_reason: str


class ChatCompletion(TypedDict):
    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    service_tier: str
    system_fingerprint: str | None
    moderation: NotRequired[Object]
    """Where a verdict was asked for."""
