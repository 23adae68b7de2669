from __future__ import annotations

import json

import pytest

from fakeai_proxy.core.exchange import Request, Upgrade
from fakeai_proxy.core.steps import Close, Message, Wait
from fakeai_proxy.endpoints import dispatch
from tests.endpoints.asking import ask, paced, services, steps, told
from tests.playbook import messages, play

ASK = {"type": "response.create", "model": "gpt-4o", "input": "Hi", "max_output_tokens": 20}


class Talk:
    def __init__(self, to=None):
        self.to = to or services()
        headers = (("upgrade", "websocket"), ("authorization", "Bearer sk-nobody"))
        answer = dispatch(Request("GET", "/v1/responses", headers=headers), self.to)
        assert isinstance(answer, Upgrade)
        self.session = answer.session

    def say(self, **fields):
        content = json.dumps(fields)
        return [json.loads(one) for one in messages(self.session.feed(Message(content)))]


def test_it_says_what_a_stream_says():
    heard = Talk().say(**ASK)
    body = {name: value for name, value in ASK.items() if name != "type"} | {"stream": True}
    streamed = b"".join(getattr(step, "body", b"") for step in steps(ask("/v1/responses", body)))
    plain = [json.loads(line[6:]) for line in streamed.splitlines() if line.startswith(b"data: ")]
    assert [event["type"] for event in heard] == [event["type"] for event in plain]
    assert [event.get("delta") for event in heard] == [event.get("delta") for event in plain]
    assert heard[-1]["type"] == "response.incomplete"


@pytest.mark.parametrize("store", [True, False])
def test_the_next_one_knows_what_was_said_whether_it_is_stored_or_not(store):
    talk = Talk()
    first = talk.say(**ASK, store=store)[-1]["response"]
    second = talk.say(**ASK, store=store, previous_response_id=first["id"])[-1]["response"]
    third = talk.say(**ASK, store=store, previous_response_id=second["id"])[-1]["response"]
    assert second["previous_response_id"] == first["id"]
    read = [one["usage"]["input_tokens"] for one in (first, second, third)]
    assert read[2] - read[1] == pytest.approx(read[1] - read[0], abs=2)
    assert read[1] - read[0] > 20
    told(ask(f"/v1/responses/{first['id']}", to=talk.to, headers=KEY), 200 if store else 404)


KEY = (("authorization", "Bearer sk-nobody"),)


def test_an_unknown_one_is_not_found_and_the_connection_goes_on():
    talk = Talk()
    talk.say(**ASK, store=False)
    [refused] = talk.say(**ASK, previous_response_id="resp_x")
    assert (refused["type"], refused["error"]["code"]) == ("error", "previous_response_not_found")
    assert refused["error"]["param"] == "previous_response_id"
    assert talk.say(**ASK)[0]["type"] == "response.created"


@pytest.mark.parametrize(
    ("message", "status", "code"),
    [
        ("{", 400, "invalid_json"),
        ("7", 400, "invalid_json"),
        ('{"type": "response.stop"}', 400, "invalid_value"),
        ('{"type": "response.create", "model": 7}', 400, "invalid_type"),
        (
            '{"type": "response.create", "model": "gpt-4o", "input": "x", "wrong": 1}',
            400,
            "unknown_parameter",
        ),
    ],
)
def test_what_is_wrong_is_told(message, status, code):
    [refused] = map(json.loads, messages(Talk().session.feed(Message(message))))
    assert (refused["status"], refused["error"]["code"]) == (status, code)


def test_handshakes_and_answers_are_counted_apart():
    talk = Talk()
    talk.say(**ASK)
    rows, names = talk.to.telemetry.rows(), talk.to.telemetry.names["endpoint"]
    assert [names[code] for code in rows["endpoint"]] == ["websocket", "/responses"]
    assert rows["status"].tolist() == [101, 200]


def test_tokens_come_when_they_are_due():
    talk = Talk(services(generation=paced(500, 10)))
    played = play(talk.session.feed(Message(json.dumps(ASK))), talk.to.clock)
    at = {json.loads(step.content)["type"]: when for when, step in played}
    assert at["response.output_item.added"] >= 0.5
    assert at["response.incomplete"] == pytest.approx(0.5 + 19 * 0.01)


def test_a_connection_lasts_an_hour():
    wait, error, close = Talk().session.open()
    assert wait == Wait(3600)
    assert json.loads(error.content)["error"]["code"] == "websocket_connection_limit_reached"
    assert isinstance(close, Close)


@pytest.mark.parametrize("store", [True, False])
def test_what_is_to_be_read_can_be_told_before(store):
    talk = Talk()
    heard = talk.say(**ASK, store=store, generate=False)
    assert [event["type"] for event in heard] == [
        "response.created",
        "response.in_progress",
        "response.completed",
    ]
    warm = heard[-1]["response"]
    assert (warm["output"], warm["usage"]["output_tokens"]) == ([], 0)
    said = talk.say(**ASK, store=store, previous_response_id=warm["id"])[-1]["response"]
    assert said["usage"]["input_tokens"] > warm["usage"]["input_tokens"]
    [refused] = talk.say(type="response.create", model="gpt-4o", input=7, generate=False)
    assert refused["error"]["param"] == "input"
