"""Bodies against the types of the openai SDK: nothing coerced, nothing missing, nothing beside them."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import BaseModel

from fakeai_proxy.endpoints.stored_chats import ASKED

T = TypeVar("T", bound=BaseModel)

BESIDE = frozenset(
    (
        ("Response", "store"),
        ("ParsedResponse", "store"),
        ("ResponseFunctionCallArgumentsDoneEvent", "name"),
        ("ResponseCustomToolCall", "status"),
        ("InputTokensDetails", "cache_write_tokens"),
        ("DataResultOrganizationUsageCompletionsResult", "api_source"),
        ("DataResultOrganizationUsageWebSearchesResult", "api_source"),
        ("DataResultOrganizationCostsResult", "api_source"),
        ("DataResultOrganizationCostsResult", "quantity_unit"),
        ("DataResultOrganizationCostsResult", "user_id"),
        ("ImagesResponse", "safety_identifier"),
        *(
            (kind, name)
            for kind in ("ImageGenerationCall", "ResponseImageGenCallPartialImageEvent")
            for name in ("action", "background", "output_format", "quality", "revised_prompt", "size")
        ),
        ("ModelInfo", "lifecycle"),
        ("ChatCompletion", "prompt_filter_results"),
        ("ChatCompletionChunk", "prompt_filter_results"),
        ("Completion", "prompt_filter_results"),
        ("Choice", "content_filter_results"),
        ("CompletionChoice", "content_filter_results"),
        *(("ChatCompletion", name) for name in (*ASKED, "request_id", "input_user", "metadata")),
        ("ChoiceDelta", "audio"),
        ("PromptTokensDetails", "text_tokens"),
        ("PromptTokensDetails", "image_tokens"),
        ("CompletionTokensDetails", "text_tokens"),
    )
)
"""(type, field) that the API sends, and one of the SDKs installed has not in its types."""


def typed(model: type[T], content: Any, *beside: str) -> T:
    """`content` as `model`; the fields named `beside` may be unknown to the SDK installed."""
    value = model.model_validate_json(json.dumps(content), strict=True)
    assert set(extras(value)) <= set(beside)
    return value


def extras(value: Any) -> list[str]:
    """The names of all fields, however deep, that the types do not have."""
    if isinstance(value, list):
        return [name for item in value for name in extras(item)]
    if not isinstance(value, BaseModel):
        return []
    known = [name for field in type(value).model_fields for name in extras(getattr(value, field))]
    own = type(value).__name__.partition("[")[0]
    aliases = {field.alias for field in type(value).model_fields.values()}  # the SDK leaves these there too
    beside = [name for name in value.model_extra or {} if (own, name) not in BESIDE and name not in aliases]
    return [*beside, *known]
