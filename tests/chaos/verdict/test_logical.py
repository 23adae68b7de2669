from fakeai_proxy.chaos.verdict.logical import Logical, relation
from tests.chaos.verdict.lab import Lab, ask, error, stream


def test_a_logical_request() -> None:
    lab = Lab()
    one = lab.answered(ask(), error(500), "http.error")
    two = lab.exchange(ask(), stream())
    request = Logical((one, two))
    assert (request.first, request.last) == (one, two)
    assert request.recovered
    assert request.touched
    assert request.faults == ("http.error",)
    assert list(request.steps()) == [(one, two)]
    assert not Logical((two,)).touched
    assert not Logical((one,)).recovered


def test_relations() -> None:
    lab = Lab()
    first = lab.exchange(ask(), error(500))
    moved = lab.exchange(ask(), error(307, location="https://eu.example/"))

    def after(*args: str, **kwargs: str) -> str:
        return relation(first, lab.exchange(ask(*args, **kwargs), stream()))

    assert after() == "retry"
    assert after(model="gpt-4o-mini") == "model"
    assert after(host="x.openai.azure.com", model="y") == "host"
    assert after("other words") == "changed"
    assert relation(moved, lab.exchange(ask(host="eu.example"), stream())) == "redirect"
