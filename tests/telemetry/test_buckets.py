import pytest

from fakeai_proxy.telemetry import buckets as b


@pytest.mark.parametrize(
    ("bounds", "known"),
    [
        (
            b.FRONTEND_TTFT,
            (0.0, 0.0022, 0.0047, 0.01, 0.022, 0.047, 0.1, 0.22, 0.47, 1.0, 2.2, 4.7, 10.0, 22.0),
        ),
        (
            b.FRONTEND_ITL,
            (0.0, 0.0019, 0.0035, 0.0067, 0.013, 0.024, 0.045, 0.084, 0.16, 0.3, 0.56, 1.1, 2.0),
        ),
        (b.FRONTEND_DURATION, (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 130.0, 260.0, 510.0)),
        (b.FRONTEND_OUTPUT, (0.0, 100.0, 210.0, 430.0, 880.0, 1800.0, 3700.0, 7600.0, 16000.0, 32000.0)),
    ],
)
def test_logarithmic_buckets_are_those_of_a_running_frontend(bounds, known):
    assert bounds[: len(known)] == known


def test_bounds_that_round_to_the_same_are_one():
    assert b.logarithmic(1.0, 1.04, 5) == (0.0, 1.0)


def test_bounds_of_tokens_are_a_1_2_5_series():
    assert b.TOKENS[:7] == (1, 2, 5, 10, 20, 50, 100)


@pytest.mark.parametrize("name", [name for name in dir(b) if name.isupper()])
def test_bounds_rise(name):
    bounds = getattr(b, name)
    assert list(bounds) == sorted(set(bounds))
