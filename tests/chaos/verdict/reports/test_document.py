import json

import pytest
from pydantic import ValidationError

from fakeai_proxy.chaos.verdict import POLICIES
from fakeai_proxy.chaos.verdict.reports import FORMAT, VERSION, Document
from fakeai_proxy.chaos.verdict.reports.document import shown
from tests.chaos.verdict.lab import KEY
from tests.chaos.verdict.reports.parts import empty, hostile, sample


def test_it_says_of_which_format_it_is() -> None:
    value = json.loads(sample().json_text())
    assert (value["format"], value["version"]) == (FORMAT, VERSION) == ("fakeai-proxy/verdict", 1)


def test_it_survives_being_written() -> None:
    assert Document.model_validate_json(sample().json_text()) == sample()


def test_another_version_is_refused() -> None:
    value = json.loads(sample().json_text())
    with pytest.raises(ValidationError):
        Document.model_validate({**value, "version": 2})


def test_every_field_of_the_schema_is_described_or_named_for_what_it_is() -> None:
    schema = Document.model_json_schema()
    plain = {"method", "path", "worst", "findings", "attempts", "policy", "faults"}
    plain |= {"latency_added_s", "tokens_lost", "format", "version"}
    for part in (schema, *schema["$defs"].values()):
        for name, field in part["properties"].items():
            assert name in plain or field.get("description"), name


def test_times_count_from_the_beginning() -> None:
    document = sample()
    first, second = document.requests[0].attempts
    assert (first.at, first.ended_at, first.retry_after_s) == (1.0, 1.0, 2.0)
    assert (second.at, second.head_at, second.ended_at) == (3.2, 3.45, 3.45)
    assert document.seconds == 3.99


def test_totals() -> None:
    document = sample()
    assert (document.outcome, document.exit_code) == ("failed", 1)
    assert (document.attempts, document.untouched) == (11, 1)
    assert [fault.fault for fault in document.faults] == [
        "http.error",
        "limit.exceeded",
        "payload.text",
        "stream.cut",
        "stream.end",
    ]
    assert document.tokens_lost == 5
    assert document.latency_added_s == pytest.approx(2.2 + 0.03 + 0.5)
    assert empty().outcome == "untested"


def test_the_policy_is_told() -> None:
    assert sample(POLICIES["lenient"]).policy.name == "lenient"


def test_no_secret_is_in_it() -> None:
    assert KEY.removeprefix("Bearer ") not in sample().json_text()


def test_what_does_not_print_is_not_shown() -> None:
    assert shown("a\x00\x1b\u202e\ud800b") == "a\ufffd\ufffd\ufffd\ufffdb"
    assert "\\u0000" not in hostile().json_text()
