from typing import Any

import pytest
from openai import BadRequestError

from tests.endpoints.asking import ask, error, services, told
from tests.endpoints.sdk import Client
from tests.endpoints.typed import extras

from .turns import ASKED, MODEL, WEATHER, respond

TO = services()
CLIENT = Client(TO)
KEY: Any = {"headers": (("authorization", "Bearer sk-nobody"),)}


def test_as_many_are_counted_as_are_read() -> None:
    made = respond(CLIENT)
    fields: Any = {"model": MODEL, "input": ASKED, "tools": [WEATHER]}
    counted = CLIENT(lambda api: api.responses.input_tokens.count(**fields))
    assert counted.input_tokens == respond(CLIENT, tools=[WEATHER]).usage.input_tokens
    more = CLIENT(lambda api: api.responses.input_tokens.count(input="Hi", previous_response_id=made.id))
    assert more.input_tokens > made.usage.total_tokens


def test_a_conversation_made_short_goes_on() -> None:
    made = respond(CLIENT)
    body = {"model": MODEL, "previous_response_id": made.id}
    answer = told(ask("/v1/responses/compact", body, TO, **KEY))
    assert [item["type"] for item in answer["output"]] == ["message", "compaction"]
    assert answer["usage"]["input_tokens"] > made.usage.input_tokens
    sent = [*answer["output"], {"role": "user", "content": "Hi"}]
    again = told(ask("/v1/responses", {"model": MODEL, "input": sent}, TO, **KEY))
    assert again["status"] == "completed"


def test_the_sdk_compacts() -> None:
    answer = CLIENT.sync.responses.compact(model=MODEL, input=[{"role": "assistant", "content": "Hi"}])
    assert extras(answer) == []
    assert (answer.object, answer.output[0].type) == ("response.compaction", "compaction")
    with pytest.raises(BadRequestError, match="Missing required parameter: 'model'"):
        CLIENT.sync.responses.compact(model=None, input="Hi")


def test_what_is_wrong_is_refused() -> None:
    refusal = error(ask("/v1/responses/input_tokens", {"previous_response_id": "resp_x"}, TO))
    assert refusal["code"] == "previous_response_not_found"
    assert error(ask("/v1/responses/input_tokens", {"tool_choice": "required"}, TO))["param"] == "tool_choice"
