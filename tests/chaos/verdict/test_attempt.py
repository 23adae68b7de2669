from dataclasses import replace

from tests.chaos.verdict.lab import Lab, ask, error, stream, unfinished


def test_what_is_usable() -> None:
    lab = Lab()
    assert lab.exchange(ask(), stream()).usable
    assert not lab.exchange(ask(), error(500)).usable
    assert not lab.exchange(ask(), unfinished()).usable


def test_silence_is_since_the_last_byte() -> None:
    attempt = Lab().exchange(ask(), stream())
    assert replace(attempt, last_at=3.0, ended_at=5.5).silence == 2.5
