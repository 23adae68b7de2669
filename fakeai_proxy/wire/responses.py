"""`/responses`: its requests and its answers."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NotRequired

from pydantic import Discriminator, Field, Tag, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, Listed, Object, Probability, RequestModel, StreamOptions, Temperature, Text
from .chat import ObjectFormat, ServiceTier, TextFormat
from .items import Item
from .metadata import Metadata
from .schema import Schema
from .tools import Name

Include = Literal[
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]
Summary = Literal["auto", "concise", "detailed"]


@with_config(STRICT)
class FunctionTool(TypedDict):
    type: Literal["function"]
    name: Name
    parameters: NotRequired[Schema | None]
    strict: NotRequired[bool | None]
    description: NotRequired[str | None]


@with_config(STRICT)
class CustomTool(TypedDict):
    type: Literal["custom"]
    name: Name
    description: NotRequired[str | None]
    format: NotRequired[Object | None]


@with_config({**STRICT, "extra": "allow"})
class WebSearchTool(TypedDict):
    type: Literal[
        "web_search", "web_search_2025_08_26", "web_search_preview", "web_search_preview_2025_03_11"
    ]


@with_config(STRICT)
class HybridSearch(TypedDict):
    embedding_weight: Annotated[float, Field(ge=0.0, le=1_000.0)]
    text_weight: Annotated[float, Field(ge=0.0, le=1_000.0)]


@with_config(STRICT)
class RankingOptions(TypedDict):
    ranker: NotRequired[Literal["auto", "default-2024-11-15"] | None]
    score_threshold: NotRequired[Probability | None]
    hybrid_search: NotRequired[HybridSearch | None]


@with_config({**STRICT, "extra": "allow"})
class FileSearchTool(TypedDict):
    type: Literal["file_search"]
    vector_store_ids: Filled[Text]
    max_num_results: NotRequired[Annotated[int, Field(ge=1, le=50)] | None]
    filters: NotRequired[Object | None]
    ranking_options: NotRequired[RankingOptions | None]


@with_config({**STRICT, "extra": "allow"})
class CodeTool(TypedDict):
    type: Literal["code_interpreter"]
    container: str | Object


@with_config({**STRICT, "extra": "allow"})
class McpTool(TypedDict):
    type: Literal["mcp"]
    server_label: Text
    server_url: NotRequired[str | None]
    connector_id: NotRequired[str | None]
    allowed_tools: NotRequired[Listed[str] | Object | None]
    require_approval: NotRequired[str | Object | None]


@with_config({**STRICT, "extra": "allow"})
class OtherTool(TypedDict):
    """A tool that is refused, by the name of its type."""

    type: Literal[
        "function", "custom", "web_search", "web_search_2025_08_26", "web_search_preview",
        "web_search_preview_2025_03_11", "file_search", "code_interpreter", "mcp",
        "computer", "computer_use_preview", "image_generation", "local_shell", "shell", "apply_patch",
        "namespace", "tool_search", "programmatic_tool_calling",
    ]  # fmt: skip


def kind_of(tool: Any) -> str:
    """The tag of the member of `Tool` that `tool` is meant to be."""
    kind = tool.get("type") if isinstance(tool, dict) else None
    if isinstance(kind, str) and kind.startswith("web_search"):
        return "web_search"
    return kind if kind in ("function", "custom", "file_search", "code_interpreter", "mcp") else "other"


Tool = Annotated[
    Annotated[FunctionTool, Tag("function")]
    | Annotated[CustomTool, Tag("custom")]
    | Annotated[WebSearchTool, Tag("web_search")]
    | Annotated[FileSearchTool, Tag("file_search")]
    | Annotated[CodeTool, Tag("code_interpreter")]
    | Annotated[McpTool, Tag("mcp")]
    | Annotated[OtherTool, Tag("other")],
    Discriminator(kind_of),
]


@with_config({**STRICT, "extra": "allow"})
class ChosenTool(TypedDict):
    type: Text
    name: NotRequired[str | None]


@with_config(STRICT)
class AllowedTools(TypedDict):
    type: Literal["allowed_tools"]
    mode: Literal["auto", "required"]
    tools: Listed[ChosenTool]


def choice_kind_of(choice: Any) -> str:
    """The tag of the member of `ToolChoice` that `choice` is meant to be."""
    if not isinstance(choice, dict):
        return "mode"
    return "allowed" if choice.get("type") == "allowed_tools" else "tool"


ToolChoice = Annotated[
    Annotated[Literal["none", "auto", "required"], Tag("mode")]
    | Annotated[AllowedTools, Tag("allowed")]
    | Annotated[ChosenTool, Tag("tool")],
    Discriminator(choice_kind_of),
]


@with_config(STRICT)
class SchemaFormat(TypedDict):
    type: Literal["json_schema"]
    name: Name
    schema: Object
    description: NotRequired[str | None]
    strict: NotRequired[bool | None]


@with_config(STRICT)
class TextConfig(TypedDict):
    format: NotRequired[
        Annotated[TextFormat | SchemaFormat | ObjectFormat, Field(discriminator="type")] | None
    ]
    verbosity: NotRequired[Literal["low", "medium", "high"] | None]


@with_config(STRICT)
class ReasoningConfig(TypedDict):
    effort: NotRequired[Effort | None]
    summary: NotRequired[Summary | None]
    generate_summary: NotRequired[Summary | None]
    """The older name of `summary`."""


@with_config(STRICT)
class ConversationId(TypedDict):
    id: str


@with_config(STRICT)
class Prompt(TypedDict):
    id: str
    version: NotRequired[str | None]
    variables: NotRequired[Object | None]


class ContextRequest(RequestModel):
    """What a model is to read."""

    model: Text | None = None
    input: str | Listed[Item] | None = None
    instructions: str | None = None
    previous_response_id: str | None = None


class CountRequest(ContextRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/responses/input-tokens"""

    accepted: ClassVar[frozenset[str]] = frozenset(("personality",))

    conversation: str | ConversationId | None = None
    tools: Annotated[Listed[Tool], Field(max_length=128)] | None = None
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    reasoning: ReasoningConfig | None = None
    text: TextConfig | None = None
    truncation: Literal["auto", "disabled"] | None = None


class ResponseRequest(CountRequest):
    """https://platform.openai.com/docs/api-reference/responses/create"""

    accepted: ClassVar[frozenset[str]] = frozenset(
        (
            "access_programs", "background_options", "context_management", "image", "moderation",
            "personality", "prompt_cache_options",
        )
    )  # fmt: skip

    background: bool | None = None
    include: Listed[Include] | None = None
    max_output_tokens: Annotated[int, Field(ge=16)] | None = None
    max_tool_calls: Annotated[int, Field(ge=0)] | None = None
    metadata: Metadata | None = None
    prompt: Prompt | None = None
    prompt_cache_key: str | None = None
    prompt_cache_retention: Literal["in_memory", "in-memory", "24h"] | None = None
    safety_identifier: str | None = None
    service_tier: ServiceTier | None = None
    store: bool | None = None
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    temperature: Temperature | None = None
    top_logprobs: Annotated[int, Field(ge=0, le=20)] | None = None
    top_p: Probability | None = None
    user: str | None = None

    @property
    def repeatable(self) -> bool:
        return self.temperature == 0

    def includes(self, what: Include) -> bool:
        """Was `what` asked for?"""
        return what in (self.include or ())


class CompactRequest(ContextRequest, defer_build=False):
    """https://platform.openai.com/docs/api-reference/responses/compact"""

    accepted: ClassVar[frozenset[str]] = frozenset(
        ("image", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "service_tier")
    )


class InputDetails(TypedDict):
    cached_tokens: int
    cache_write_tokens: int


class OutputDetails(TypedDict):
    reasoning_tokens: int


class ResponseUsage(TypedDict):
    input_tokens: int
    input_tokens_details: InputDetails
    output_tokens: int
    output_tokens_details: OutputDetails
    total_tokens: int


class InputTokens(TypedDict):
    object: Literal["response.input_tokens"]
    input_tokens: int


class Compacted(TypedDict):
    id: str
    object: Literal["response.compaction"]
    created_at: int
    output: list[Any]
    usage: ResponseUsage


class Deleted(TypedDict):
    id: str
    object: Literal["response"]
    deleted: bool
