import pytest
from openai import BadRequestError, NotFoundError, PermissionDeniedError

from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import USER, ask, error, services
from tests.endpoints.sdk import Client

from .trained import EXAMPLES, begun, lines, seen, uploaded


def test_the_sdk_trains_a_model_and_uses_it() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    file = client.one(lambda api: api.files.create(file=("train.jsonl", EXAMPLES), purpose="fine-tune"))
    made = client.one(
        lambda api: api.fine_tuning.jobs.create(
            model="gpt-4o-mini", training_file=file.id, suffix="My Own", metadata={"team": "a"}, seed=7
        )
    )
    assert (made.status, made.seed, made.fine_tuned_model) == ("validating_files", 7, None)
    assert (made.hyperparameters.n_epochs, made.estimated_finish) == ("auto", None)
    clock.advance(2)
    assert client(lambda api: api.fine_tuning.jobs.retrieve(made.id)).status == "queued"
    clock.advance(6)
    (running,) = client(lambda api: api.fine_tuning.jobs.list(metadata={"team": "a"})).data
    assert (running.status, running.hyperparameters.n_epochs) == ("running", 8)
    assert running.estimated_finish == made.created_at + 12
    clock.advance(4)
    models = [model.id for model in client(lambda api: api.models.list()).data]
    done = client(lambda api: api.fine_tuning.jobs.retrieve(made.id))
    name = done.fine_tuned_model
    assert name.startswith("ft:gpt-4o-mini-2024-07-18:fakeai:my-own:")
    assert (done.status, done.finished_at) == ("succeeded", made.created_at + 12)
    assert done.trained_tokens == 23 * 12 * 8
    assert name in models
    assert client(lambda api: api.models.retrieve(name)).owned_by == "fakeai"
    (result,) = done.result_files
    told = client(lambda api: api.files.retrieve(result))
    assert (told.filename, told.purpose) == ("step_metrics.csv", "fine-tune-results")
    head, *rows = client(lambda api: api.files.content(result)).text.splitlines()
    assert head.startswith("step,train_loss,")
    losses = [float(row.split(",")[1]) for row in rows]
    assert len(losses) == 96
    assert losses == sorted(losses, reverse=True)
    answer = client.one(lambda api: api.chat.completions.create(model=name, messages=list(USER)))
    assert answer.model == name
    assert client.one(lambda api: api.models.delete(name)).deleted
    for ask_again in (
        lambda api: api.models.retrieve(name),
        lambda api: api.models.delete(name),
        lambda api: api.chat.completions.create(model=name, messages=list(USER)),
    ):
        with pytest.raises(NotFoundError, match="does not exist or you do not have access"):
            client.one(ask_again)
    assert name not in [model.id for model in client(lambda api: api.models.list()).data]
    with pytest.raises(PermissionDeniedError):
        client.one(lambda api: api.models.delete("gpt-4o"))


def test_pausing_and_cancelling() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    file = client.one(lambda api: api.files.create(file=("train.jsonl", EXAMPLES), purpose="fine-tune"))
    jobs = [
        client.one(
            lambda api, method=method: api.fine_tuning.jobs.create(
                model="gpt-4o-mini", training_file=file.id, validation_file=file.id, method={"type": method}
            )
        )
        for method in ("supervised", "dpo")
    ]
    job = jobs[0]
    clock.advance(6)
    assert client(lambda api: api.fine_tuning.jobs.retrieve(jobs[1].id)).status == "failed"
    assert client.one(lambda api: api.fine_tuning.jobs.pause(job.id)).status == "queued"
    clock.advance(100)
    assert client(lambda api: api.fine_tuning.jobs.retrieve(job.id)).status == "queued"
    resumed = client.one(lambda api: api.fine_tuning.jobs.resume(job.id))
    assert (resumed.status, resumed.estimated_finish) == ("running", job.created_at + 112)
    clock.advance(3)
    stopped = client.one(lambda api: api.fine_tuning.jobs.cancel(job.id))
    assert (stopped.status, stopped.finished_at) == ("cancelled", job.created_at + 109)
    clock.advance(100)
    assert client(lambda api: api.fine_tuning.jobs.retrieve(job.id)) == stopped
    for verb in ("cancel", "pause", "resume"):
        with pytest.raises(BadRequestError, match=f"Cannot {verb} job {job.id}: its status is 'cancelled'"):
            client.one(lambda api, verb=verb: getattr(api.fine_tuning.jobs, verb)(job.id))


def test_a_file_that_is_wrong_fails_the_job() -> None:
    to = services(clock=ManualClock())
    job = begun(to, EXAMPLES + lines({"messages": [{"role": "user", "content": 1}]}))
    assert seen(to, job)["error"] is None
    to.clock.advance(60)
    failed = seen(to, job)
    assert (failed["status"], failed["error"]["code"]) == ("failed", "invalid_training_file")
    assert failed["error"]["param"] == "training_file"
    assert 'Line 13, key "messages[0].content"' in failed["error"]["message"]


def test_what_is_wrong() -> None:
    to = services()
    file, other = uploaded(to), uploaded(to, purpose="evals")
    good = {"model": "gpt-4o-mini", "training_file": file}
    for change, status, code, param in (
        ({"training_file": "file-x"}, 400, None, "training_file"),
        ({"training_file": other}, 400, "invalid_value", "training_file"),
        ({"model": "gpt-4-turbo"}, 400, "model_not_available", "model"),
        ({"suffix": "a" * 65}, 400, "string_above_max_length", "suffix"),
        ({"hyperparameters": {"n_epochs": 0}}, 400, "integer_below_min_value", "hyperparameters.n_epochs"),
        ({"method": {"type": "lora"}}, 400, "invalid_value", "method.type"),
        (
            {"method": {"type": "reinforcement"}},
            400,
            "missing_required_parameter",
            "method.reinforcement.grader",
        ),
    ):
        refusal = error(ask("/v1/fine_tuning/jobs", good | change, to), status)
        assert (refusal["code"], refusal["param"]) == (code, param)
    assert error(ask("/v1/fine_tuning/jobs/ftjob-x", to=to), 404)["code"] == "fine_tune_not_found"
