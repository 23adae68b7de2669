from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.core.steps import Abort, Data, End, Step
from tests.faults.replies import (
    CHAT,
    CHAT_EVENTS,
    MESSAGE_EVENTS,
    MESSAGES,
    RESPONSE_EVENTS,
    RESPONSES,
    TOKENS,
    after,
    fault,
    hit,
    stream,
)

PATHS = {CHAT: CHAT_EVENTS, MESSAGES: MESSAGE_EVENTS, RESPONSES: RESPONSE_EVENTS}


def failed(path: str = CHAT, **given: Any) -> tuple[str, dict[str, Any], Step]:
    """Name and data of the event after the second one, and what follows."""
    steps = after({"type": "stream.error", **given}, stream(PATHS[path]), {"after_events": 2}, hit(path))
    error = steps[3]
    assert isinstance(error, Data)
    head, _, data = error.body.decode().partition("data: ")
    return head.removeprefix("event: ").rstrip("\n"), json.loads(data), steps[4]


def test_openai() -> None:
    name, value, then = failed()
    assert (name, then) == ("", End())
    assert value["error"]["type"] == "server_error"
    assert value["error"]["message"].startswith("The server had an error")
    assert failed(error="rate_limit_tpm")[1]["error"]["code"] == "rate_limit_exceeded"


def test_anthropic() -> None:
    name, value, then = failed(MESSAGES, error="overloaded")
    assert (name, then) == ("error", End())
    assert value == {
        "type": "error",
        "error": {"details": None, "type": "overloaded_error", "message": "Overloaded"},
    }


def test_responses_error() -> None:
    name, value, _ = failed(RESPONSES)
    assert name == value["type"] == "error"
    assert (value["code"], value["param"], value["sequence_number"]) == ("server_error", None, 2)


@pytest.mark.parametrize("form", ["failed", "incomplete"])
def test_responses_that_end_as_such(form: str) -> None:
    name, value, _ = failed(RESPONSES, form=form)
    assert name == value["type"] == f"response.{form}"
    response = value["response"]
    assert (response["id"], response["status"], value["sequence_number"]) == ("r1", form, 2)
    assert ("error" in response) == (form == "failed")
    assert ("incomplete_details" in response) == (form == "incomplete")


def test_the_first_event_of_all() -> None:
    steps = after("stream.error", stream(RESPONSE_EVENTS), {"at": "headers"}, hit(RESPONSES))
    assert isinstance(steps[1], Data)
    assert b'"sequence_number":0}' in steps[1].body


def test_what_comes_then() -> None:
    assert failed(then="cut")[2] == Abort()
    assert failed(then="on")[2] == Data(TOKENS[1])


def test_your_own_words() -> None:
    assert failed(message="Out of tea.")[1]["error"]["message"] == "Out of tea."


def test_an_error_that_is_sent_as_a_page_is_one_of_the_providers_shape() -> None:
    assert failed(error="bad_gateway_html")[1]["error"]["type"]


def test_an_error_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="overloaded"):
        fault({"type": "stream.error", "error": "overloadd"})
