from __future__ import annotations

import json
from typing import Any

import pytest

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.engine.trace import TraceEntry, read_trace

LINE = {"timestamp": 250, "input_length": 6955, "output_length": 52, "hash_ids": [46, 47]}


def lines(*entries: dict[str, Any]) -> list[str]:
    return [json.dumps(entry) + "\n" for entry in entries]


def test_a_line_is_a_request() -> None:
    bare = {"timestamp": 1500.5, "input_length": 3, "output_length": 0, "chat_id": 7}
    assert list(read_trace([*lines(LINE), "\n", *lines(bare)])) == [
        TraceEntry(0.25, 6955, 52, (46, 47)),
        TraceEntry(1.5005, 3, 0),
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"timestamp": -1}, "t:1: timestamp must be milliseconds from 0 on, not -1"),
        ({"timestamp": True}, "t:1: timestamp must be milliseconds from 0 on, not true"),
        ({"timestamp": "1"}, 't:1: timestamp must be milliseconds from 0 on, not "1"'),
        ({"input_length": 0}, "t:1: input_length must be an integer from 1 to 10000000, not 0"),
        ({"output_length": 1.5}, "t:1: output_length must be an integer from 0 to 10000000, not 1.5"),
        ({"hash_ids": ["a"]}, "t:1: hash_ids must be a list of integers from 0 on"),
        ({"hash_ids": 3}, "t:1: hash_ids must be a list of integers from 0 on"),
    ],
)
def test_a_wrong_value_is_refused_by_line_and_field(change: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as refused:
        list(read_trace(lines(LINE | change), "t"))
    assert str(refused.value) == message


def test_a_missing_field_is_named() -> None:
    with pytest.raises(SettingsError, match=r"t:1: output_length must be .* not missing"):
        list(read_trace(['{"timestamp": 0, "input_length": 1}'], "t"))


@pytest.mark.parametrize(("line", "message"), [("{", "not JSON"), ("[1]", "not an object")])
def test_what_is_no_object_is_refused(line: str, message: str) -> None:
    with pytest.raises(SettingsError, match=f"t:2: {message}"):
        list(read_trace([*lines(LINE), line], "t"))


def test_time_does_not_go_back() -> None:
    with pytest.raises(SettingsError, match="t:2: timestamp goes back from 250 to 200"):
        list(read_trace(lines(LINE, LINE | {"timestamp": 200}), "t"))
