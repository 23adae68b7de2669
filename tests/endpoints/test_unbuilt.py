import re
from pathlib import Path

import openai

from fakeai_proxy.endpoints.routes import ROUTES, allowed
from fakeai_proxy.endpoints.unbuilt import UNBUILT

FAMILIES = {
    *("models", "chat", "completions", "embeddings", "images", "audio", "moderations", "files", "uploads"),
    *("batches", "fine_tuning", "vector_stores", "organization", "responses", "conversations", "realtime"),
    *("assistants", "threads"),
}


def test_every_family_of_the_api_has_a_place():
    paths = [path for _, path in UNBUILT] + [route.path for route in ROUTES]
    assert {path.split("/")[1] for path in paths} - {"_fakeai"} == FAMILIES


def test_operations_are_counted():
    ours = "/models/{model:path}/capabilities"  # no operation of OpenAI's
    built = sum(route.path != ours for route in ROUTES)
    assert built + sum(len(methods.split()) for methods, _ in UNBUILT) == 121


CALL = re.compile(r'self\._(get|post|delete)\(\s*(?:f|path_template\(\s*)?"(/[^"?]*)')
NEWER = re.compile(r"/audio/voice")
"""Operations of the SDK that are promised nowhere."""


def test_every_operation_of_the_sdk_has_a_place():
    files = Path(openai.__file__).parent.glob("resources/**/*.py")
    calls = {call for file in files for call in CALL.findall(file.read_text("utf-8"))}
    assert len(calls) > 150
    for method, template in calls:
        path = re.sub(r"\{[^}]*\}", "x", template)
        assert method.upper() in allowed(path) or NEWER.match(path), (method, template)
