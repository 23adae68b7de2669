"""`/assistants` and `/threads`: their requests."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, Listed, Probability, RequestModel, Temperature, Text
from .chat import ObjectFormat, SchemaFormat, TextFormat
from .metadata import Metadata
from .tools import FunctionTool
from .vector_stores import ChunkingStrategy

Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]
Limit = Annotated[int, Field(ge=256)]
Instructions = Annotated[str, Field(max_length=256_000)]
Files = Annotated[Listed[str], Field(max_length=20)]
Format = Literal["auto"] | Annotated[TextFormat | ObjectFormat | SchemaFormat, Field(discriminator="type")]


@with_config(STRICT)
class CodeInterpreter(TypedDict):
    type: Literal["code_interpreter"]


@with_config(STRICT)
class RankingOptions(TypedDict):
    score_threshold: Probability
    ranker: NotRequired[Literal["auto", "default_2024_08_21"] | None]


@with_config(STRICT)
class FileSearchOptions(TypedDict):
    max_num_results: NotRequired[Annotated[int, Field(ge=1, le=50)] | None]
    ranking_options: NotRequired[RankingOptions | None]


@with_config(STRICT)
class FileSearch(TypedDict):
    type: Literal["file_search"]
    file_search: NotRequired[FileSearchOptions | None]


Tool = Annotated[CodeInterpreter | FileSearch | FunctionTool, Field(discriminator="type")]
Tools = Annotated[Listed[Tool], Field(max_length=128)]


@with_config(STRICT)
class NamedFunction(TypedDict):
    name: str


@with_config(STRICT)
class NamedTool(TypedDict):
    type: Literal["function", "code_interpreter", "file_search"]
    function: NotRequired[NamedFunction | None]


ToolChoice = Literal["none", "auto", "required"] | NamedTool


@with_config(STRICT)
class CodeResources(TypedDict):
    file_ids: NotRequired[Files]


@with_config(STRICT)
class NewStore(TypedDict):
    file_ids: NotRequired[Listed[str]]
    chunking_strategy: NotRequired[ChunkingStrategy | None]
    metadata: NotRequired[Metadata | None]


@with_config(STRICT)
class SearchResources(TypedDict):
    vector_store_ids: NotRequired[Annotated[Listed[str], Field(max_length=1)]]
    vector_stores: NotRequired[Annotated[Listed[NewStore], Field(max_length=1)]]


@with_config(STRICT)
class ToolResources(TypedDict):
    code_interpreter: NotRequired[CodeResources | None]
    file_search: NotRequired[SearchResources | None]


class AssistantUpdate(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/assistants/modifyAssistant"""

    model: Text | None = None
    name: Annotated[str, Field(max_length=256)] | None = None
    description: Annotated[str, Field(max_length=512)] | None = None
    instructions: Instructions | None = None
    tools: Tools | None = None
    tool_resources: ToolResources | None = None
    metadata: Metadata | None = None
    temperature: Temperature | None = None
    top_p: Probability | None = None
    response_format: Format | None = None
    reasoning_effort: Effort | None = None


class AssistantRequest(AssistantUpdate, defer_build=False):
    """https://platform.openai.com/docs/api-reference/assistants/createAssistant"""

    model: Text


@with_config(STRICT)
class TextPart(TypedDict):
    type: Literal["text"]
    text: str


Detail = Literal["auto", "low", "high"]


@with_config(STRICT)
class ImageUrl(TypedDict):
    url: str
    detail: NotRequired[Detail | None]


@with_config(STRICT)
class ImageUrlPart(TypedDict):
    type: Literal["image_url"]
    image_url: ImageUrl


@with_config(STRICT)
class ImageFile(TypedDict):
    file_id: str
    detail: NotRequired[Detail | None]


@with_config(STRICT)
class ImageFilePart(TypedDict):
    type: Literal["image_file"]
    image_file: ImageFile


Part = Annotated[TextPart | ImageUrlPart | ImageFilePart, Field(discriminator="type")]


@with_config(STRICT)
class AttachmentTool(TypedDict):
    type: Literal["code_interpreter", "file_search"]


@with_config(STRICT)
class Attachment(TypedDict):
    file_id: NotRequired[str]
    tools: NotRequired[Listed[AttachmentTool]]


@with_config(STRICT)
class Message(TypedDict):
    role: Literal["user", "assistant"]
    content: Annotated[str, Field(min_length=1, max_length=256_000)] | Filled[Part]
    attachments: NotRequired[Listed[Attachment] | None]
    metadata: NotRequired[Metadata | None]


class MessageRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/messages/createMessage"""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(min_length=1, max_length=256_000)] | Filled[Part]
    attachments: Listed[Attachment] | None = None
    metadata: Metadata | None = None


class MetadataUpdate(RequestModel, defer_build=False):
    """What may be changed of a message or of a run."""

    blank: ClassVar[bool] = True

    metadata: Metadata | None = None


class ThreadUpdate(MetadataUpdate, defer_build=False):
    """https://platform.openai.com/docs/api-reference/threads/modifyThread"""

    tool_resources: ToolResources | None = None


class ThreadRequest(ThreadUpdate, defer_build=False):
    """https://platform.openai.com/docs/api-reference/threads/createThread"""

    messages: Listed[Message] | None = None


@with_config(STRICT)
class NewThread(TypedDict):
    messages: NotRequired[Listed[Message] | None]
    metadata: NotRequired[Metadata | None]
    tool_resources: NotRequired[ToolResources | None]


@with_config(STRICT)
class Truncation(TypedDict):
    type: Literal["auto", "last_messages"]
    last_messages: NotRequired[Annotated[int, Field(ge=1)] | None]


class RunOptions(RequestModel, defer_build=False):
    """What a run may have in place of what its assistant has."""

    accepted: ClassVar[frozenset[str]] = frozenset({"include"})

    assistant_id: Text
    model: Text | None = None
    instructions: Instructions | None = None
    tools: Tools | None = None
    metadata: Metadata | None = None
    temperature: Temperature | None = None
    top_p: Probability | None = None
    stream: bool | None = None
    max_prompt_tokens: Limit | None = None
    max_completion_tokens: Limit | None = None
    truncation_strategy: Truncation | None = None
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    response_format: Format | None = None
    reasoning_effort: Effort | None = None


class RunRequest(RunOptions, defer_build=False):
    """https://platform.openai.com/docs/api-reference/runs/createRun"""

    additional_instructions: Instructions | None = None
    additional_messages: Listed[Message] | None = None


class ThreadRunRequest(RunOptions, defer_build=False):
    """https://platform.openai.com/docs/api-reference/runs/createThreadAndRun"""

    thread: NewThread | None = None
    tool_resources: ToolResources | None = None


@with_config(STRICT)
class ToolOutput(TypedDict):
    tool_call_id: NotRequired[str]
    output: NotRequired[str]


class OutputsRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/runs/submitToolOutputs"""

    tool_outputs: Listed[ToolOutput]
    stream: bool | None = None
