from fakeai_proxy.cassette.matching import Delivery, form_of

from .asked import chat, post


def test_a_key_tells_how_the_answer_is_delivered():
    whole, stream = (form_of(chat("Hi", stream=stream), "llm@1") for stream in (False, True))
    assert whole.body == stream.body
    assert whole.key() != stream.key() == whole.key(Delivery(True))


def test_of_what_is_no_question_to_a_model_it_says_nothing():
    form = form_of(post({"stream": True}, "/v1/files"), "llm@1")
    assert form.key() == form.key(Delivery(True))
    assert form.body == b'{"stream":true}'
