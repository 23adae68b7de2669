import pytest

from tests.endpoints.asking import CHAT, ask, services, told

from .client import HOST

TO = services()
CHATS = "/openai/deployments/gpt-4o/chat/completions"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        (CHATS, "api-version=2024-10-21", 200),
        (CHATS, "api-version=2025-04-01-preview", 200),
        ("/openai/v1/chat/completions", "", 200),
        ("/openai/v1/chat/completions", "api-version=preview", 200),
        (CHATS, "", 404),
        (CHATS, "api-version=", 404),
        (CHATS, "api-version=newest", 404),
    ],
)
def test_a_version_is_needed(path: str, query: str, status: int) -> None:
    answer = told(ask(path, CHAT, TO, host=HOST, query=query), status)
    if status == 404:
        assert answer == {"error": {"code": "404", "message": "Resource not found"}}


def test_responses_came_with_a_later_version() -> None:
    content, early = {"model": "gpt-4o", "input": "Hi"}, "api-version=2024-10-21"
    refusal = told(ask("/openai/responses", content, TO, host=HOST, query=early), 400)
    assert "2025-03-01-preview and later" in refusal["error"]["message"]
    told(ask("/openai/responses", content, TO, host=HOST, query="api-version=2025-03-01-preview"))


def test_a_base_url_tells_azure_by_its_path() -> None:
    assert "prompt_filter_results" in told(ask(CHATS, CHAT, TO, query="api-version=2024-10-21"))
    assert told(ask(CHATS, CHAT, TO), 404)["error"]["message"] == "Resource not found"
    assert "prompt_filter_results" not in told(
        ask("/openai/v1/chat/completions", CHAT, TO, host="api.groq.com")
    )
