import pytest

from fakeai_proxy.endpoints.messages.models import display_name
from tests.endpoints.asking import ask, services, told

from .claude import VERSION, Claude


def test_the_models_of_anthropic() -> None:
    claude = Claude(services())
    pages = claude.sync.models.list(limit=4)
    ids = [model.id for model in pages]
    assert len(ids) == len(set(ids)) > 8
    assert all(id.startswith("claude-") for id in ids)
    before = claude.sync.models.list(before_id=ids[3], limit=2)
    assert [model.id for model in before.data] == ids[1:3]
    one = claude(lambda api: api.models.retrieve(ids[0]))
    assert (one.id, one.type) == (ids[0], "model")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/models/gpt-4o", 404), ("/v1/models?limit=0", 400), ("/v1/models?after_id=x", 400)],
)
def test_what_there_is_not(path: str, status: int) -> None:
    path, _, query = path.partition("?")
    refusal = told(
        ask(path, None, services(), host="api.anthropic.com", query=query, headers=VERSION), status
    )
    assert refusal["type"] == "error"


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("claude-sonnet-4-5", "Claude Sonnet 4.5"),
        ("claude-3-7-sonnet-20250219", "Claude 3.7 Sonnet"),
        ("claude-opus-4", "Claude Opus 4"),
    ],
)
def test_names_to_show(id: str, name: str) -> None:
    assert display_name(id) == name
