from fakeai_proxy.telemetry import buckets as b
from fakeai_proxy.telemetry.families.vllm import metrics
from tests.telemetry.parts import Timeline, made, serve, shot, view

from .golden import check
from .samples import by_label, value
from .scene import scene


def test_the_text():
    check("vllm")


def test_gauges_are_those_of_the_workers():
    shown = [*metrics(scene())]
    assert value(shown, "vllm:num_requests_running", model_name="gpt-4o", engine="1") == 3
    assert value(shown, "vllm:kv_cache_usage_perc", model_name="gpt-4o", engine="0") == 0.25
    assert value(shown, "vllm:kv_cache_usage_perc", model_name="llama", engine="0") == 0


def test_workers_without_a_name_are_one():
    shown = [*metrics(shot(made(), view("no name"), view("none either", blocks_used=75)))]
    assert value(shown, "vllm:kv_cache_usage_perc", model_name="other", engine="0") == 0.5
    assert value(shown, "vllm:num_requests_running", model_name="other", engine="0") == 6


def test_prompt_tokens_by_source_are_all_of_them():
    shown = [*metrics(scene())]
    sources = by_label(shown, "vllm:prompt_tokens_by_source_total", "source", model_name="llama", engine="0")
    assert sources == {"local_compute": 380, "local_cache_hit": 120}


def test_every_reason_is_there_also_those_that_did_not_occur():
    shown = [*metrics(scene())]
    reasons = by_label(
        shown, "vllm:request_success_total", "finished_reason", model_name="gpt-4o", engine="1"
    )
    assert reasons == {"stop": 0, "length": 1, "abort": 1, "error": 0}


def test_operations_are_of_models_of_known_size():
    shown = [*metrics(scene())]
    assert by_label(shown, "vllm:estimated_flops_per_gpu_total", "model_name", engine="0") == {
        "llama": 2 * 8e9 * (380 + 90) / 2
    }


def test_buckets_of_tokens_end_with_the_context_of_the_model():
    telemetry = made()
    serve(telemetry, Timeline(), model="llama")
    serve(telemetry, Timeline(), model="unknown")
    shown = [*metrics(shot(telemetry))]
    name = "vllm:request_prompt_tokens_bucket"
    assert [*by_label(shown, name, "le", model_name="llama")][-2:] == ["1000.0", "+Inf"]
    assert len(by_label(shown, name, "le", model_name="unknown")) == len(b.TOKENS) + 1


def test_what_no_worker_served_is_not_of_the_engine():
    telemetry = made()
    serve(telemetry)
    serve(telemetry, source="live")
    assert not [sample for metric in metrics(shot(telemetry)) for sample in metric.samples]


def test_steps_are_counted_by_their_tokens():
    shown = [*metrics(scene())]
    labels = {"model_name": "llama", "engine": "0"}
    assert value(shown, "vllm:iteration_tokens_total_count", **labels) == 14
    assert value(shown, "vllm:iteration_tokens_total_sum", **labels) == 470
