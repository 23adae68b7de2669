from fakeai_proxy.chaos.verdict import Observation


def test_without_more_one_does_not_know_that_the_client_ended() -> None:
    seen = Observation(())
    assert (seen.over, seen.forgotten, seen.until) == (False, 0, 0.0)
