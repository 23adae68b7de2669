"""What a job is made of: its files are read, in slices, before it is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fakeai_proxy.catalog import Model
from fakeai_proxy.catalog.fine_tune import fine_tune
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.endpoints.batches.lines import lines
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import ORGANIZATION
from fakeai_proxy.endpoints.sliced import Work
from fakeai_proxy.resources import Resource
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire import fine_tuning as wire

from .examples import LEAST, Examples, Form
from .hyperparameters import asked, resolved, steps

SLICE = 16 * 1024
"""Bytes that are read at once, unless a line has more."""
FORMS: Mapping[str, Form] = {"supervised": "chat", "dpo": "preference", "reinforcement": "task"}
TRAINABLE = ("chat", "completion")
LETTERS = 8
"""Of the id at the end of a model's name."""
SEEDS = 2**31
PAUSE = Wait(0)


def prepared(body: wire.JobRequest, context: Context) -> Work[dict[str, Any]]:
    """The facts of the job. Raises ApiError for what cannot be trained, or is not there."""
    model, method = trainable(body.model, context), method_of(body)
    files = {name: file_of(name, id, context) for name, id in files_named(body).items()}
    kind, suffix = method["type"], context.identity.suffix
    form: Form = "completion" if model.kind == "completion" else FORMS[kind]
    examples, error = yield from _read(files, form, model, context)
    wanted = asked((method.get(kind) or {}).get("hyperparameters"), kind)
    numbers = resolved(wanted, kind, examples.count)
    return {
        **body.model_dump(include={"training_file", "validation_file", "metadata"}),
        "model": model.snapshot or model.id,
        "base": base_of(model),
        "name": named(model, body.suffix, suffix),
        "seed": int(suffix[:LETTERS], 16) % SEEDS if body.seed is None else body.seed,
        "integrations": body.integrations or [],
        "method": method,
        "wanted": wanted,
        "hyperparameters": numbers,
        "steps": steps(numbers, max(examples.count, 1)),
        "tokens": examples.tokens,
        "error": error,
        "pauses": [],
        "settled": False,
        **dict.fromkeys(("cancelled_at", "result_file")),
    }


def method_of(body: wire.JobRequest) -> wire.Method:
    """How it is to be trained. Raises ApiError 400 where there is nothing to grade by."""
    if body.method is None:
        return {"type": "supervised", "supervised": {"hyperparameters": body.hyperparameters}}
    if body.method["type"] == "reinforcement" and not body.method.get("reinforcement"):
        name = "method.reinforcement.grader"
        message = f"Missing required parameter: '{name}'."
        raise ApiError(400, message, param=name, code="missing_required_parameter")
    return body.method


def trainable(name: str, context: Context) -> Model:
    """The model called `name`. Raises ApiError 400 where nobody may train it, 404 where it is gone."""
    model = context.model(name)
    hosted = model.provider == "openai" and "fine_tuning" not in model.capabilities
    if hosted or model.kind not in TRAINABLE:
        message = f"Model {name[:200]} is not available for fine-tuning or does not exist."
        raise ApiError(400, message, param="model", code="model_not_available")
    return model


def base_of(model: Model) -> str:
    """The id of what was there before any fine-tuning."""
    tuned = fine_tune(model.id)
    return tuned.base if tuned else model.snapshot or model.id


def named(model: Model, suffix: str | None, name: str) -> str:
    """`ft:gpt-4o-mini-2024-07-18:fakeai:my-suffix:1a2b3c4d`"""
    own = re.sub(r"[^a-z0-9-]+", "-", (suffix or "").lower()).strip("-")
    return f"ft:{base_of(model)}:{ORGANIZATION}:{own}:{name[:LETTERS]}"


def files_named(body: wire.JobRequest) -> dict[str, str]:
    """Ids by the parameter that names them."""
    both = {"training_file": body.training_file, "validation_file": body.validation_file}
    return {name: id for name, id in both.items() if id is not None}


def file_of(param: str, id: str, context: Context) -> Resource:
    """Raises ApiError 400 for a file that is not there, or is there for something else."""
    file = context.services.resources.get(context.owner, "file", id)
    if file is None:
        raise ApiError(400, f"invalid {param}: {id[:200]}", param=param)
    if (purpose := file.body["purpose"]) != "fine-tune":
        message = f"Invalid '{param}': the purpose of '{id}' is '{purpose}', and not 'fine-tune'."
        raise ApiError(400, message, param=param, code="invalid_value")
    return file


def _read(
    files: Mapping[str, Resource], form: Form, model: Model, context: Context
) -> Work[tuple[Examples, wire.JobError | None]]:
    """The examples of the training file, and what is wrong with the first file that is."""
    words = tokenizer(model.encoding, model.token_factor)
    read = {name: Examples(form, words) for name in files}
    for name, file in files.items():
        done = 0
        for line in lines(context.services.resources.blobs, file.id):
            read[name].look(line.text)
            if line.end - done >= SLICE:
                done = line.end
                yield PAUSE
    errors = (error_of(examples, name) for name, examples in read.items())
    return read["training_file"], next(filter(None, errors), None)


def error_of(examples: Examples, param: str) -> wire.JobError | None:
    """Why the job fails, if it does."""
    if examples.problem:
        noun = param.replace("_", " ")
        message = f"The job failed due to an invalid {noun}. {examples.problem}"
        return {"code": f"invalid_{param}", "message": message, "param": param}
    least = LEAST if param == "training_file" else 1
    if examples.count < least:
        noun = param.replace("_", " ").capitalize()
        message = f"{noun} has {examples.count} example(s), but must have at least {least} examples"
        return {"code": "invalid_n_examples", "message": message, "param": param}
    return None
