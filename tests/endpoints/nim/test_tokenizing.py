import tiktoken

from fakeai_proxy.tokens import tokenizer
from tests.endpoints.asking import CHAT, ask, error, services, told

TO = services()
TEXT = "Hello, wörld! 你好"


def test_tokens_go_there_and_back() -> None:
    found = told(ask("/tokenize", {"prompt": TEXT, "model": "gpt-oss-20b", "return_token_strs": True}, TO))
    assert found["tokens"] == tokenizer("o200k_base").encode(TEXT)
    assert found["count"] == len(found["tokens"]) == len(found["token_strs"])
    assert found["max_model_len"] == 131_072
    back = told(ask("/detokenize", {"tokens": found["tokens"], "model": "gpt-oss-20b"}, TO))
    assert back == {"prompt": TEXT}
    assert tiktoken is not None


def test_a_conversation_has_the_tokens_of_its_usage() -> None:
    found = told(ask("/tokenize", {"model": CHAT["model"], "messages": CHAT["messages"]}, TO))
    assert found["count"] == told(ask("/v1/chat/completions", CHAT, TO))["usage"]["prompt_tokens"]
    assert found["token_strs"] is None
    bare = {"messages": CHAT["messages"], "add_generation_prompt": False}
    assert told(ask("/tokenize", bare, TO))["count"] > 5


def test_what_is_refused() -> None:
    assert error(ask("/tokenize", {}, TO))["param"] == "prompt"
    assert error(ask("/tokenize", {"prompt": 1}, TO))["code"] == "invalid_type"
    assert error(ask("/detokenize", {"tokens": [-1]}, TO))["code"] == "integer_below_min_value"
    assert told(ask("/detokenize", {"tokens": [2**40]}, TO)) == {"prompt": "\ufffd"}
