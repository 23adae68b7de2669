from html.parser import HTMLParser

import pytest

from fakeai_proxy.chaos.verdict.reports import Document, page
from fakeai_proxy.chaos.verdict.reports.page import item, summary
from fakeai_proxy.chaos.verdict.reports.wording import sentence
from tests.chaos.verdict.lab import KEY
from tests.chaos.verdict.reports.parts import empty, hostile, sample

VOID = {"meta", "rect", "line", "br"}


class Reader(HTMLParser):
    """Checks that elements nest, and collects them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names.update(name for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def read(document: Document) -> Reader:
    reader = Reader()
    reader.feed(page(document))
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("document", [sample(), empty(), hostile(), sample(over=False)])
def test_it_is_one_page_that_runs_and_loads_nothing(document: Document) -> None:
    found = read(document)
    assert found.tags.isdisjoint({"script", "link", "img", "iframe", "object", "form", "a"})
    assert not any(name.startswith("on") or name in ("src", "href", "style") for name in found.names)
    assert "Content-Security-Policy" in page(document)


def test_hostile_text_is_text() -> None:
    text = page(hostile())
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    assert not any(character in text for character in "\x00\x1b\u202e")


def test_what_it_shows() -> None:
    document = sample()
    text = page(document)
    assert text.count("<svg") == len(document.requests) == 5
    assert "retried_hopeless" in text
    assert KEY.removeprefix("Bearer ") not in text
    assert text.index("retried_hopeless</b>") < text.index("waited_as_told</b>")


def test_the_summary() -> None:
    assert summary(sample()).startswith("Policy strict. 11 attempts in 3.99 s; 5 requests met a fault")
    forgetful = sample().model_copy(update={"forgotten": 7})
    assert "7 older ones forgotten" in summary(forgetful)


def test_a_long_run_is_shortened() -> None:
    document = sample()
    many = document.model_copy(update={"requests": document.requests * 100})
    assert "200 more requests are in the JSON report." in page(many)


def test_findings_are_items() -> None:
    finding = sample().requests[0].findings[0]
    assert finding.code in item(finding)
    assert finding.title in sentence(finding)
