from fakeai_proxy.telemetry.families.dynamo_component import metrics

from .golden import check
from .samples import by_label, value
from .scene import scene


def test_the_text():
    check("dynamo_component")


def test_the_router():
    shown = [*metrics(scene())]
    started = by_label(shown, "dynamo_component_router_requests_started_total", "worker_id")
    assert started == {"gpt-4o/0": 5, "gpt-4o/1": 5, "llama/0": 5}
    ended = by_label(shown, "dynamo_component_router_requests_total", "worker_id")
    assert ended == {"gpt-4o/0": 1, "gpt-4o/1": 2, "llama/0": 2}
    rates = by_label(shown, "dynamo_component_router_kv_hit_rate_sum", "worker_id")
    assert rates == {"gpt-4o/0": 0.32, "gpt-4o/1": 0, "llama/0": 0}


def test_the_workers():
    shown = [*metrics(scene())]
    cancelled = by_label(shown, "dynamo_component_cancellation_total", "worker_id")
    assert cancelled == {"gpt-4o/0": 0, "gpt-4o/1": 1, "llama/0": 0}
    assert by_label(shown, "dynamo_component_errors_total", "worker_id") == {"llama/0": 1}
    assert value(shown, "dynamo_component_uptime_seconds", worker_id="llama/0") == 60
    assert value(shown, "dynamo_request_plane_inflight_requests") == 12
