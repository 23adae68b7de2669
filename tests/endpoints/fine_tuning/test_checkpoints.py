from fakeai_proxy.core.clock import ManualClock
from tests.endpoints.asking import ask, services, told
from tests.endpoints.sdk import Client

from .trained import EXAMPLES, begun, lines


def test_the_sdk_lists_three() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    file = client.one(lambda api: api.files.create(file=("train.jsonl", EXAMPLES), purpose="fine-tune"))
    job = client.one(
        lambda api: api.fine_tuning.jobs.create(
            model="gpt-4o-mini", training_file=file.id, validation_file=file.id
        )
    ).id
    clock.advance(10.5)
    assert len(client(lambda api: api.fine_tuning.jobs.checkpoints.list(job)).data) == 1
    clock.advance(2)
    last, *_, first = client(lambda api: api.fine_tuning.jobs.checkpoints.list(job)).data
    name = client(lambda api: api.fine_tuning.jobs.retrieve(job)).fine_tuned_model
    assert (last.fine_tuned_model_checkpoint, last.step_number) == (name, 96)
    assert (first.fine_tuned_model_checkpoint, first.step_number) == (f"{name}:ckpt-step-72", 72)
    assert first.metrics.full_valid_loss > last.metrics.full_valid_loss


def test_a_job_that_failed_or_has_just_begun_has_none() -> None:
    to = services(clock=ManualClock())
    for job in (begun(to, lines({})), begun(to)):
        page = told(ask(f"/v1/fine_tuning/jobs/{job}/checkpoints", to=to))
        assert (page["data"], page["first_id"], page["has_more"]) == ([], None, False)
