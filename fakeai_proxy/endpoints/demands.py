"""Answers that have to be more than text: calls of tools, JSON by a schema, words on the results of tools."""

from __future__ import annotations

import numpy as np

from fakeai_proxy.synth.schema import Unsatisfiable
from fakeai_proxy.tokens import Tokenizer
from fakeai_proxy.wire.chat import ChatRequest

from .calling import toolbox_of
from .conversation import refuse_loose_ends
from .said import asked_of, reported
from .sampling import Choice, Sampling, sample
from .strict import Asked, refuse_loose


def demanded(
    body: ChatRequest, sampling: Sampling, words: Tokenizer, rng: np.random.Generator
) -> list[Choice]:
    """The answers to `body`. Raises ApiError 400."""
    refuse_loose_ends(body.messages)
    refuse_format(body)
    asked = sampling._replace(
        toolbox=toolbox_of(body), asked=asked_of(body.messages), lead=reported(body.messages) or sampling.lead
    )
    try:
        return [sample(index, asked, words, rng) for index in range(body.n or 1)]
    except Unsatisfiable as why:
        raise name_of(body).wrong(f"{why}.") from None


def refuse_format(body: ChatRequest) -> None:
    """Raise ApiError 400 for a schema that strict mode does not take, where that was asked for."""
    given = body.response_format
    if given is not None and given["type"] == "json_schema" and given["json_schema"].get("strict"):
        refuse_loose(given["json_schema"].get("schema") or {}, name_of(body))


def name_of(body: ChatRequest) -> Asked:
    """What messages call the schema of `body`."""
    given = body.response_format
    name = given["json_schema"]["name"] if given is not None and given["type"] == "json_schema" else ""
    return Asked(f"response_format '{name}'", "response_format")
