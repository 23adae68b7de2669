"""Graders, run and validated: `/fine_tuning/alpha/graders`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from fakeai_proxy.catalog import Catalog
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire import graders as wire

from .formula import calculated
from .similarity import similarity

VARIABLE = re.compile(r"\{\{\s*([\w.\[\]-]+)\s*\}\}")
ERRORS: wire.RunErrors = {
    "formula_parse_error": False,
    "sample_parse_error": False,
    "truncated_observation_error": False,
    "unresponsive_reward_error": False,
    "invalid_variable_error": False,
    "other_error": False,
    "python_grader_server_error": False,
    "python_grader_server_error_type": None,
    "python_grader_runtime_error": False,
    "python_grader_runtime_error_details": None,
    "model_grader_server_error": False,
    "model_grader_refusal_error": False,
    "model_grader_parse_error": False,
    "model_grader_server_error_details": None,
}
NOT_RUN = "python_grader_not_simulated"
"""A client's program is run nowhere here."""


class Score(NamedTuple):
    """What one grader gives."""

    reward: float = 0.0
    failed: Mapping[str, Any] = {}
    """What of ERRORS is otherwise."""
    tokens: int = 0
    """That a model read."""
    model: str | None = None
    """Which."""


class Subject(NamedTuple):
    """What is graded."""

    variables: Mapping[str, Any]
    catalog: Catalog

    def filled(self, text: str) -> str:
        """`text` with values in place of `{{item.name}}` and `{{sample.output_text}}`. Raises KeyError."""
        return VARIABLE.sub(lambda found: self._said(found[1]), text)

    def _said(self, path: str) -> str:
        value: Any = self.variables
        for name in re.findall(r"[\w-]+", path):
            if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
                value = value[int(name)]
            elif isinstance(value, dict):
                value = value[name]
            else:
                raise KeyError(name)
        return value if isinstance(value, str) else to_json(value).decode()


def validate(body: wire.ValidateRequest, context: Context) -> Reply:
    """The grader, if it is one."""
    refuse_formula(body.grader)
    return json_reply({"grader": body.grader}, context)


def run(body: wire.RunRequest, context: Context) -> Reply:
    """What a grader gives for a sample; models grade by likeness, and programs are not run."""
    refuse_formula(body.grader)
    sample: dict[str, Any] = {"output_text": body.model_sample}
    with suppress(ValueError):
        sample["output_json"] = from_json(body.model_sample)
    subject = Subject({"item": body.item or {}, "sample": sample}, context.services.catalog)
    began = context.services.clock.now()
    scores = {name: graded(one, subject) for name, one in parts_of(body.grader).items()}
    return json_reply(told(body.grader, scores, context.services.clock.now() - began), context)


def parts_of(grader: Mapping[str, Any]) -> dict[str, Any]:
    """The graders that it is made of, by their names; itself, where it is only one."""
    if grader["type"] != "multi":
        return {grader["name"]: grader}
    inner = grader["graders"]
    return {inner["name"]: inner} if isinstance(inner.get("type"), str) else inner


def refuse_formula(grader: Mapping[str, Any]) -> None:
    """Raise ApiError 400 where the formula of a grader of several cannot be read."""
    if grader["type"] != "multi":
        return
    try:
        calculated(grader["calculate_output"], dict.fromkeys(parts_of(grader), 0.5))
    except ValueError as why:
        raise ApiError(
            400,
            f"Invalid 'grader.calculate_output': {why}.",
            param="grader.calculate_output",
            code="invalid_value",
        ) from None


def told(grader: Mapping[str, Any], scores: Mapping[str, Score], seconds: float) -> wire.Graded:
    """The answer to `run`."""
    rewards = {name: score.reward for name, score in scores.items()}
    failed: dict[str, Any] = {key: value for score in scores.values() for key, value in score.failed.items()}
    reward = next(iter(rewards.values()))
    if grader["type"] == "multi":
        try:
            reward = calculated(grader["calculate_output"], rewards)
        except ValueError:
            reward, failed["formula_parse_error"] = 0.0, True
    used = dict[str, int]()
    for score in scores.values():
        if score.model:
            used[score.model] = used.get(score.model, 0) + score.tokens
    errors: Any = {**ERRORS, **failed}
    return {
        "reward": reward,
        "metadata": {
            "name": grader["name"],
            "type": grader["type"],
            "errors": errors,
            "execution_time": seconds,
            "scores": rewards,
            "token_usage": sum(used.values()) if used else None,
            "sampled_model_name": next(iter(used), None),
        },
        "sub_rewards": rewards if grader["type"] == "multi" else {},
        "model_grader_token_usage_per_model": used,
    }


def graded(grader: Mapping[str, Any], subject: Subject) -> Score:
    """What one grader gives."""
    try:
        return GRADERS[grader["type"]](grader, subject)
    except KeyError:
        return Score(failed={"invalid_variable_error": True})


def string_check(grader: Mapping[str, Any], subject: Subject) -> Score:
    text, reference = subject.filled(grader["input"]), subject.filled(grader["reference"])
    match grader["operation"]:
        case "eq":
            return Score(float(text == reference))
        case "ne":
            return Score(float(text != reference))
        case "like":
            return Score(float(reference in text))
    return Score(float(reference.casefold() in text.casefold()))


def text_similarity(grader: Mapping[str, Any], subject: Subject) -> Score:
    text, reference = subject.filled(grader["input"]), subject.filled(grader["reference"])
    return Score(similarity(grader["evaluation_metric"], text, reference))


def python(grader: Mapping[str, Any], subject: Subject) -> Score:
    return Score(failed={"python_grader_server_error": True, "python_grader_server_error_type": NOT_RUN})


def score_model(grader: Mapping[str, Any], subject: Subject) -> Score:
    """How like the sample is to what the model is told of it, in the range that is asked for."""
    prompt = prompt_of(grader, subject)
    low, high = grader.get("range") or (0.0, 1.0)
    near = similarity("cosine", subject.variables["sample"]["output_text"], prompt)
    return Score(low + (high - low) * near, tokens=tokens_of(prompt, grader, subject), model=grader["model"])


def label_model(grader: Mapping[str, Any], subject: Subject) -> Score:
    """Whether the label that is most like the sample is one that passes."""
    prompt, sample = prompt_of(grader, subject), subject.variables["sample"]["output_text"]
    label = max(grader["labels"], key=lambda one: similarity("fuzzy_match", sample, one))
    tokens = tokens_of(prompt, grader, subject)
    return Score(float(label in grader["passing_labels"]), tokens=tokens, model=grader["model"])


def prompt_of(grader: Mapping[str, Any], subject: Subject) -> str:
    """What a model is told, in one text."""
    texts = list[str]()
    for message in grader["input"]:
        content = message["content"]
        for part in content if isinstance(content, list) else [content]:
            text = part if isinstance(part, str) else part.get("text", "")
            texts.append(subject.filled(str(text)))
    return "\n".join(texts)


def tokens_of(prompt: str, grader: Mapping[str, Any], subject: Subject) -> int:
    model = subject.catalog.use(grader["model"])
    return tokenizer(model.encoding, model.token_factor).count(prompt)


GRADERS: Mapping[str, Callable[[Mapping[str, Any], Subject], Score]] = {
    "string_check": string_check,
    "text_similarity": text_similarity,
    "python": python,
    "score_model": score_model,
    "label_model": label_model,
}
