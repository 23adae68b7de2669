"""Graders of answers, as reinforcement fine-tuning takes them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Discriminator, Field, Tag, with_config
from typing_extensions import TypedDict

from .base import STRICT, Listed, Object, RequestModel, Text

Metric = Literal[
    "cosine", "fuzzy_match", "bleu", "gleu", "meteor",
    "rouge_1", "rouge_2", "rouge_3", "rouge_4", "rouge_5", "rouge_l",
]  # fmt: skip


@with_config(STRICT)
class StringCheck(TypedDict):
    type: Literal["string_check"]
    name: Text
    input: str
    reference: str
    operation: Literal["eq", "ne", "like", "ilike"]


@with_config(STRICT)
class TextSimilarity(TypedDict):
    type: Literal["text_similarity"]
    name: Text
    input: str
    reference: str
    evaluation_metric: Metric


@with_config({**STRICT, "extra": "allow"})
class Python(TypedDict):
    type: Literal["python"]
    name: Text
    source: Annotated[str, Field(max_length=262_144)]
    image_tag: NotRequired[str | None]


@with_config({**STRICT, "extra": "allow"})
class ModelInput(TypedDict):
    role: Literal["user", "assistant", "system", "developer"]
    content: str | Object | list[str | Object]


@with_config({**STRICT, "extra": "allow"})
class ScoreModel(TypedDict):
    type: Literal["score_model"]
    name: Text
    model: Text
    input: Listed[ModelInput]
    range: NotRequired[Annotated[list[float], Field(min_length=2, max_length=2)] | None]
    sampling_params: NotRequired[Object | None]


@with_config({**STRICT, "extra": "allow"})
class LabelModel(TypedDict):
    type: Literal["label_model"]
    name: Text
    model: Text
    input: Listed[ModelInput]
    labels: Annotated[list[str], Field(min_length=1)]
    passing_labels: list[str]


Single = Annotated[
    StringCheck | TextSimilarity | Python | ScoreModel | LabelModel, Field(discriminator="type")
]


def graders_kind(value: Any) -> str:
    """`one` grader, or `many` by their names."""
    return "one" if isinstance(value, dict) and isinstance(value.get("type"), str) else "many"


@with_config(STRICT)
class Multi(TypedDict):
    type: Literal["multi"]
    name: Text
    graders: Annotated[
        Annotated[Single, Tag("one")]
        | Annotated[dict[str, Single], Field(min_length=1, max_length=16), Tag("many")],
        Discriminator(graders_kind),
    ]
    calculate_output: Annotated[str, Field(min_length=1, max_length=1_000)]


Grader = Annotated[
    StringCheck | TextSimilarity | Python | ScoreModel | LabelModel | Multi, Field(discriminator="type")
]


class ValidateRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/graders/validate"""

    grader: Grader


class RunRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/graders/run"""

    grader: Grader
    model_sample: str
    item: Object | None = None


class RunErrors(TypedDict):
    formula_parse_error: bool
    sample_parse_error: bool
    truncated_observation_error: bool
    unresponsive_reward_error: bool
    invalid_variable_error: bool
    other_error: bool
    python_grader_server_error: bool
    python_grader_server_error_type: str | None
    python_grader_runtime_error: bool
    python_grader_runtime_error_details: str | None
    model_grader_server_error: bool
    model_grader_refusal_error: bool
    model_grader_parse_error: bool
    model_grader_server_error_details: str | None


class RunMetadata(TypedDict):
    name: str
    type: str
    errors: RunErrors
    execution_time: float
    scores: dict[str, float]
    token_usage: int | None
    sampled_model_name: str | None


class Graded(TypedDict):
    reward: float
    metadata: RunMetadata
    sub_rewards: dict[str, float]
    model_grader_token_usage_per_model: dict[str, int]
