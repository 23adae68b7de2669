from fakeai_proxy.wire.text_generation import GenerationRequest


def test_other_names_are_taken() -> None:
    given = {"model": "m", "input": "x", "max_new_tokens": 3, "stop_sequences": ["."]}
    read = GenerationRequest.model_validate(given)
    assert (read.prompt, read.max_tokens, read.stop) == ("x", 3, ["."])
    assert GenerationRequest.unknown(given) is None
