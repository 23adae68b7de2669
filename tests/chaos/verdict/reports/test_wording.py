import pytest

from fakeai_proxy.chaos.verdict.reports.wording import duration, fault_name, sentence, took, went
from tests.chaos.verdict.reports.parts import sample


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 ms"),
        (0.0042, "4 ms"),
        (0.213, "0.21 s"),
        (600, "10 min"),
        (86_400, "24 h 0 min"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_names_of_faults() -> None:
    assert (fault_name("http.error"), fault_name("")) == ("http.error", "(not injected)")


def test_a_request_in_words() -> None:
    request = sample().requests[0]
    assert took(request) == pytest.approx(2.45)
    assert went(request.attempts[0]) == "429 server_error, complete"
    assert sentence(request.findings[0]).startswith("good: retried: asked again")
