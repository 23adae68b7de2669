import json
import re

import pytest
from jsonschema import Draft202012Validator

from fakeai_proxy.admin.openapi import SCHEMAS
from fakeai_proxy.endpoints import ROUTES

from .asking import ask, simulator, told


@pytest.fixture(scope="module")
def page():
    with simulator() as running:
        return told(ask(running, "/openapi.json"))


def test_every_operation_is_there_and_what_it_reads(page):
    found = ((method, path, one) for path, of in page["paths"].items() for method, one in of.items())
    operations = {(method.upper(), path): one for method, path, one in found}
    assert len(operations) == len(ROUTES)
    assert {one["operationId"] for one in operations.values()} == {route.where for route in ROUTES}
    assert all(one["summary"] for one in operations.values())
    chat = operations["POST", "/chat/completions"]["requestBody"]["content"]["application/json"]["schema"]
    schema = page["components"]["schemas"][chat["$ref"].removeprefix(SCHEMAS)]
    assert schema["required"] == ["model", "messages"]
    assert "multipart/form-data" in operations["POST", "/files"]["requestBody"]["content"]
    assert operations["GET", "/models/{model}"]["parameters"][0]["name"] == "model"


def test_its_schemas_are_schemas_and_refer_to_one_another(page):
    text, schemas = json.dumps(page), page["components"]["schemas"]
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
    named = set(re.findall(rf'"\$ref": "{SCHEMAS}([^"]+)"', text))
    assert named
    assert named <= schemas.keys()
