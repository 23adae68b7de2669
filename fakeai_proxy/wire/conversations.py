"""`/conversations`: requests and answers."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field
from typing_extensions import TypedDict

from .base import Listed, RequestModel
from .items import Item
from .metadata import Metadata

Items = Annotated[Listed[Item], Field(max_length=20)]


class ConversationRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/conversations/create"""

    blank: ClassVar[bool] = True

    items: Items | None = None
    metadata: Metadata | None = None


class UpdateRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/conversations/update"""

    metadata: Metadata | None


class ItemsRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/conversations/create-items"""

    items: Items


class Conversation(TypedDict):
    id: str
    object: Literal["conversation"]
    created_at: int
    metadata: dict[str, str]


class Deleted(TypedDict):
    id: str
    object: Literal["conversation.deleted"]
    deleted: bool
