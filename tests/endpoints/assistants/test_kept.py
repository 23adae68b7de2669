from tests.endpoints.asking import ask, error, services, told

from .asking import BETA


def test_openai_wants_a_header():
    refusal = error(ask("/v1/assistants", to=services()))
    assert refusal["code"] == "invalid_beta"
    assert "OpenAI-Beta: assistants=v2" in refusal["message"]
    assert error(ask("/v1/threads/thread_x", to=services(), headers=BETA), 404)["message"] == (
        "No thread found with id 'thread_x'."
    )
    told(ask("/v1/assistants/asst_x", to=services(), host="my.openai.azure.com"), 404)
