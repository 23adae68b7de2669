import json

import pytest
from openai.types import Batch

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Wait
from fakeai_proxy.engine import LatencySettings
from fakeai_proxy.resources import owner_of
from tests.endpoints.asking import ask, error, services, steps, told
from tests.endpoints.sdk import Client
from tests.endpoints.typed import typed

from .written import begun, line, read, seen, uploaded

LINES = b"".join(
    line(str(at), {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": f"{at}"}]})
    for at in range(4)
)


def paid(to):
    """Rows of telemetry: (was it charged as a batch, prompt tokens)."""
    rows = to.telemetry.rows()
    return [(bool(row["batch"]), int(row["prompt_tokens"])) for row in rows if row["prompt_tokens"]]


def test_the_sdk_runs_a_batch():
    clock = ManualClock()
    to = services(clock=clock, generation=LatencySettings())
    client = Client(to)
    file = client.one(lambda api: api.files.create(file=("in.jsonl", LINES), purpose="batch"))
    made = client.one(
        lambda api: api.batches.create(
            input_file_id=file.id,
            endpoint="/v1/chat/completions",
            completion_window="24h",
            metadata={"team": "a"},
        )
    )
    assert (made.status, made.expires_at - made.created_at) == ("validating", 86_400)
    clock.advance(0.502)
    running = client.one(lambda api: api.batches.retrieve(made.id))
    assert (running.status, running.output_file_id) == ("in_progress", None)
    assert (running.request_counts.total, running.request_counts.completed) == (4, 2)
    clock.advance(0.1)
    assert client(lambda api: api.batches.retrieve(made.id)).status == "finalizing"
    clock.advance(0.5)
    (done,) = client(lambda api: api.batches.list(limit=10)).data
    assert (done.status, done.errors, done.error_file_id) == ("completed", None, None)
    assert (done.metadata, done.model) == ({"team": "a"}, "gpt-4o-mini")
    answers = [
        json.loads(one)
        for one in client(lambda api: api.files.content(done.output_file_id)).text.splitlines()
    ]
    assert [answer["custom_id"] for answer in answers] == list("0123")
    bodies = [answer["response"]["body"] for answer in answers]
    assert {answer["response"]["status_code"] for answer in answers} == {200}
    assert sum(body["usage"]["total_tokens"] for body in bodies) == done.usage.total_tokens > 0
    assert (
        len({answer["id"] for answer in answers})
        == len({body["choices"][0]["message"]["content"] for body in bodies})
        == 4
    )
    assert [batch for batch, _ in paid(to)] == [True] * 4


def test_lines_that_are_refused_do_not_fail_the_batch():
    to = services(clock=ManualClock())
    bad = {"model": "gpt-4o-mini", "messages": "no"}
    streamed = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}], "stream": True}
    batch = begun(to, line("good") + line("bad", bad) + b"\n" + line("streamed", streamed))
    to.clock.advance(5)
    done = typed(Batch, seen(to, batch))
    assert (done.status, done.request_counts.completed, done.request_counts.failed) == ("completed", 1, 2)
    assert [one["custom_id"] for one in read(to, done.output_file_id)] == ["good"]
    refused = read(to, done.error_file_id)
    assert [one["response"]["status_code"] for one in refused] == [400, 400]
    assert refused[0]["response"]["body"]["error"]["param"] == "messages"
    assert [one["error"] for one in refused] == [None, None]


def test_a_file_that_is_wrong_fails_it():
    to = services(clock=ManualClock())
    batch = begun(to, line("a") + b"{no\n" + line("a") + line("b", url="/v1/embeddings"))
    to.clock.advance(1)
    failed = typed(Batch, seen(to, batch))
    assert (failed.status, failed.output_file_id, failed.in_progress_at) == ("failed", None, None)
    assert [(one.code, one.line) for one in failed.errors.data] == [
        ("invalid_json_line", 2),
        ("duplicate_custom_id", 3),
        ("url_mismatch", 4),
    ]
    assert paid(to) == []


def test_cancelling():
    to = services(clock=ManualClock())
    batch = begun(to, LINES)
    to.clock.advance(0.502)
    stopped = typed(Batch, told(ask(f"/v1/batches/{batch}/cancel", b"", to)))
    assert (stopped.status, stopped.cancelled_at) == ("cancelling", None)
    assert told(ask(f"/v1/batches/{batch}/cancel", b"", to))["status"] == "cancelling"
    to.clock.advance(10)
    over = typed(Batch, seen(to, batch))
    assert (over.status, over.completed_at, over.request_counts.completed) == ("cancelled", None, 2)
    assert len(read(to, over.output_file_id)) == 2
    refused = error(ask(f"/v1/batches/{batch}/cancel", b"", to), 409)
    assert refused["message"] == "Cannot cancel a batch with status 'cancelled'."


def test_expiring():
    clock = ManualClock()
    to = services(clock=clock)
    settings = to.resources.settings.model_copy(update={"batch_window_seconds": 0.502})
    to.resources.settings = settings
    batch = begun(to, LINES, output_expires_after={"anchor": "created_at", "seconds": 3600})
    clock.advance(2)
    over = typed(Batch, seen(to, batch))
    assert (over.status, over.request_counts.completed, over.request_counts.failed) == ("expired", 2, 2)
    assert over.expired_at is not None
    assert [one["error"]["code"] for one in read(to, over.error_file_id)] == ["batch_expired"] * 2
    file = told(ask(f"/v1/files/{over.output_file_id}", to=to))
    assert (file["purpose"], file["expires_at"] - file["created_at"]) == ("batch_output", 3600)


def test_who_looks_late_sees_it_done_and_others_are_served_meanwhile():
    to = services(clock=ManualClock())
    batch = begun(to, b"".join(line(str(at)) for at in range(20)))
    to.clock.advance(60)
    played = list(steps(ask(f"/v1/batches/{batch}", to=to)))
    assert [step for step in played if isinstance(step, Wait)] == [Wait(0)] * 4
    assert seen(to, batch)["request_counts"]["completed"] == 20
    assert len(paid(to)) == 20


def test_two_who_look_at_once_ask_each_line_once():
    to = services(clock=ManualClock())
    batch = begun(to, b"".join(line(str(at)) for at in range(20)))
    to.clock.advance(60)
    one, two = (iter(steps(ask(f"/v1/batches/{batch}", to=to))) for _ in range(2))
    for _ in range(3):
        next(one), next(two)
    assert [*one][-1] == [*two][-1]
    done = seen(to, batch)
    names = [answer["custom_id"] for answer in read(to, done["output_file_id"])]
    assert names == [str(at) for at in range(20)]


def test_a_file_deleted_meanwhile_ends_it():
    to = services(clock=ManualClock())
    batch = begun(to, LINES)
    to.clock.advance(0.502)
    input_file = seen(to, batch)["input_file_id"]
    told(ask(f"/v1/files/{input_file}", method="DELETE", to=to))
    to.clock.advance(10)
    done = seen(to, batch)
    assert (done["status"], done["request_counts"]["completed"]) == ("completed", 2)


def test_no_time_at_all():
    to = services(clock=ManualClock(), generation=LatencySettings(time_scale=0))
    assert seen(to, begun(to, LINES))["status"] == "completed"


ASKED = {"endpoint": "/v1/chat/completions", "completion_window": "24h", "input_file_id": "file-x"}


@pytest.mark.parametrize(
    ("fields", "status", "code", "param"),
    [
        ({}, 404, None, "id"),
        ({"input_file_id": None}, 400, "invalid_type", "input_file_id"),
        ({"endpoint": "/v1/files"}, 400, "invalid_value", "endpoint"),
        ({"completion_window": "1h"}, 400, "invalid_value", "completion_window"),
        ({"metadata": {"a": 1}}, 400, "invalid_type", "metadata.a"),
        ({"output_expires_after": {"anchor": "created_at"}}, 400, "missing_required_parameter", None),
        ({"x": 1}, 400, "unknown_parameter", "x"),
    ],
)
def test_wrong_batches(fields, status, code, param):
    refused = error(ask("/v1/batches", ASKED | fields), status)
    assert refused["code"] == code
    assert param is None or refused["param"] == param


def test_a_file_of_another_purpose():
    to = services()
    file = uploaded(to, LINES)
    to.resources.change(to.resources.need(owner_of(Request("GET", "/")), "file", file), purpose="vision")
    refused = error(ask("/v1/batches", ASKED | {"input_file_id": file}, to))
    assert (refused["param"], refused["code"]) == ("input_file_id", "invalid_value")


@pytest.mark.parametrize(("method", "path"), [("GET", "batch_x"), ("POST", "batch_x/cancel")])
def test_what_is_not_there(method, path):
    refused = error(ask(f"/v1/batches/{path}", method=method), 404)
    assert refused["message"] == "No batch found with id 'batch_x'."
