from fakeai_proxy.endpoints.responses.items import given, item_id, maker_of

NAME = "0" * 32


def test_a_text_is_a_message_of_the_user():
    [item] = given("Hi", NAME)
    assert item["content"] == [{"type": "input_text", "text": "Hi"}]
    assert (item["role"], item["status"], item["id"]) == ("user", "completed", item_id("message", NAME, 0))


def test_nothing_is_no_item():
    assert given(None, NAME) == given([], NAME) == []


def test_ids_and_forms_by_type():
    sent = [
        {"role": "assistant", "content": [{"type": "output_text", "text": "a"}]},
        {"type": "reasoning", "id": "rs_1", "encrypted_content": None},
        {"type": "function_call_output", "call_id": "call_1", "output": "x", "id": None},
        {"type": "shell_call", "action": {}},
    ]
    said, thought, output, other = given(sent, NAME)
    assert said["content"] == [{"type": "output_text", "text": "a", "annotations": [], "logprobs": []}]
    assert thought == {"id": "rs_1", "type": "reasoning", "summary": []}
    assert output["id"].startswith("fco_0")
    assert other["id"].startswith("item_0")


def test_an_id_tells_who_made_it():
    assert maker_of(item_id("message", NAME, -1)) == NAME
    assert maker_of("msg_1") == ""
