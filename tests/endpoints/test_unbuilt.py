from fakeai_proxy.endpoints.routes import ROUTES
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
    built = sum(not route.path.startswith("/_") for route in ROUTES)
    assert built + sum(len(methods.split()) for methods, _ in UNBUILT) == 121
