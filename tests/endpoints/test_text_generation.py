import pytest

from .asking import ask, error, services, told

TO = services()
PATH = "/v1/text/generation"
BODY = {"model": "gpt-4o", "prompt": "Once upon a time"}


def test_a_text_goes_on() -> None:
    answer = told(ask(PATH, BODY | {"max_tokens": 7}, TO))
    assert (answer["object"], answer["finish_reason"]) == ("text.generation", "length")
    assert answer["output"]
    assert answer["usage"] == {"prompt_tokens": 4, "completion_tokens": 7, "total_tokens": 11}


@pytest.mark.parametrize("names", [("input", "max_new_tokens"), ("text", "max_output_tokens")])
def test_parameters_have_several_names(names: tuple[str, str]) -> None:
    prompt, limit = names
    answer = told(ask(PATH, {"model": "gpt-4o", prompt: "Once upon a time", limit: 7}, TO))
    assert answer["usage"]["total_tokens"] == 11


@pytest.mark.parametrize(
    ("fields", "status", "param"),
    [
        ({"prompt": ""}, 400, "prompt"),
        ({"prompt": 1}, 400, "prompt"),
        ({"model": None}, 400, "model"),
        ({"temperature": 3}, 400, "temperature"),
        ({"nonsense": 1}, 400, "nonsense"),
        ({"model": "text-embedding-3-small"}, 404, "model"),
    ],
)
def test_what_is_refused(fields: dict, status: int, param: str) -> None:
    assert error(ask(PATH, BODY | fields, TO), status)["param"] == param
