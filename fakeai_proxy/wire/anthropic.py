"""`/messages` of Anthropic: its requests, as plain dicts below the top, and its answers."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NotRequired

from pydantic import ConfigDict, Discriminator, Field, Tag, with_config
from typing_extensions import TypedDict

from .base import STRICT, Listed, Object, RequestModel, Text

OPEN: ConfigDict = {**STRICT, "extra": "allow"}


@with_config(STRICT)
class CacheControl(TypedDict):
    type: Literal["ephemeral"]
    ttl: NotRequired[Literal["5m", "1h"] | None]


class Block(TypedDict):
    """What every block may have."""

    cache_control: NotRequired[CacheControl | None]


@with_config(STRICT)
class TextBlock(Block):
    type: Literal["text"]
    text: str


@with_config(STRICT)
class Base64Source(TypedDict):
    type: Literal["base64"]
    media_type: str
    data: str


@with_config(STRICT)
class UrlSource(TypedDict):
    type: Literal["url"]
    url: str


@with_config(STRICT)
class FileSource(TypedDict):
    type: Literal["file"]
    file_id: str


@with_config(STRICT)
class TextSource(TypedDict):
    type: Literal["text"]
    media_type: Literal["text/plain"]
    data: str


@with_config(STRICT)
class ImageBlock(Block):
    type: Literal["image"]
    source: Annotated[Base64Source | UrlSource | FileSource, Field(discriminator="type")]


@with_config(STRICT)
class ContentSource(TypedDict):
    type: Literal["content"]
    content: Text | Listed[Annotated[TextBlock | ImageBlock, Field(discriminator="type")]]


@with_config(STRICT)
class DocumentBlock(Block):
    type: Literal["document"]
    source: Annotated[
        Base64Source | UrlSource | FileSource | TextSource | ContentSource, Field(discriminator="type")
    ]
    title: NotRequired[str | None]
    context: NotRequired[str | None]


@with_config(STRICT)
class SearchResultBlock(Block):
    type: Literal["search_result"]
    source: str
    title: str
    content: Listed[TextBlock]


@with_config(STRICT)
class ThinkingBlock(TypedDict):
    type: Literal["thinking"]
    thinking: str
    signature: str


@with_config(STRICT)
class RedactedBlock(TypedDict):
    type: Literal["redacted_thinking"]
    data: str


@with_config(STRICT)
class ToolUseBlock(Block):
    type: Literal["tool_use"]
    id: Text
    name: Text
    input: Object


def kind_of(block: Any) -> str | None:
    """The tag of a block: its type, or that it is one of those that Anthropic runs itself."""
    kind = block.get("type") if isinstance(block, dict) else None
    if not isinstance(kind, str):
        return None
    return "server" if kind in SERVERS or (kind not in CLIENTS and kind.endswith("_tool_result")) else kind


@with_config(OPEN)
class ServerBlock(Block):
    """A call of a tool that Anthropic runs itself, or what came of it."""

    type: str


Told = Annotated[
    TextBlock | ImageBlock | DocumentBlock | SearchResultBlock,
    Field(discriminator="type"),
]


@with_config(STRICT)
class ToolResultBlock(Block):
    type: Literal["tool_result"]
    tool_use_id: str
    content: NotRequired[str | Listed[Told] | None]
    is_error: NotRequired[bool | None]


CLIENTS = (
    *("text", "image", "document", "search_result", "thinking", "redacted_thinking"),
    *("tool_use", "tool_result"),
)
"""Types of blocks that clients write, or are given."""
SERVERS = ("server_tool_use", "mcp_tool_use", "container_upload", "compaction", "tool_reference")
AnyBlock = Annotated[
    Annotated[TextBlock, Tag("text")]
    | Annotated[ImageBlock, Tag("image")]
    | Annotated[DocumentBlock, Tag("document")]
    | Annotated[SearchResultBlock, Tag("search_result")]
    | Annotated[ThinkingBlock, Tag("thinking")]
    | Annotated[RedactedBlock, Tag("redacted_thinking")]
    | Annotated[ToolUseBlock, Tag("tool_use")]
    | Annotated[ToolResultBlock, Tag("tool_result")]
    | Annotated[ServerBlock, Tag("server")],
    Discriminator(kind_of),
]


@with_config(STRICT)
class Message(TypedDict):
    role: Literal["user", "assistant", "system"]
    content: str | Listed[AnyBlock]


@with_config(OPEN)
class InputSchema(TypedDict):
    type: Literal["object"]
    properties: NotRequired[Object | None]
    required: NotRequired[Listed[str] | None]


ToolName = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,128}$")]


@with_config(STRICT)
class CustomTool(Block):
    name: ToolName
    input_schema: InputSchema
    type: NotRequired[Literal["custom"] | None]
    description: NotRequired[str | None]
    strict: NotRequired[bool | None]


@with_config(OPEN)
class NamedTool(Block):
    """A tool that Anthropic knows: it runs there, or its input is known."""

    type: str
    name: NotRequired[str]


def tool_kind(tool: Any) -> str:
    return "named" if isinstance(tool, dict) and tool.get("type") not in (None, "custom") else "custom"


Tool = Annotated[
    Annotated[CustomTool, Tag("custom")] | Annotated[NamedTool, Tag("named")], Discriminator(tool_kind)
]


@with_config(STRICT)
class ToolChoice(TypedDict):
    type: Literal["auto", "any", "tool", "none"]
    name: NotRequired[str]
    disable_parallel_tool_use: NotRequired[bool | None]


@with_config(STRICT)
class Enabled(TypedDict):
    type: Literal["enabled"]
    budget_tokens: Annotated[int, Field(ge=1024)]
    display: NotRequired[Literal["summarized", "omitted"] | None]


@with_config(STRICT)
class Adaptive(TypedDict):
    type: Literal["adaptive", "between_tools"]
    display: NotRequired[Literal["summarized", "omitted"] | None]


@with_config(STRICT)
class Disabled(TypedDict):
    type: Literal["disabled"]


Thinking = Annotated[Enabled | Adaptive | Disabled, Field(discriminator="type")]


@with_config(STRICT)
class SchemaFormat(TypedDict):
    type: Literal["json_schema"]
    schema: Object


@with_config(STRICT)
class OutputConfig(TypedDict):
    effort: NotRequired[Literal["low", "medium", "high", "xhigh", "max"] | None]
    format: NotRequired[SchemaFormat | None]


@with_config(STRICT)
class Metadata(TypedDict):
    user_id: NotRequired[Annotated[str, Field(max_length=256)] | None]


class CountRequest(RequestModel, defer_build=False):
    """https://platform.claude.com/docs/en/api/messages-count-tokens"""

    wording: ClassVar = "anthropic"
    closed: ClassVar[bool] = True
    accepted: ClassVar[frozenset[str]] = frozenset(("context_management", "mcp_servers", "speed", "betas"))

    model: Text
    messages: Listed[Message]
    system: str | Listed[TextBlock] | None = None
    tools: Listed[Tool] | None = None
    tool_choice: ToolChoice | None = None
    thinking: Thinking | None = None
    output_config: OutputConfig | None = None
    output_format: SchemaFormat | None = None
    cache_control: CacheControl | None = None


class MessagesRequest(CountRequest):
    """https://platform.claude.com/docs/en/api/messages"""

    accepted: ClassVar[frozenset[str]] = CountRequest.accepted | {
        *("container", "inference_geo", "diagnostics")
    }

    max_tokens: Annotated[int, Field(ge=0)]
    stream: bool | None = None
    stop_sequences: Listed[str] | None = None
    temperature: Annotated[float, Field(ge=0, le=1)] | None = None
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=0)] | None = None
    metadata: Metadata | None = None
    service_tier: Literal["auto", "standard_only"] | None = None

    @property
    def repeatable(self) -> bool:
        return self.temperature == 0


@with_config(STRICT)
class BatchedMessage(TypedDict):
    custom_id: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    params: Object


class BatchRequest(RequestModel, defer_build=False):
    """https://platform.claude.com/docs/en/api/creating-message-batches"""

    wording: ClassVar = "anthropic"
    closed: ClassVar[bool] = True

    requests: Annotated[list[BatchedMessage], Field(fail_fast=True, min_length=1, max_length=100_000)]


class CacheCreation(TypedDict):
    ephemeral_5m_input_tokens: int
    ephemeral_1h_input_tokens: int


class ThinkingTokens(TypedDict):
    thinking_tokens: int


class Usage(TypedDict):
    input_tokens: int
    """Beyond those of the cache."""
    cache_creation_input_tokens: int
    cache_read_input_tokens: int
    cache_creation: CacheCreation
    output_tokens: int
    output_tokens_details: ThinkingTokens
    service_tier: Literal["standard", "batch"]


class TokensCount(TypedDict):
    input_tokens: int


class ModelInfo(TypedDict):
    type: Literal["model"]
    id: str
    display_name: str
    created_at: str
    max_input_tokens: int
    max_tokens: int
    lifecycle: Literal["active"]
