import pytest

from fakeai_proxy.catalog.architecture import Price
from fakeai_proxy.telemetry.cost import Cost, cost_of
from fakeai_proxy.telemetry.cube import Sums

TOKENS = Sums(1, prompt_tokens=3e6, cached_tokens=1e6, completion_tokens=2e6)
PLAIN = Price(2.0, 8.0)


@pytest.mark.parametrize(
    ("price", "batch", "cost"),
    [
        (PLAIN, False, Cost(4.0, 2.0, 16.0)),
        (Price(2.0, 8.0, cached_input=0.5), False, Cost(4.0, 0.5, 16.0)),
        (Price(2.0, 8.0, cached_input=0.5, batch_input=1.0, batch_output=4.0), True, Cost(2.0, 1.0, 8.0)),
        (PLAIN, True, None),
        (Price(2.0, 8.0, batch_input=1.0), True, None),
        (None, False, None),
    ],
)
def test_dollars(price, batch, cost):
    assert cost_of(TOKENS, price, batch) == cost


def test_a_batch_that_writes_nothing_needs_no_price_of_output():
    assert cost_of(Sums(1, 1e6), Price(0.02, 0.0, batch_input=0.01), batch=True) == Cost(0.01, 0.0, 0.0)


def test_costs_add_up():
    assert Cost(1, 2, 3).plus(Cost(1, 1, 1)).total == 9
