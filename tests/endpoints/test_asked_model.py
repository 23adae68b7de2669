import json

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints.asked_model import asked_model
from fakeai_proxy.telemetry.names import OTHER

from .asking import CHAT, ask, error, services

TO = services()
SECRET = "sk-proj-" + "a1" * 20


@pytest.mark.parametrize(
    ("body", "model"),
    [
        ({"model": "gpt-4o"}, "gpt-4o"),
        ({"model": "openai/gpt-4o"}, "gpt-4o"),
        ({"model": "gpt-4p"}, OTHER),
        ({"model": SECRET}, OTHER),
        ({"model": "a" * 1000}, OTHER),
        ({"model": ""}, ""),
        ({"model": 3}, ""),
        ({}, ""),
        ([1], ""),
        (None, ""),
    ],
)
def test_the_body_names_it(body, model):
    content = b"" if body is None else json.dumps(body).encode()
    assert asked_model(Request("POST", "/v1/chat/completions", body=content), TO) == model


def test_what_is_no_json_or_too_long_names_none():
    assert asked_model(Request("POST", "/v1/chat/completions", body=b'{"model": "gpt-4o"'), TO) == ""
    long = b'{"model": "gpt-4o"}' + b" " * TO.max_request_size
    assert asked_model(Request("POST", "/v1/chat/completions", body=long), TO) == ""


def test_a_deployment_in_the_path_names_it():
    path = "/openai/deployments/gpt-4o/chat/completions"
    assert asked_model(Request("POST", path, body=b"{}"), TO) == "gpt-4o"


def test_a_request_refused_at_validation_is_counted_with_its_model():
    to = services()
    for model in ("gpt-4o", "nobody-knows-it", "gpt-4o"):
        refused = error(ask("/v1/chat/completions", CHAT | {"model": model, "temperature": 9}, to))
        assert refused["param"] == "temperature"
    names = to.telemetry.models.names
    assert [names[row["model"]] for row in to.telemetry.rows()] == ["gpt-4o", OTHER, "gpt-4o"]
    assert "nobody-knows-it" not in str(to.catalog.all())
