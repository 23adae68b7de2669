from __future__ import annotations

from tests.faults.hits import answered, asking, headers_of, hit_of
from tests.playbook import head


def test_a_request_over_the_limit() -> None:
    size = len(asking().body)
    fault = {"type": "http.too_large", "max_bytes": size - 1}
    steps = answered(fault)
    assert steps is not None
    assert head(steps).status == 413
    assert headers_of(steps)["content-type"] == "text/html"
    assert answered({**fault, "max_bytes": size}) is None


def test_in_the_words_of_the_provider_or_as_a_page() -> None:
    hit = hit_of(dialect="anthropic")
    assert headers_of(answered({"type": "http.too_large"}, hit))["content-type"] == "application/json"
    assert (
        headers_of(answered({"type": "http.too_large", "page": "html"}, hit))["content-type"] == "text/html"
    )


def test_so_many_times() -> None:
    assert answered({"type": "http.too_large", "times": 1}, hit_of(ordinal=1)) is None
