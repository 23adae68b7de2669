from openai.types import Model

from .asking import CHAT, ask, error, services, told
from .typed import typed


def test_models_are_listed():
    answer = told(ask("/v1/models"))
    assert answer["object"] == "list"
    cards = [typed(Model, card) for card in answer["data"]]
    assert {"gpt-4o", "text-embedding-3-small"} <= {card.id for card in cards}


def test_one_model():
    assert typed(Model, told(ask("/v1/models/gpt-4o"))).owned_by == "system"


def test_an_id_may_hold_a_slash():
    for path in ("/v1/models/meta/llama-3.1-8b-instruct", "/v1/models/meta%2Fllama-3.1-8b-instruct"):
        assert told(ask(path))["id"] == "meta/llama-3.1-8b-instruct"


def test_a_model_comes_into_being_by_use_not_by_looking():
    to = services()
    assert error(ask("/v1/models/my-model", to=to), 404) == {
        "message": "The model 'my-model' does not exist",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }
    told(ask("/v1/chat/completions", CHAT | {"model": "my-model"}, to))
    assert told(ask("/v1/models/my-model", to=to))["id"] == "my-model"
    assert told(ask("/v1/models", to=to))["data"][-1]["id"] == "my-model"
