from __future__ import annotations

from fakeai_proxy.endpoints.realtime.starting import ASIDE, config_of
from tests.endpoints.asking import paced, services

from .talking import Talk, types, user

ASK = {"type": "response.create", "response": {"conversation": "none", "output_modalities": ["text"]}}


def test_many_answers_out_of_band_go_on_at_once_but_not_too_many():
    talk = Talk(services(generation=paced(500, 10)))
    talk.hear()
    [refused, *created] = talk.say(*[ASK] * (ASIDE + 1))
    assert refused["error"]["code"] == "too_many_active_responses"
    assert types(created) == ["response.created"]
    heard = talk.say({"type": "response.create"}, seconds=20)
    ended = [event["response"] for event in heard if event["type"] == "response.done"]
    assert [response["status"] for response in ended] == ["completed"] * (ASIDE + 1)


def test_one_out_of_band_is_cut_short_by_its_id():
    talk = Talk(services(generation=paced(500, 10)))
    talk.hear()
    [created] = talk.say(ASK)
    assert talk.say({"type": "response.cancel"})[0]["type"] == "error"
    heard = talk.say({"type": "response.cancel", "response_id": created["response"]["id"]})
    assert heard[-1]["response"]["status"] == "cancelled"


def test_an_answer_has_what_was_asked_of_it_and_the_rest_of_the_session():
    talk = Talk()
    talk.hear()
    state = talk.session.state
    asked = {"instructions": "Sing.", "output_modalities": ["text", "audio"], "tools": None}
    config = config_of(state, {**asked, "audio": {"output": {"format": {"type": "audio/pcmu"}}}})
    assert (config["instructions"], config["output_modalities"]) == ("Sing.", ["audio"])
    assert config["audio"]["output"]["format"] == {"type": "audio/pcmu"}
    assert config["tools"] == state.config["tools"]
    assert state.config["audio"]["output"]["format"]["type"] == "audio/pcm"


def test_an_input_takes_the_place_of_the_conversation():
    talk = Talk()
    talk.hear()
    long = user("word " * 500)
    long["item"]["id"] = "mine"
    talk.say(long, user("word " * 500))
    usages = []
    for given in (None, [], [{"type": "item_reference", "id": "mine"}]):
        heard = talk.say({**ASK, "response": {**ASK["response"], "input": given}})
        usages.append(heard[-1]["response"]["usage"]["input_tokens"])
    assert usages[1] < 100 < usages[2] - 400 < usages[0] - 800
