from __future__ import annotations

import json

from fakeai_proxy.mutations import MUTATIONS
from tests.cli.conftest import Run


def test_every_mutation_with_what_stands_beside_it(run: Run) -> None:
    schema = json.loads(run("mutations", "schema").out)
    choices = schema["properties"]["mutations"]["items"]["anyOf"]
    assert [one["$ref"].rpartition("/")[2] for one in choices] == list(MUTATIONS)
    truncate = schema["$defs"]["truncate"]
    assert list(truncate["properties"]) == ["type", "tokens", "finish", "match", "probability"]
    assert truncate["required"] == ["tokens", "type"]
    assert not truncate["additionalProperties"]


def test_what_it_refers_to_is_there(run: Run) -> None:
    text = run("mutations", "schema").out
    schema = json.loads(text)
    refers = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert refers <= set(schema["$defs"])
