import pytest

from fakeai_proxy.telemetry.families.fakeai import metrics
from tests.telemetry.parts import KEY, ask, made, serve, shot

from .golden import check
from .samples import by_label, value
from .scene import scene


def test_the_text():
    check("fakeai")


def test_every_source_is_counted():
    shown = [*metrics(scene())]
    sources = [
        sample.labels["source"]
        for metric in shown
        if metric.name == "fakeai_requests"
        for sample in metric.samples
    ]
    assert set(sources) == {"synthesized", "live", "missed"}


def test_dollars():
    shown = [*metrics(scene())]
    dollars = by_label(shown, "fakeai_cost_dollars_total", "kind", model="gpt-4o")
    assert dollars["cached_input"] == pytest.approx(32 * 1.25e-6)
    assert dollars["input"] == pytest.approx((168 * 2.5 + 100 * 1.25) * 1e-6)
    assert dollars["output"] == pytest.approx((6 * 10 + 400 * 5) * 1e-6)


def test_a_model_whose_price_is_not_known_has_no_cost():
    assert set(by_label(metrics(scene()), "fakeai_cost_dollars_total", "model")) == {"gpt-4o"}


def test_errors_are_told_by_what_was_answered():
    errors = by_label(metrics(scene()), "fakeai_errors_total", "error", model="gpt-4o")
    assert errors == {"rate_limit_exceeded": 1, "invalid_value": 1}


def test_a_key_is_in_no_label():
    telemetry = made()
    serve(telemetry, model=KEY, error=KEY)
    waiting = telemetry.begin(ask(), "synthesized")
    waiting.model = KEY
    shown = [*metrics(shot(telemetry))]
    assert KEY not in repr(shown)
    assert value(shown, "fakeai_requests_active", model="other", source="synthesized") == 1
