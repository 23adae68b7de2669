import pytest

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Fetch, Wait
from fakeai_proxy.endpoints.batches.running import checked
from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.synth.text.text import Text
from tests.endpoints.asking import ask, context, services, steps

from .written import begun, line, read, seen


def test_a_file_is_checked_in_slices():
    to = services(clock=ManualClock())
    id = begun(to, b"".join(line(str(at)) for at in range(450)))
    asked = context(to)
    work = checked(to.resources.need(asked.owner, "batch", id), asked)
    assert [next(work) for _ in range(3)] == [Wait(0)] * 3
    with pytest.raises(StopIteration) as ended:
        next(work)
    assert (ended.value.value.body["total"], ended.value.value.body["errors"]) == (450, [])


def test_lines_of_a_real_model_are_asked_for_one_by_one():
    upstream = Text(TextSettings(generator="upstream", upstream="http://127.0.0.1:9/v1"))
    to = services(clock=ManualClock(), text=upstream)
    id = begun(to, line("a") + line("b"))
    to.clock.advance(60)
    fetches = []
    for step in steps(ask(f"/v1/batches/{id}", to=to)):
        if isinstance(step, Fetch):
            step.found.error, step.found.status = "", 200 if not fetches else 500
            step.found.body = b'{"choices": [{"message": {"content": "Yes."}}]}'
            fetches.append(step)
    shown = seen(to, id)
    assert (shown["status"], shown["request_counts"]) == (
        "completed",
        {"total": 2, "completed": 1, "failed": 1},
    )
    [good], [bad] = (read(to, shown[f"{name}_file_id"]) for name in ("output", "error"))
    assert good["response"]["body"]["choices"][0]["message"]["content"] == "Yes."
    assert bad["response"]["body"]["error"]["code"] == "upstream_failed"
