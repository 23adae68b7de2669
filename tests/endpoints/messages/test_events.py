import json

from fakeai_proxy.endpoints.messages.blocks import Written
from fakeai_proxy.endpoints.messages.events import TICK, blocks, event


def test_an_event_names_its_type_twice() -> None:
    assert event("ping") == b'event: ping\ndata: {"type":"ping"}\n\n'


def test_each_token_has_its_tick() -> None:
    thought = Written({"type": "thinking", "thinking": "", "signature": "s"}, (), 3)
    call = Written({"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}}, ('{"a"', ":1}"), 2)
    found = [*blocks([thought, call])]
    assert found.count(TICK) == 7
    told = [json.loads(one.partition(b"data: ")[2]) for one in found if one is not TICK]
    assert [one.get("delta") for one in told if "delta" in one] == [
        {"type": "signature_delta", "signature": "s"},
        {"type": "input_json_delta", "partial_json": ""},
        {"type": "input_json_delta", "partial_json": '{"a"'},
        {"type": "input_json_delta", "partial_json": ":1}"},
    ]
    assert [one["content_block"] for one in told if "content_block" in one] == [
        {"type": "thinking", "thinking": "", "signature": ""},
        {"type": "tool_use", "id": "t", "name": "f", "input": {}},
    ]
