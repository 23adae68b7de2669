from xml.etree import ElementTree as xml

import pytest

from fakeai_proxy.chaos.verdict.reports.document import AttemptPart, RequestPart
from fakeai_proxy.chaos.verdict.reports.timeline import SHOWN, WIDTH, bar_class, timeline
from tests.chaos.verdict.reports.parts import hostile, sample


def drawn(request: RequestPart) -> xml.Element:
    """Our SVG is well-formed XML too."""
    return xml.fromstring(timeline(request))


@pytest.mark.parametrize("request_", [*sample().requests, *hostile().requests])
def test_all_of_it_is_in_the_picture(request_: RequestPart) -> None:
    svg = drawn(request_)
    assert len(svg.findall("g")) == len(request_.attempts)
    for bar in svg.iter("rect"):
        x, width = float(bar.get("x", "")), float(bar.get("width", ""))
        assert 0 <= x <= x + width <= WIDTH


def test_what_was_told_is_a_line() -> None:
    limited = drawn(sample().requests[0])
    (line,) = limited.iter("line")
    second = list(limited.iter("rect"))[2]
    assert float(line.get("x1", "")) < float(second.get("x", ""))


def test_a_day_does_not_dwarf_the_rest() -> None:
    request = sample().requests[0]
    first = request.attempts[0].model_copy(update={"retry_after_s": 86400.0})
    svg = drawn(request.model_copy(update={"attempts": (first, request.attempts[1])}))
    assert float(list(svg.iter("rect"))[2].get("x", "")) > WIDTH / 2


def test_many_attempts_are_shortened() -> None:
    request = sample().requests[0]
    svg = drawn(request.model_copy(update={"attempts": request.attempts * 100}))
    assert len(svg.findall("g")) == SHOWN


def test_classes() -> None:
    def kind(**fields: object) -> str:
        attempt: AttemptPart = sample().requests[0].attempts[1].model_copy(update=fields)
        return bar_class(attempt)

    assert kind() == "complete"
    assert kind(status=500) == "refused"
    assert kind(ended="timeout") == "timeout"
