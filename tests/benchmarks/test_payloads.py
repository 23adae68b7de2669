import json

from benchmarks.payloads import chats, prompt, unique_chats


def test_prompts_have_the_words_asked_for_and_are_the_same_each_time():
    assert len(prompt(500, 3).split()) == 500
    assert prompt(20, 3) == prompt(20, 3) != prompt(20, 4)


def test_no_two_requests_are_alike():
    assert len(set(unique_chats(200, 33))) == 200
    assert not set(unique_chats(50, 33)) & set(unique_chats(50, 33, start=50))


def test_a_request_declares_the_length_of_its_json():
    head, _, body = chats(33, distinct=1, stream=True)[0].partition(b"\r\n\r\n")
    assert b"content-length: %d" % len(body) in head
    assert json.loads(body)["stream"] is True
