import json

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.sse import Decoder
from tests.endpoints.asking import ask, error, headers, services, steps, told
from tests.endpoints.sdk import Client
from tests.playbook import body, play

from .trained import EXAMPLES, begun, lines


def test_the_sdk_reads_what_happened() -> None:
    clock = ManualClock()
    client = Client(services(clock=clock))
    file = client.one(lambda api: api.files.create(file=("train.jsonl", EXAMPLES), purpose="fine-tune"))
    job = client.one(
        lambda api: api.fine_tuning.jobs.create(
            model="gpt-4o-mini", training_file=file.id, validation_file=file.id
        )
    ).id
    first = client(lambda api: api.fine_tuning.jobs.list_events(job)).data
    assert [one.message.split()[0] for one in first] == ["Validating", "Validating", "Created"]
    clock.advance(8)
    client.one(lambda api: api.fine_tuning.jobs.pause(job))
    clock.advance(5)
    client.one(lambda api: api.fine_tuning.jobs.resume(job))
    paused = client(lambda api: api.fine_tuning.jobs.list_events(job, limit=2)).data
    assert [one.message for one in paused] == ["Fine-tuning job resumed", "Fine-tuning job paused"]
    clock.advance(99)
    pages = client(lambda api: api.fine_tuning.jobs.list_events(job, limit=50))
    every = list(client.sync.fine_tuning.jobs.list_events(job, limit=50))
    assert pages.has_more
    assert len({one.id for one in every}) == len(every) > 100
    assert every[0].message == "The job has successfully completed"
    metrics = [one for one in reversed(every) if one.type == "metrics"]
    assert metrics[-1].data["step"] == metrics[-1].data["total_steps"] == 96
    assert metrics[0].data["valid_loss"] > metrics[-1].data["valid_loss"]
    assert [one.created_at for one in every] == sorted((one.created_at for one in every), reverse=True)


def test_a_stream_tells_it_while_it_happens() -> None:
    to = services(clock=ManualClock())
    job = begun(to)
    path = f"/v1/fine_tuning/jobs/{job}/events"
    answer = ask(path, to=to, query="stream=true")
    played = play(steps(answer), to.clock)
    data = [event.data for event in Decoder().feed(body([step for _, step in played]))]
    assert data[-1] == "[DONE]"
    listed = told(ask(path, to=to, query="limit=100"))["data"]
    assert [json.loads(one)["id"] for one in data[:-1]][-100:] == [one["id"] for one in reversed(listed)]
    assert 12 <= played[-1][0] < 13
    sse = (("accept", "text/event-stream"),)
    assert headers(ask(path, to=to, headers=sse))["content-type"].startswith("text/event-stream")


def test_a_job_that_fails_or_is_stopped_says_so() -> None:
    to = services(clock=ManualClock())
    failed, stopped = begun(to, lines({})), begun(to)
    to.clock.advance(5)
    told(ask(f"/v1/fine_tuning/jobs/{stopped}/cancel", b"", to))
    to.clock.advance(99)
    paths = [f"/v1/fine_tuning/jobs/{job}/events" for job in (failed, stopped)]
    first, second = (told(ask(path, to=to, query="limit=100"))["data"] for path in paths)
    assert (first[0]["level"], first[0]["data"]["param"]) == ("error", "training_file")
    assert second[0]["message"] == "Fine-tuning job cancelled"
    assert not any("created: ft:" in one["message"] or "completed" in one["message"] for one in second)
    refusal = error(ask(f"/v1/fine_tuning/jobs/{failed}/events", to=to, query="after=ftevent-x"))
    assert (refusal["code"], refusal["param"]) == ("invalid_value", "after")
