"""Items that go into responses and conversations, as plain dicts after validation."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Discriminator, Field, Tag, with_config
from typing_extensions import TypedDict

from .base import STRICT, Listed, Object

Role = Literal["user", "system", "developer"]


@with_config(STRICT)
class InputText(TypedDict):
    type: Literal["input_text"]
    text: str


@with_config(STRICT)
class InputImage(TypedDict):
    type: Literal["input_image"]
    detail: NotRequired[Literal["auto", "low", "high", "original"] | None]
    image_url: NotRequired[str | None]
    file_id: NotRequired[str | None]


@with_config(STRICT)
class InputFile(TypedDict):
    type: Literal["input_file"]
    file_data: NotRequired[str | None]
    file_id: NotRequired[str | None]
    file_url: NotRequired[str | None]
    filename: NotRequired[str | None]


@with_config(STRICT)
class OutputText(TypedDict):
    type: Literal["output_text"]
    text: str
    annotations: NotRequired[Listed[Object]]
    logprobs: NotRequired[Listed[Object] | None]


@with_config(STRICT)
class Refusal(TypedDict):
    type: Literal["refusal"]
    refusal: str


InputPart = Annotated[InputText | InputImage | InputFile, Field(discriminator="type")]
OutputPart = Annotated[OutputText | Refusal, Field(discriminator="type")]


@with_config(STRICT)
class InputMessage(TypedDict):
    role: Role
    content: str | Listed[InputPart]
    type: NotRequired[Literal["message"] | None]
    id: NotRequired[str | None]


@with_config(STRICT)
class SaidMessage(TypedDict):
    """Of the assistant."""

    role: Literal["assistant"]
    content: str | Listed[OutputPart]
    type: NotRequired[Literal["message"] | None]
    id: NotRequired[str | None]


@with_config(STRICT)
class FunctionCall(TypedDict):
    type: Literal["function_call"]
    call_id: str
    name: str
    arguments: str
    id: NotRequired[str | None]


@with_config(STRICT)
class FunctionOutput(TypedDict):
    type: Literal["function_call_output"]
    call_id: str
    output: str | Listed[InputPart]
    id: NotRequired[str | None]


@with_config(STRICT)
class CustomCall(TypedDict):
    type: Literal["custom_tool_call"]
    call_id: str
    name: str
    input: str
    id: NotRequired[str | None]


@with_config(STRICT)
class CustomOutput(TypedDict):
    type: Literal["custom_tool_call_output"]
    call_id: str
    output: str | Listed[InputPart]
    id: NotRequired[str | None]


@with_config(STRICT)
class Reasoning(TypedDict):
    type: Literal["reasoning"]
    summary: NotRequired[Listed[Object]]
    id: NotRequired[str | None]
    encrypted_content: NotRequired[str | None]


@with_config(STRICT)
class Compaction(TypedDict):
    type: Literal["compaction"]
    encrypted_content: str
    id: NotRequired[str | None]


@with_config({**STRICT, "extra": "allow"})
class McpTools(TypedDict):
    type: Literal["mcp_list_tools"]
    server_label: str
    id: NotRequired[str | None]


@with_config({**STRICT, "extra": "allow"})
class McpApproval(TypedDict):
    type: Literal["mcp_approval_response"]
    approval_request_id: str
    approve: bool
    id: NotRequired[str | None]


@with_config(STRICT)
class ItemReference(TypedDict):
    id: str
    type: NotRequired[Literal["item_reference"] | None]


@with_config({**STRICT, "extra": "allow"})
class OtherItem(TypedDict):
    type: Literal[
        "message", "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output",
        "reasoning", "item_reference",
        "file_search_call", "computer_call", "computer_call_output", "web_search_call", "tool_search_call",
        "tool_search_output", "compaction", "image_generation_call", "code_interpreter_call",
        "local_shell_call", "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call",
        "apply_patch_call_output", "mcp_list_tools", "mcp_approval_request", "mcp_approval_response",
        "mcp_call", "additional_tools", "configuration_update", "compaction_trigger", "program",
        "program_output",
    ]  # fmt: skip
    id: NotRequired[str | None]


def kind_of(item: Any) -> str:
    """The tag of the member of `Item` that `item` is meant to be."""
    if not isinstance(item, dict):
        return "other"
    kind = item.get("type")
    if kind == "message" or (kind is None and "role" in item):
        return "assistant" if item.get("role") == "assistant" else "message"
    if kind is None and "id" in item:
        return "item_reference"
    return kind if kind in TAGS else "other"


TAGS = (
    "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "reasoning",
    "compaction", "mcp_list_tools", "mcp_approval_response", "item_reference",
)  # fmt: skip
"""Tags that are types."""

Item = Annotated[
    Annotated[InputMessage, Tag("message")]
    | Annotated[SaidMessage, Tag("assistant")]
    | Annotated[FunctionCall, Tag("function_call")]
    | Annotated[FunctionOutput, Tag("function_call_output")]
    | Annotated[CustomCall, Tag("custom_tool_call")]
    | Annotated[CustomOutput, Tag("custom_tool_call_output")]
    | Annotated[Reasoning, Tag("reasoning")]
    | Annotated[Compaction, Tag("compaction")]
    | Annotated[McpTools, Tag("mcp_list_tools")]
    | Annotated[McpApproval, Tag("mcp_approval_response")]
    | Annotated[ItemReference, Tag("item_reference")]
    | Annotated[OtherItem, Tag("other")],
    Discriminator(kind_of),
]
