"""`/fine_tuning`: its requests and its answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Filled, Listed, RequestModel, Seed, Text
from .graders import Grader
from .metadata import Metadata

Auto = Literal["auto"]
Epochs = Annotated[int, Field(ge=1, le=50)] | Auto
BatchSize = Annotated[int, Field(ge=1, le=256)] | Auto
Rate = Annotated[float, Field(ge=0.0, le=1_000.0)] | Auto
Count = Annotated[int, Field(ge=1, le=10_000)] | Auto


@with_config(STRICT)
class Hyperparameters(TypedDict):
    n_epochs: NotRequired[Epochs | None]
    batch_size: NotRequired[BatchSize | None]
    learning_rate_multiplier: NotRequired[Rate | None]


@with_config(STRICT)
class DpoHyperparameters(Hyperparameters):
    beta: NotRequired[Annotated[float, Field(ge=0.0, le=2.0)] | Auto | None]


@with_config(STRICT)
class ReinforcementHyperparameters(Hyperparameters):
    compute_multiplier: NotRequired[Rate | None]
    eval_interval: NotRequired[Count | None]
    eval_samples: NotRequired[Count | None]
    reasoning_effort: NotRequired[Literal["default", "low", "medium", "high"] | None]


@with_config(STRICT)
class Supervised(TypedDict):
    hyperparameters: NotRequired[Hyperparameters | None]


@with_config(STRICT)
class Dpo(TypedDict):
    hyperparameters: NotRequired[DpoHyperparameters | None]


@with_config(STRICT)
class Reinforcement(TypedDict):
    grader: Grader
    hyperparameters: NotRequired[ReinforcementHyperparameters | None]


@with_config(STRICT)
class Method(TypedDict):
    type: Literal["supervised", "dpo", "reinforcement"]
    supervised: NotRequired[Supervised | None]
    dpo: NotRequired[Dpo | None]
    reinforcement: NotRequired[Reinforcement | None]


@with_config(STRICT)
class Wandb(TypedDict):
    project: Text
    name: NotRequired[str | None]
    entity: NotRequired[str | None]
    tags: NotRequired[Listed[str] | None]


@with_config(STRICT)
class Integration(TypedDict):
    type: Literal["wandb"]
    wandb: Wandb


class JobRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/fine-tuning/create"""

    model: Text
    training_file: Text
    validation_file: Text | None = None
    hyperparameters: Hyperparameters | None = None
    method: Method | None = None
    suffix: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    seed: Seed | None = None
    integrations: Annotated[Listed[Integration], Field(max_length=16)] | None = None
    metadata: Metadata | None = None


class PermissionsRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/fine-tuning/create-permission"""

    project_ids: Annotated[Filled[Text], Field(max_length=100)]


class JobError(TypedDict):
    code: str
    message: str
    param: str | None


class Job(TypedDict):
    id: str
    object: Literal["fine_tuning.job"]
    created_at: int
    error: JobError | None
    fine_tuned_model: str | None
    finished_at: int | None
    hyperparameters: dict[str, Any]
    model: str
    organization_id: str
    result_files: list[str]
    seed: int
    status: str
    trained_tokens: int | None
    training_file: str
    validation_file: str | None
    estimated_finish: int | None
    integrations: list[Any]
    metadata: dict[str, str] | None
    method: dict[str, Any]


class Event(TypedDict):
    id: str
    object: Literal["fine_tuning.job.event"]
    created_at: int
    level: Literal["info", "warn", "error"]
    message: str
    type: Literal["message", "metrics"]
    data: dict[str, Any]


class Checkpoint(TypedDict):
    id: str
    object: Literal["fine_tuning.job.checkpoint"]
    created_at: int
    fine_tuned_model_checkpoint: str
    fine_tuning_job_id: str
    metrics: dict[str, float]
    step_number: int


class Permission(TypedDict):
    id: str
    object: Literal["checkpoint.permission"]
    created_at: int
    project_id: str
