import pytest

from tests.endpoints.asking import CHAT, EMBEDDING, ask, services, told

from .client import HOST

VERSION = {"host": HOST, "query": "api-version=2024-10-21"}


@pytest.mark.parametrize(
    ("deployment", "path", "content", "name"),
    [
        ("text-embedding-3-small", "chat/completions", CHAT, "chatCompletion"),
        ("gpt-4o", "embeddings", EMBEDDING, "embeddings"),
        ("gpt-4o", "completions", {"prompt": "Hi"}, "completion"),
    ],
)
def test_a_model_is_asked_for_what_it_does_not_do(
    deployment: str, path: str, content: dict, name: str
) -> None:
    refusal = told(ask(f"/openai/deployments/{deployment}/{path}", content, services(), **VERSION), 400)
    assert refusal["error"].keys() == {"code", "message"}
    assert refusal["error"]["code"] == "OperationNotSupported"
    assert refusal["error"]["message"].startswith(f"The {name} operation does not work with")


def test_a_deployment_may_have_any_name() -> None:
    told(ask("/openai/deployments/ours/chat/completions", CHAT, services(), **VERSION))
