"""What is taken from a prompt."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.synth.facts import Facts

STRING: dict[str, Any] = {"type": "string"}


@pytest.mark.parametrize(
    ("asked", "name", "schema", "first"),
    [
        ("Weather in Paris, please", "city", STRING, "Paris"),
        ("Is it warm in San Francisco, CA today?", "location", STRING, "San Francisco, CA"),
        ("order_id: A-17, and be quick", "orderId", STRING, "A-17"),
        ('{"quantity": 7}', "quantity", {"type": "integer"}, 7),
        ("Book for 1,200 people", "people", {"type": "integer"}, 1200),
        ("Half of 2.5 please", "amount", {"type": "number"}, 2.5),
        ("Write to ann@corp.com", "recipientEmail", STRING, "ann@corp.com"),
        ("Read https://a.example/x?y=1.", "url", STRING, "https://a.example/x?y=1."),
        ("On 2025-06-01 at noon", "start", {"type": "string", "format": "date"}, "2025-06-01"),
        ('Call it "Blue Moon"', "label", STRING, "Blue Moon"),
        ("in Fahrenheit", "unit", {"enum": ["celsius", "fahrenheit"]}, "fahrenheit"),
        ("who won the cup?", "query", STRING, "who won the cup?"),
        ("urgent is true", "urgent", {"type": "boolean"}, True),
    ],
)
def test_the_likeliest_value(asked: str, name: str, schema: dict[str, Any], first: object) -> None:
    assert next(Facts(asked).known(name, schema)) == first


@pytest.mark.parametrize("name", ["colour", "days"])
def test_nothing_is_known(name: str) -> None:
    kind = "integer" if name == "days" else "string"
    assert list(Facts("Tell me a story.").known(name, {"type": kind})) == []


def test_what_was_taken_comes_last_and_what_was_not_does_not() -> None:
    facts = Facts("From Berlin to New York")
    assert next(facts.known("origin", STRING)) == "Berlin"
    assert list(facts.known("destination", STRING)) == ["New York", "Berlin"]
    assert next(facts.known("destination", STRING)) == "New York"


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    assert Facts("Sunny days. Does Ada like NYC? Tell Bob.").names() == ["Ada", "NYC", "Bob"]
