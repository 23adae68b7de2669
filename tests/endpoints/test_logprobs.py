from fakeai_proxy.endpoints.logprobs import chat_logprobs, completion_logprobs
from fakeai_proxy.synth import TokenLogprob

OTHER = TokenLogprob(" b", -2.0, (32, 98))
TOKENS = (
    TokenLogprob("a", -0.5, (97,), (TokenLogprob("a", -0.5, (97,)), OTHER)),
    TokenLogprob("é", -1.0, (195, 169)),
)


def test_chat_shows_tokens_with_bytes_and_alternatives():
    assert chat_logprobs(TOKENS) == {
        "content": [
            {
                "token": "a",
                "logprob": -0.5,
                "bytes": [97],
                "top_logprobs": [
                    {"token": "a", "logprob": -0.5, "bytes": [97]},
                    {"token": " b", "logprob": -2.0, "bytes": [32, 98]},
                ],
            },
            {"token": "é", "logprob": -1.0, "bytes": [195, 169], "top_logprobs": []},
        ],
        "refusal": None,
    }


def test_completions_show_parallel_lists():
    assert completion_logprobs(TOKENS, 7, opens=False) == {
        "text_offset": [7, 8],
        "token_logprobs": [-0.5, -1.0],
        "tokens": ["a", "é"],
        "top_logprobs": [{"a": -0.5, " b": -2.0}, {"é": -1.0}],
    }


def test_the_first_token_of_a_document_has_no_probability():
    lists = completion_logprobs(TOKENS, 0, opens=True)
    assert lists["token_logprobs"] == [None, -1.0]
    assert lists["top_logprobs"][0] is None


def test_no_tokens_no_entries():
    assert set(map(len, completion_logprobs((), 0, opens=True).values())) == {0}
