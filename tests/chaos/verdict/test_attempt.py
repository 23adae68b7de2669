from tests.chaos.verdict.lab import Lab, ask, error, stream, unfinished


def test_what_is_usable() -> None:
    lab = Lab()
    assert lab.exchange(ask(), stream()).usable
    assert not lab.exchange(ask(), error(500)).usable
    assert not lab.exchange(ask(), unfinished()).usable
