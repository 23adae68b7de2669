from typing import Any

import pytest
from openai import NotFoundError

from tests.endpoints.asking import ask, error, services
from tests.endpoints.sdk import Client

from .asking import BETA, DEPRECATED, WEATHER

pytestmark = DEPRECATED


def test_made_changed_listed_deleted() -> None:
    client = Client(services())
    made = client.one(
        lambda api: api.beta.assistants.create(model="gpt-4o", tools=[WEATHER], metadata={"a": "b"})
    )
    assert (made.temperature, made.response_format, made.instructions) == (1.0, "auto", None)
    assert client(lambda api: api.beta.assistants.retrieve(made.id)) == made
    changed = client(lambda api: api.beta.assistants.update(made.id, name="Ann", temperature=0.5))
    assert (changed.name, changed.temperature, changed.model, changed.tools) == (
        "Ann",
        0.5,
        "gpt-4o",
        made.tools,
    )
    other = client.one(lambda api: api.beta.assistants.create(model="o3-mini"))
    assert [one.id for one in client(lambda api: api.beta.assistants.list(order="asc"))] == [
        made.id,
        other.id,
    ]
    assert client.one(lambda api: api.beta.assistants.delete(made.id)).deleted
    with pytest.raises(NotFoundError, match="No assistant found with id"):
        client.sync.beta.assistants.retrieve(made.id)


@pytest.mark.parametrize(
    ("path", "body", "code", "param"),
    [
        ("/assistants", {}, None, None),
        ("/assistants", {"model": "m", "tools": [{"type": "x"}]}, "invalid_value", "tools[0].type"),
        ("/assistants", {"model": "m", "top_p": 2}, "decimal_above_max_value", "top_p"),
        ("/assistants", {"model": "m", "name": "a" * 257}, "string_above_max_length", "name"),
        ("/threads", {"messages": [{"role": "user"}]}, "missing_required_parameter", "messages[0].content"),
        ("/threads", {"messages": [{"role": "system", "content": "a"}]}, "invalid_value", "messages[0].role"),
        ("/threads/runs", {"thread": {}}, "missing_required_parameter", "assistant_id"),
        ("/threads/t/messages", {"role": "user", "content": []}, "empty_array", "content"),
        (
            "/threads/t/runs",
            {"assistant_id": "a", "max_prompt_tokens": 255},
            "integer_below_min_value",
            "max_prompt_tokens",
        ),
        ("/threads/t/runs", {"assistant_id": "a", "stop": "x"}, "unknown_parameter", "stop"),
        ("/threads/t/runs/r/submit_tool_outputs", {}, "missing_required_parameter", "tool_outputs"),
        ("/threads/t/runs/r", {"metadata": {"a": 1}}, "invalid_type", "metadata.a"),
    ],
)
def test_what_is_wrong(path: str, body: Any, code: str, param: str) -> None:
    refusal = error(ask(f"/v1{path}", body, headers=BETA))
    assert (refusal["code"], refusal["param"]) == (code, param)
