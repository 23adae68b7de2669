from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from fakeai_proxy.cli.chaos.schema import as_written, schema_of_experiments
from fakeai_proxy.faults import FAULTS
from tests.cli.conftest import Run


def within(value: Any) -> Iterator[dict[str, Any]]:
    """All tables of a schema."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from within(inner)


def test_it_is_printed_as_json(run: Run) -> None:
    assert json.loads(run("chaos", "schema").out) == schema_of_experiments()


def test_every_fault_is_in_it_by_name_and_by_table() -> None:
    schema = schema_of_experiments()
    names, *tables = schema["$defs"]["Fault"]["anyOf"]
    assert names["enum"] == list(FAULTS)
    assert [table["$ref"].rpartition("/")[2] for table in tables] == list(FAULTS)
    assert all("type" in schema["$defs"][name]["required"] for name in FAULTS)


def test_every_reference_leads_somewhere() -> None:
    schema = schema_of_experiments()
    targets = {table["$ref"].removeprefix("#/$defs/") for table in within(schema) if "$ref" in table}
    assert targets - set(schema["$defs"]) == set()


def test_all_words_are_those_of_json_schema() -> None:
    for table in within(schema_of_experiments()):
        assert not {"ge", "le"} & {key for key, value in table.items() if isinstance(value, int | float)}
        assert not (table.get("type") == "array" and "minLength" in table)


def test_one_thing_may_stand_for_a_list_of_it() -> None:
    several = {"type": "array", "items": {"type": "string"}, "description": "Which."}
    assert as_written(several, "host") == {
        "description": "Which.",
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
    }
    assert as_written(several, "rules") == several


def test_a_percentage_may_say_so() -> None:
    percent = schema_of_experiments()["$defs"]["Ramp"]["properties"]["to"]["anyOf"]
    assert [choice["type"] for choice in percent] == ["string", "number"]
