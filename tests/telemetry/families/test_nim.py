from fakeai_proxy.telemetry.families.nim import metrics

from .golden import check
from .samples import by_label, value
from .scene import scene


def test_the_text():
    check("nim")


def test_workers_of_a_model_are_one():
    shown = [*metrics(scene())]
    assert by_label(shown, "num_requests_running", "model_name") == {"gpt-4o": 6, "llama": 3}
    assert value(shown, "gpu_cache_usage_perc", model_name="gpt-4o") == 0.25
    assert value(shown, "num_request_max", model_name="gpt-4o") == 512


def test_requests_that_finished():
    shown = [*metrics(scene())]
    reasons = by_label(shown, "request_finish_total", "finished_reason", model_name="gpt-4o")
    assert reasons == {"stop": 1, "length": 1, "abort": 1}
    assert by_label(shown, "request_success_total", "model_name") == {"gpt-4o": 2, "llama": 1}
    assert by_label(shown, "request_failure_total", "model_name") == {"gpt-4o": 1, "llama": 1}
