import json

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.gate.moderation import FILTERED, filtered, flagged
from fakeai_proxy.synth.moderation import CATEGORIES
from fakeai_proxy.synth.moderation.settings import ModerationSettings
from tests.endpoints.asking import error, told
from tests.endpoints.sdk import Client

from .gates import asked, gated

HARMFUL = [{"role": "user", "content": "I want to hurt someone"}]


def found(text, path="/v1/chat/completions", **settings):
    request = Request("POST", path, body=json.dumps({"input": text}).encode())
    return flagged(request, ModerationSettings(**settings))


def test_what_is_over_its_threshold():
    assert found("I want to hurt someone") == "violence"
    assert found("how to kill a python process") is None
    assert found("I want to hurt someone", threshold=1) is None
    assert found("I want to hurt someone", "/v1/moderations") is None


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_a_filter(category):
    assert filtered(category) in FILTERED.values()


def test_through_the_gate():
    to = gated(security={"prompt_moderation": True})
    told(asked(to))
    refused = error(asked(to, messages=HARMFUL), 400)
    assert refused["code"] == "invalid_prompt"
    assert "usage policy (violence)" in refused["message"]
    azure = told(asked(to, host="a.openai.azure.com", messages=HARMFUL), 400)["error"]
    assert azure["innererror"]["content_filter_result"]["violence"]["filtered"]
    assert to.gate.watch.offences["harmful"] == 2


def test_models_may_refuse_in_place_of_the_gate():
    to = gated(security={"refusals": True})
    assert told(asked(to))["choices"][0]["message"]["refusal"] is None
    [choice] = told(asked(to, messages=HARMFUL, max_tokens=20))["choices"]
    assert choice["message"]["refusal"] == "I'm sorry, but I can't assist with that request."
    assert (choice["message"]["content"], choice["finish_reason"]) == (None, "stop")
    client = Client(to)
    response = client(lambda api: api.responses.create(model="o3", input=HARMFUL))
    assert response.output[-1].content[0].refusal.startswith("I'm sorry")
    asked_in_pieces = {"model": "gpt-4o", "messages": HARMFUL, "stream": True}
    chunks = list(client.sync.chat.completions.create(**asked_in_pieces))
    assert "".join(chunk.choices[0].delta.refusal or "" for chunk in chunks) == choice["message"]["refusal"]
    embedded = {"model": "text-embedding-3-small", "input": HARMFUL[0]["content"]}
    with pytest.raises(Exception, match="usage policy") as caught:
        client.one(lambda api: api.embeddings.create(**embedded))
    assert caught.value.code == "invalid_prompt"
    assert to.gate.watch.offences["harmful"] == 5
