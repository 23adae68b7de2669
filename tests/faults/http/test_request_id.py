from __future__ import annotations

import pytest

from tests.faults.hits import passed, whole
from tests.playbook import head


@pytest.mark.parametrize("name", ["x-request-id", "request-id", "apim-request-id", "nvcf-reqid"])
@pytest.mark.parametrize(
    ("mode", "count"), [("missing", []), ("duplicate", ["req_1", "other"]), ("other", ["other"])]
)
def test_the_id(name: str, mode: str, count: list[str]) -> None:
    steps = passed({"type": "http.request_id", "mode": mode}, whole(b"{}", (name, "req_1")))
    found = [value for key, value in head(steps).headers if key == name]
    assert ["req_1" if value == "req_1" else "other" for value in found] == count


def test_a_second_id_where_there_is_none() -> None:
    steps = passed({"type": "http.request_id", "mode": "duplicate"}, whole(b"{}"))
    assert [key for key, _ in head(steps).headers if key == "x-request-id"] == ["x-request-id"]
