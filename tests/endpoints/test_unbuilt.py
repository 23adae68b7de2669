import re
from pathlib import Path

import openai

from fakeai_proxy.endpoints.routes import allowed
from fakeai_proxy.endpoints.table import ROUTES
from fakeai_proxy.endpoints.unbuilt import UNBUILT

FAMILIES = {
    *("models", "chat", "completions", "embeddings", "images", "audio", "moderations", "files", "uploads"),
    *("batches", "fine_tuning", "vector_stores", "organization", "responses", "conversations", "realtime"),
    *("assistants", "threads"),
}
OURS = {"/models/{model:path}/capabilities", "/images/{image_id}.{extension}"}
"""No operations of OpenAI's API."""


def family(path):
    return path.split("/")[1]


def test_every_family_of_the_api_has_a_place():
    paths = [path for _, path in UNBUILT] + [route.path for route in ROUTES]
    assert {family(path) for path in paths} >= FAMILIES


def test_operations_are_counted():
    built = sum(family(route.path) in FAMILIES and not beyond(route.path) for route in ROUTES)
    assert built + sum(len(methods.split()) for methods, _ in UNBUILT) == 121


def beyond(path):
    """The administration of an organization is a list of its own."""
    return path in OURS or (path.startswith("/organization/") and "usage" not in path and "costs" not in path)


CALL = re.compile(r'self\._(get|post|delete)\(\s*(?:f|path_template\(\s*)?"(/[^"?]*)')


def test_every_operation_of_the_sdk_has_a_place():
    files = Path(openai.__file__).parent.glob("resources/**/*.py")
    calls = {call for file in files for call in CALL.findall(file.read_text("utf-8"))}
    assert len(calls) > 150
    for method, template in calls:
        path = re.sub(r"\{[^}]*\}", "x", template)
        assert method.upper() in allowed(path), (method, template)
