from typing import Any
from xml.etree import ElementTree as xml

import pytest

from fakeai_proxy.chaos.verdict import POLICIES
from fakeai_proxy.chaos.verdict.reports import Document, junit
from tests.chaos.verdict.reports.parts import empty, hostile, sample

SUITE = {"name", "tests", "failures", "errors", "skipped", "time"}
SCHEMA: dict[str, tuple[set[str], set[str], list[str]]] = {
    "testsuites": (SUITE, set(), ["testsuite"]),
    "testsuite": (SUITE, {"name", "tests"}, ["testcase"]),
    "testcase": (
        {"name", "classname", "time"},
        {"name", "classname"},
        ["skipped", "error", "failure", "system-out", "system-err"],
    ),
    "failure": ({"message", "type"}, {"type"}, []),
    "skipped": ({"message"}, set(), []),
    "system-out": (set(), set(), []),
}
"""What CI servers read: element -> attributes it may have, those it must have, children in order."""


def check(element: Any) -> None:
    may, must, children = SCHEMA[element.tag]
    assert must <= element.attrib.keys() <= may
    order = [children.index(child.tag) for child in element]
    assert order == sorted(order)
    for name in ("tests", "failures", "errors", "skipped"):
        assert element.get(name, "0").isdigit()
    assert float(element.get("time", "0")) >= 0
    for child in element:
        check(child)


@pytest.mark.parametrize("document", [sample(), empty(), hostile(), sample(over=False)])
def test_it_is_well_formed_and_of_the_schema(document: Document) -> None:
    check(xml.fromstring(junit(document)))


def test_one_case_a_request() -> None:
    root = xml.fromstring(junit(sample()))
    assert [suite.get("name") for suite in root] == [
        "limit.exceeded",
        "http.error",
        "stream.cut",
        "stream.end",
        "payload.text",
    ]
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["5", "2", "0", "1"]
    failed = root.find("testsuite[@name='http.error']/testcase/failure")
    assert failed is not None
    assert failed.get("type") == "retried_hopeless"
    assert "(400 server_error)" in (failed.text or "")


def test_what_fails_is_up_to_the_policy() -> None:
    root = xml.fromstring(junit(sample(POLICIES["lenient"])))
    assert root.get("failures") == "1"


def test_hostile_text_is_text() -> None:
    text = junit(hostile())
    assert "<script>" not in text
    assert "\x00" not in text
    case = xml.fromstring(text).find("testsuite/testcase")
    assert case is not None
    assert "<script>" in (case.get("name") or "")
