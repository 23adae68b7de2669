import pytest

from fakeai_proxy.telemetry.families.dynamo_frontend import error_type, metrics
from tests.telemetry.parts import made, serve, shot, view

from .golden import check
from .samples import by_label, value
from .scene import scene


def test_the_text():
    check("dynamo_frontend")


def test_requests():
    shown = [*metrics(scene())]
    labels = {"model": "gpt-4o", "endpoint": "chat_completions", "request_type": "unary"}
    ended = by_label(shown, "dynamo_frontend_requests_total", "error_type", **labels)
    assert ended == {"": 1, "overload": 1, "validation": 1}
    assert value(shown, "dynamo_frontend_requests_started_total", **labels) == 4
    assert value(shown, "dynamo_frontend_active_requests", model="gpt-4o") == 1
    assert value(shown, "dynamo_frontend_queued_requests", model="gpt-4o") == 1
    assert value(shown, "dynamo_frontend_disconnected_clients") == 1


def test_only_what_is_asked_of_a_model_here_is_counted():
    telemetry = made()
    serve(telemetry, source="live")
    serve(telemetry, model="", endpoint="/models")
    names = {sample.name for metric in metrics(shot(telemetry)) for sample in metric.samples}
    assert names == {"dynamo_frontend_disconnected_clients"}


@pytest.mark.parametrize(
    ("outcome", "status", "told"),
    [
        ("ok", 200, ""),
        ("aborted", 200, "cancelled"),
        ("error", 404, "not_found"),
        ("error", 429, "overload"),
        ("error", 400, "validation"),
        ("error", 401, "validation"),
        ("error", 500, "internal"),
        ("error", 501, "not_implemented"),
        ("error", 0, "internal"),
    ],
)
def test_errors_in_the_words_of_dynamo(outcome, status, told):
    assert error_type(outcome, status) == told


def test_embeddings_have_a_latency_of_their_own():
    shown = [*metrics(scene())]
    assert by_label(shown, "dynamo_frontend_embedding_latency_seconds_count", "model") == {"llama": 1}


def test_the_last_of_each_worker():
    shown = [*metrics(scene())]
    last = by_label(shown, "dynamo_frontend_worker_last_time_to_first_token_seconds", "worker_id")
    assert last == {"gpt-4o/0": 0.25, "gpt-4o/1": 0.25, "llama/0": 0.25}


def test_workers_that_only_prefill_say_so():
    shown = [*metrics(shot(made(), view(role="prefill"), view(index=1, role="both")))]
    kinds = by_label(shown, "dynamo_frontend_worker_active_decode_blocks", "worker_type")
    assert set(kinds) == {"prefill", "decode"}
