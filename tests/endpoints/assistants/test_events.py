from itertools import groupby
from typing import Any

from openai import AssistantEventHandler

from fakeai_proxy.core.steps import Wait
from fakeai_proxy.engine import EngineParts, EngineSettings, LatencySettings
from fakeai_proxy.engine.gpu import HardwareFault
from tests.endpoints.asking import ask, error, paced, services, steps
from tests.endpoints.sdk import Client, check

from .asking import (
    BETA,
    DEPRECATED,
    HELLO,
    SUNNY,
    WEATHER,
    again,
    assistant,
    at_once,
    run,
    sent,
    streamed,
    thread,
)

pytestmark = DEPRECATED

LLAMA = "meta/llama-3.1-8b-instruct"
OPENING = ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
STEP = ["thread.run.step.created", "thread.run.step.in_progress"]
MESSAGE = [
    *STEP,
    *("thread.message.created", "thread.message.in_progress", "thread.message.delta"),
    *("thread.message.completed", "thread.run.step.completed", "thread.run.completed"),
]


def folded(events: list[tuple[str, Any]]) -> list[str]:
    return [name for name, _ in groupby(events, key=lambda one: one[0])]


def test_a_text_comes_word_by_word_and_is_what_is_kept() -> None:
    to = at_once()
    path = f"/threads/{thread(to, HELLO)}/runs"
    found = streamed(path, {"assistant_id": assistant(to)}, to)
    assert folded(found) == [*OPENING, *MESSAGE]
    pieces = [
        data["delta"]["content"][0]["text"]["value"] for name, data in found if name == "thread.message.delta"
    ]
    whole = next(data for name, data in found if name == "thread.message.completed")
    assert "".join(pieces) == whole["content"][0]["text"]["value"]
    ended = found[-1][1]
    assert ended["usage"]["completion_tokens"] == len(pieces)
    assert again(ended, to) == ended
    assert sent(f"/threads/{ended['thread_id']}/messages/{whole['id']}", None, to) == whole


def test_calls_then_outputs_then_a_text() -> None:
    to = at_once()
    body = {"assistant_id": assistant(to, tools=[WEATHER]), "thread": {"messages": [SUNNY]}}
    found = streamed("/threads/runs", body, to)
    assert folded(found) == [
        "thread.created", *OPENING, *STEP, "thread.run.step.delta", "thread.run.requires_action",
    ]  # fmt: skip
    calls = found[-1][1]["required_action"]["submit_tool_outputs"]["tool_calls"]
    deltas = [
        data["delta"]["step_details"]["tool_calls"][0] for name, data in found if name.endswith("step.delta")
    ]
    assert "".join(delta["function"]["arguments"] for delta in deltas) == calls[0]["function"]["arguments"]
    made = found[-1][1]
    outputs = {"tool_outputs": [{"tool_call_id": call["id"], "output": "sunny"} for call in calls]}
    rest = streamed(f"/threads/{made['thread_id']}/runs/{made['id']}/submit_tool_outputs", outputs, to)
    assert folded(rest) == ["thread.run.step.completed", *OPENING[1:], *MESSAGE]


def test_code_that_is_run_here() -> None:
    to = at_once()
    made = assistant(to, tools=[{"type": "code_interpreter"}])
    path = f"/threads/{thread(to, {'role': 'user', 'content': 'Add 2 and 3.'})}/runs"
    found = streamed(path, {"assistant_id": made}, to)
    assert folded(found) == [*OPENING, *STEP, "thread.run.step.delta", "thread.run.step.completed", *MESSAGE]
    done = next(data for name, data in found if name == "thread.run.step.completed")
    [call] = done["step_details"]["tool_calls"]
    assert call["code_interpreter"]["outputs"] == [{"type": "logs", "logs": "5.0\n"}]


def test_the_helpers_of_the_sdk() -> None:
    class Handler(AssistantEventHandler):
        def __init__(self) -> None:
            super().__init__()
            self.said = ""

        def on_text_delta(self, delta: Any, snapshot: Any) -> None:
            self.said += delta.value or ""

    to = at_once()
    api = Client(to).sync.beta.threads
    created = api.create(messages=[HELLO]).id
    with api.runs.stream(thread_id=created, assistant_id=assistant(to), event_handler=Handler()) as stream:
        stream.until_done()
        [message] = stream.get_final_messages()
        assert stream.get_final_run().status == "completed"
        assert message.content[0].text.value == stream.said
    with api.create_and_run_stream(assistant_id=assistant(to), thread={"messages": [HELLO]}) as events:
        for one in events:
            check(one.data)


def test_it_takes_its_time_and_goes_on_alone() -> None:
    to = services(generation=paced(ttft_ms=1_000, itl_ms=100))
    path = f"/threads/{thread(to, HELLO)}/runs"
    asked = {"assistant_id": assistant(to), "stream": True}
    reply = steps(ask(f"/v1{path}", asked, to, headers=BETA))
    waited = next(step for step in reply if isinstance(step, Wait))
    assert waited.seconds > 0.5
    [made] = sent(path, None, to)["data"]
    assert made["status"] == "in_progress"
    reply.close()
    to.clock.advance(60)
    assert again(made, to)["status"] == "completed"


def test_cancelled_while_it_is_read() -> None:
    to = services(generation=paced(ttft_ms=1_000, itl_ms=100))
    path = f"/threads/{thread(to, HELLO)}/runs"
    reply = steps(ask(f"/v1{path}", {"assistant_id": assistant(to), "stream": True}, to, headers=BETA))
    [*_] = (next(reply) for _ in range(5))
    [made] = sent(path, None, to)["data"]
    sent(f"{path}/{made['id']}/cancel", None, to, method="POST")
    ending = b"".join(getattr(step, "body", b"") for step in reply)
    assert b"event: thread.run.cancelled\n" in ending
    assert b'"reason":"run_cancelled"' in ending
    assert b"thread.run.completed" not in ending
    assert run(to, HELLO)["status"] == "queued"


def test_a_prompt_that_does_not_fit_ends_it() -> None:
    to = at_once()
    long = {"role": "user", "content": "word " * 1_000}
    asked = {"assistant_id": assistant(to), "max_prompt_tokens": 256}
    found = streamed(f"/threads/{thread(to, long)}/runs", asked, to)
    assert folded(found) == [*OPENING, "thread.run.incomplete"]
    assert again(found[-1][1], to) == found[-1][1]


def test_where_nothing_serves_it_the_thread_is_free_again() -> None:
    parts = EngineParts(LatencySettings(), EngineSettings(max_num_seqs=1, max_waiting=0))
    to = services(parts=parts)
    busy = {"model": LLAMA, "messages": [HELLO]}
    replies = [steps(ask("/v1/chat/completions", busy, to)) for _ in range(4)]
    for reply in replies:
        next(reply)
    path = f"/threads/{thread(to, HELLO)}/runs"
    asked = {"assistant_id": assistant(to, model=LLAMA), "stream": True}
    assert error(ask(f"/v1{path}", asked, to, headers=BETA), 503)["type"] == "service_unavailable_error"
    [failed] = sent(path, None, to)["data"]
    assert failed["status"] == "failed"
    assert sent(path, {**asked, "stream": False}, to)["status"] == "queued"
    for reply in replies:
        reply.close()


def test_what_serves_it_breaks_down_in_the_middle() -> None:
    to = services(generation=LatencySettings())
    path = f"/threads/{thread(to, HELLO)}/runs"
    asked = {"assistant_id": assistant(to, model=LLAMA), "stream": True}
    reply, seen = steps(ask(f"/v1{path}", asked, to, headers=BETA)), b""
    for _, step in zip(range(30), reply, strict=False):
        seen += getattr(step, "body", b"")
        to.clock.advance(step.seconds if isinstance(step, Wait) else 0)
    for gpu in range(8):
        to.cluster.node.inject(HardwareFault("off_the_bus"), gpu, to.clock.now())
    ending = b"".join(getattr(step, "body", b"") for step in reply)
    assert b"event: thread.message.delta\n" in seen
    names = [line for line in ending.splitlines() if line.startswith(b"event: ")]
    assert names[-4:] == [
        *(b"event: thread.message.incomplete", b"event: thread.run.step.failed"),
        *(b"event: thread.run.failed", b"event: done"),
    ]
    [failed] = sent(path, None, to)["data"]
    assert (failed["status"], failed["last_error"]["code"]) == ("failed", "server_error")
