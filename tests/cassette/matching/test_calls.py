from fakeai_proxy.cassette.matching.calls import Renamed
from fakeai_proxy.cassette.matching.walk import changed


def test_the_same_id_has_the_same_name_and_another_one_another():
    messages = [
        {"role": "assistant", "tool_calls": [{"id": "call_a"}, {"id": "call_b"}]},
        {"role": "tool", "tool_call_id": "call_b", "content": "call_a"},
        {"type": "item_reference", "id": "msg_1"},
    ]
    assert changed(messages, Renamed()) == [
        {"role": "assistant", "tool_calls": [{"id": "<call:1>"}, {"id": "<call:2>"}]},
        {"role": "tool", "tool_call_id": "<call:2>", "content": "call_a"},
        {"type": "item_reference", "id": "msg_1"},
    ]
