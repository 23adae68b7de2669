import pytest

from fakeai_proxy.wire.base import SamplingRequest


def test_parameters_of_no_api_are_found_in_the_order_sent():
    assert SamplingRequest.unknown({"model": "m", "zebra": 1, "apple": 2}) == "zebra"


def test_parameters_of_other_engines_are_known():
    assert SamplingRequest.unknown({"model": "m", "top_k": 3, "ignore_eos": True, "nvext": {}}) is None


@pytest.mark.parametrize(
    ("stop", "stops"),
    [(None, ()), ("a", ("a",)), (["a", "b"], ("a", "b")), ("", ()), (["", "b"], ("b",)), ([], ())],
)
def test_stop_is_one_text_or_many(stop, stops):
    assert SamplingRequest(model="m", stop=stop).stops == stops


@pytest.mark.parametrize(
    ("fields", "repeatable"),
    [({}, False), ({"seed": 0}, True), ({"temperature": 0}, True), ({"temperature": 0.5}, False)],
)
def test_a_seed_or_no_temperature_asks_for_the_same_text_again(fields, repeatable):
    assert SamplingRequest(model="m", **fields).repeatable is repeatable
