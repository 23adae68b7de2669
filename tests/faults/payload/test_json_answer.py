"""JSON that is broken, or false."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.faults import fault_of
from fakeai_proxy.faults.payload.json_answer import pointer_of, replaced

from .answers import APIS, SPEAKING, WEATHER, Answer, Api
from .played import both, hit, reply, stream_steps

VALUE = {"city": "Köln", "items": [{"price": 12}], "a/b": True}
TEXT = json.dumps(VALUE, ensure_ascii=False)
ANSWER = Answer(words=tuple(TEXT[at : at + 3] for at in range(0, len(TEXT), 3)))
PROSE = Answer()


def text(api: Api, **fault: Any) -> str:
    made = both(fault, ANSWER, api)
    assert made.text
    return made.text


@pytest.mark.parametrize("api", APIS)
def test_fences(api: Api) -> None:
    assert text(api, type="payload.json", mode="fences") == f"```json\n{TEXT}\n```"


@pytest.mark.parametrize("api", APIS)
def test_prose(api: Api) -> None:
    made = text(api, type="payload.json", mode="prose")
    assert made.endswith(f"\n\n{TEXT}")
    assert made[0].isupper()


@pytest.mark.parametrize("api", APIS)
def test_trailing_comma(api: Api) -> None:
    assert text(api, type="payload.json", mode="trailing_comma") == TEXT[:-1] + ",}"


@pytest.mark.parametrize("api", APIS)
def test_schema(api: Api) -> None:
    made = json.loads(text(api, type="payload.json", mode="schema"))
    assert made.keys() == VALUE.keys()
    assert sum(made[name] != VALUE[name] for name in VALUE) == 1


@pytest.mark.parametrize("mode", ["fences", "prose", "trailing_comma", "schema"])
@pytest.mark.parametrize("api", APIS)
def test_other_text_keeps_its_steps(api: Api, mode: str) -> None:
    steps = list(stream_steps(PROSE.streamed(api)))
    assert reply({"type": "payload.json", "mode": mode}, steps, hit(api)) == steps


def test_space_before_the_text_decides_nothing() -> None:
    fault = {"type": "payload.json", "mode": "trailing_comma"}
    assert both(fault, Answer(words=("\n", " ", "{", '"a": 1}')), "chat").text == '\n {"a": 1,}'
    steps = list(stream_steps(Answer(words=(" ", "Hi", " {}")).streamed("chat")))
    assert reply(fault, steps, hit()) == steps


@pytest.mark.parametrize("mode", ["trailing_comma", "schema"])
def test_json_that_is_broken_already_stays(mode: str) -> None:
    made = both({"type": "payload.json", "mode": mode}, Answer(words=('{"a"',)), "chat")
    assert made.text == '{"a"'


@pytest.mark.parametrize("api", APIS)
def test_a_false_value_at_a_path(api: Api) -> None:
    made = json.loads(text(api, type="payload.value", path="/items/0/price"))
    assert made["items"][0]["price"] != 12
    assert {**made, "items": VALUE["items"]} == VALUE
    assert json.loads(text(api, type="payload.value", path="/a~1b", value="no"))["a/b"] == "no"


@pytest.mark.parametrize("api", APIS)
def test_a_false_value_anywhere(api: Api) -> None:
    made = json.loads(text(api, type="payload.value"))
    assert made != VALUE
    assert made.keys() == VALUE.keys()


@pytest.mark.parametrize("path", ["/nowhere", "/items/7/price", "/city/0", "/items/x"])
def test_nothing_at_the_path(path: str) -> None:
    assert text("chat", type="payload.value", path=path) == TEXT


@pytest.mark.parametrize("api", SPEAKING)
def test_a_false_argument(api: Api) -> None:
    made = both({"type": "payload.value", "path": "/days"}, Answer(calls=(WEATHER,)), api)
    assert made.text == PROSE.text
    arguments = json.loads(made.calls[0][2])
    assert arguments["city"] == "Berlin"
    assert arguments["days"] in (2, 4)


def test_a_path_is_a_pointer() -> None:
    with pytest.raises(ValidationError, match="begin with /"):
        fault_of({"type": "payload.value", "path": "city"})
    assert pointer_of("/items/0/price", VALUE) == ("items", 0, "price")
    assert pointer_of("/0", {"0": 1}) == ("0",)
    assert replaced([1, [2]], (1, 0), 3) == [1, [3]]
