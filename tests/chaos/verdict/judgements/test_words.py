from fakeai_proxy.chaos.verdict.judgements.words import how, listed, numbers, seconds
from fakeai_proxy.core.steps import Abort
from tests.chaos.verdict.lab import Lab, ask, error, stream


def test_seconds() -> None:
    assert (seconds(0.2134), seconds(3600)) == ("0.213 s", "3600 s")


def test_how_an_attempt_went() -> None:
    lab = Lab()
    assert how(lab.exchange(ask(), stream())) == "200"
    assert how(lab.exchange(ask(), [Abort()])) == "no head, cut"
    limited = lab.exchange(ask(), error(429, "slow_down", retry_after="2"))
    assert how(limited) == "429 slow_down, retry-after 2.000 s"


def test_lists_are_bounded() -> None:
    lab = Lab()
    for _ in range(14):
        lab.exchange(ask(), error(500))
    assert listed(lab.attempts[:2]) == "#1 (500 server_error), #2 (500 server_error)"
    assert listed(lab.attempts).endswith("#12 (500 server_error) and 2 more")
    assert numbers(lab.attempts[:2]) == (1, 2)
