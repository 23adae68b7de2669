"""Structured outputs, through the SDK."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from openai import BadRequestError
from pydantic import BaseModel

from tests.synth.schema.random_schemas import SCHEMAS

from .asking import services
from .sdk import Client

ASKED = [{"role": "user", "content": "Plan a trip to Lisbon for 3 days."}]
CLIENT = Client(services())


class Stop(BaseModel):
    city: str
    days: int
    notes: list[str] | None


class Trip(BaseModel):
    title: str
    stops: list[Stop]


def form(schema: Any, strict: bool | None = None) -> Any:
    return {"type": "json_schema", "json_schema": {"name": "trip", "schema": schema, "strict": strict}}


def test_parse() -> None:
    ask: Any = CLIENT.sync.chat.completions.parse
    answer = ask(model="gpt-4o", messages=ASKED, response_format=Trip)
    assert isinstance(answer.choices[0].message.parsed, Trip)


def test_what_was_asked_is_in_it() -> None:
    ask: Any = CLIENT.sync.chat.completions.parse
    parsed = ask(model="gpt-4o", messages=ASKED, response_format=Stop).choices[0].message.parsed
    assert (parsed.city, parsed.days) == ("Lisbon", 3)


@settings(max_examples=30, suppress_health_check=list(HealthCheck), deadline=None)
@given(SCHEMAS)
def test_any_schema_streamed_and_not(schema: Any) -> None:
    fields: Any = {"model": "gpt-4o", "messages": ASKED, "response_format": form(schema), "seed": 1}
    whole = CLIENT.sync.chat.completions.create(**fields).choices[0].message.content
    streamed = "".join(
        event.choices[0].delta.content or ""
        for event in CLIENT.sync.chat.completions.create(**fields, stream=True)
    )
    assert streamed == whole
    Draft202012Validator(schema).validate(json.loads(whole))


@pytest.mark.parametrize(
    ("schema", "strict", "says"),
    [
        ({"type": "object", "properties": {}}, True, "'additionalProperties' is required"),
        ({"type": "nonsense"}, False, "Invalid schema for response_format 'trip'"),
        ({"enum": []}, None, "Invalid schema for response_format 'trip'"),
    ],
)
def test_what_is_refused(schema: Any, strict: bool | None, says: str) -> None:
    with pytest.raises(BadRequestError, match=says) as refused:
        CLIENT.sync.chat.completions.create(
            model="gpt-4o",
            messages=ASKED,  # type: ignore[arg-type]
            response_format=form(schema, strict),
        )
    assert refused.value.param == "response_format"
