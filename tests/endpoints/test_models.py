from typing import get_type_hints

from openai.types import Model

from fakeai_proxy.wire.models import ModelCapabilities

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


def test_all_that_is_known_of_a_model():
    told_of = told(ask("/v1/models/openai/gpt-4o/capabilities"))
    assert set(get_type_hints(ModelCapabilities)) == set(told_of)
    assert (told_of["id"], told_of["object"], told_of["provider"]) == (
        "gpt-4o",
        "model.capabilities",
        "openai",
    )
    assert told_of["modalities"] == {"input": ["text", "image"], "output": ["text"]}
    assert told_of["capabilities"] == {
        "streaming": True, "tools": True, "structured_outputs": True, "predicted_outputs": True,
        "prompt_caching": True, "fine_tuning": True, "batch": True, "vision": True, "audio_input": False,
        "audio_output": False, "image_output": False, "reasoning": False,
    }  # fmt: skip
    assert told_of["parameters"] == {"total": None, "active": None}
    assert (
        told_of["architecture"] is told_of["deployment"] is told_of["base"] is told_of["dimensions"] is None
    )
    assert (told_of["price"]["input"], told_of["price"]["batch_input"]) == (2.5, 1.25)
    assert told_of["pace"]["source"]
    assert told_of["latency"]["ttft_ms"] == told_of["pace"]["ttft_ms"] == 450


def test_the_shape_of_a_mixture():
    for path in (
        "/v1/models/meta-llama/Llama-4-Scout-17B-16E-Instruct/capabilities",
        "/v1/models/gpt-oss-120b/capabilities",
    ):
        shape = told(ask(path))["architecture"]
        assert (shape["type"], shape["estimated"]) == ("mixture_of_experts", False)
        assert shape["expert_count"] in (16, 128)


def test_a_miss_names_what_is_near_and_creates_nothing():
    to = services()
    before = told(ask("/v1/models", to=to))
    assert error(ask("/v1/models/gpt4o/capabilities", to=to), 404) == {
        "message": "The model 'gpt4o' does not exist. Did you mean gpt-4o, gpt-4o-mini, gpt-4?",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }
    assert (
        error(ask("/v1/models/xyzzy/capabilities", to=to), 404)["message"]
        == "The model 'xyzzy' does not exist"
    )
    assert told(ask("/v1/models", to=to)) == before


def test_what_a_made_up_name_says_is_marked_as_an_estimate():
    to = services()
    told(ask("/v1/chat/completions", CHAT | {"model": "acme/rocket-8x7b-fp8"}, to))
    told_of = told(ask("/v1/models/acme/rocket-8x7b-fp8/capabilities", to=to))
    assert (told_of["provider"], told_of["owned_by"], told_of["architecture"]["estimated"]) == (
        "custom",
        "acme",
        True,
    )
    assert told_of["parameters"]["total"] > told_of["parameters"]["active"]
    assert told_of["deployment"]["precision"] == "fp8"


def test_the_list_has_the_shape_of_openai_alone():
    cards = told(ask("/v1/models"))["data"]
    assert {tuple(card) for card in cards} == {("id", "object", "created", "owned_by")}
    assert len(cards) > 256
