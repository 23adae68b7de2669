from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.endpoints.fine_tuning.outcome import ROWS, metrics_of
from fakeai_proxy.resources import Resource, ResourceSettings, Store
from tests.endpoints.asking import ask, services, told

from .trained import EXAMPLES, begun, seen


def test_a_job_is_settled_once() -> None:
    to = services(clock=ManualClock())
    job = begun(to, validation_file=None)
    to.clock.advance(12)
    assert seen(to, job)["result_files"] == seen(to, job)["result_files"]
    files = told(ask("/v1/files", to=to))["data"]
    assert [file["purpose"] for file in files] == ["fine-tune-results", "fine-tune"]


def test_without_room_there_is_no_file():
    clock = ManualClock()
    to = services(clock=clock, resources=Store(ResourceSettings(max_bytes=len(EXAMPLES) + 9), clock))
    job = begun(to)
    to.clock.advance(12)
    done = seen(to, job)
    assert (done["status"], done["result_files"]) == ("succeeded", [])


def test_many_steps_are_told_of_some() -> None:
    files = {"training_file": "file-a", "validation_file": "file-b"}
    body = {"seed": 1, "base": "gpt-4o", "steps": 25 * ROWS, **files}
    text = metrics_of(Resource(1, "me", "fine_tuning.job", "ftjob-a", "", 0.0, None, body)).decode()
    rows = text.splitlines()
    assert len(rows) == 1 + ROWS
    assert rows[-1].startswith(f"{25 * ROWS},")
    assert all(row.count(",") == 4 and not row.endswith(",") for row in (rows[0], rows[-1]))
