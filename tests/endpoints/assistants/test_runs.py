import asyncio
import json
from typing import Any

import pytest
from jsonschema import validate
from openai import APIStatusError, BadRequestError

from tests.endpoints.asking import paced, services
from tests.endpoints.sdk import Client, check

from .asking import DEPRECATED, HELLO, SUNNY, WEATHER, again, assistant, at_once, run, sent, written

pytestmark = DEPRECATED


def test_a_run_goes_its_way() -> None:
    to = services(generation=paced(ttft_ms=1_000, itl_ms=100))
    made = run(to, HELLO)
    assert (made["status"], made["usage"], made["expires_at"]) == ("queued", None, made["created_at"] + 600)
    seen = []
    for _ in range(60):
        to.clock.advance(0.5)
        found = again(made, to)
        seen.append((found["status"], len(written(made, to))))
    assert list(dict.fromkeys(seen)) == [("in_progress", 1), ("completed", 1)]
    assert (
        found["usage"]["total_tokens"]
        == found["usage"]["prompt_tokens"] + found["usage"]["completion_tokens"]
    )
    assert found["started_at"] <= found["completed_at"] < to.clock.wall()


def test_polling_with_the_sdk() -> None:
    to = at_once()
    api = Client(to).sync.beta
    made = api.assistants.create(model="gpt-4o", instructions="Be kind.", tools=[WEATHER])
    thread = api.threads.create(messages=[SUNNY])
    polled = api.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=made.id)
    check(polled)
    assert polled.status == "requires_action"
    calls = polled.required_action.submit_tool_outputs.tool_calls
    for call in calls:
        validate(json.loads(call.function.arguments), WEATHER["function"]["parameters"])
    outputs = [{"tool_call_id": call.id, "output": "It is 22 degrees."} for call in calls]
    ended = api.threads.runs.submit_tool_outputs_and_poll(
        run_id=polled.id, thread_id=thread.id, tool_outputs=outputs
    )
    check(ended)
    assert (ended.status, ended.instructions) == ("completed", "Be kind.")
    [answer] = api.threads.messages.list(thread.id, run_id=ended.id)
    assert "22" in answer.content[0].text.value
    polled = api.threads.create_and_run_poll(assistant_id=made.id, thread={"messages": [HELLO]})
    assert polled.status == "completed"


def test_sync_and_async_tell_the_same() -> None:
    to = at_once()
    client = Client(to)
    made = run(to, HELLO)
    thread = made["thread_id"]
    assert (
        client(lambda api: api.beta.threads.runs.retrieve(made["id"], thread_id=thread)).status == "completed"
    )
    assert [one.id for one in client(lambda api: api.beta.threads.runs.list(thread))] == [made["id"]]
    changed = {"thread_id": thread, "metadata": {"a": "b"}}
    assert client(lambda api: api.beta.threads.runs.update(made["id"], **changed)).metadata == {"a": "b"}


def test_a_thread_has_one_active_run() -> None:
    to = services()
    made = run(to, HELLO)
    path, body = f"/threads/{made['thread_id']}/runs", {"assistant_id": made["assistant_id"]}
    words = f"Thread {made['thread_id']} already has an active run {made['id']}."
    assert sent(path, body, to, 400)["error"]["message"] == words
    to.clock.advance(60)
    assert sent(path, body, to)["status"] == "queued"


def test_cancelled_while_it_writes() -> None:
    to = services(generation=paced(ttft_ms=0, itl_ms=1_000))
    made = run(to, HELLO)
    path = f"/threads/{made['thread_id']}/runs/{made['id']}/cancel"
    to.clock.advance(5)
    [writing] = written(made, to)
    assert (writing["status"], writing["content"]) == ("in_progress", [])
    assert sent(path, None, to, method="POST")["status"] == "cancelling"
    to.clock.advance(1)
    stopped = again(made, to)
    assert (stopped["status"], stopped["cancelled_at"] > stopped["started_at"]) == ("cancelled", True)
    [message] = written(made, to)
    assert message["incomplete_details"] == {"reason": "run_cancelled"}
    assert 0 < len(message["content"][0]["text"]["value"]) < 40
    [step] = again(made, to, "/steps")["data"]
    assert step["status"] == "cancelled"
    assert (
        "Cannot cancel run with status 'cancelled'" in sent(path, None, to, 400, "POST")["error"]["message"]
    )


def test_a_run_that_nobody_answers_expires() -> None:
    to = at_once()
    made = run(to, SUNNY, tools=[WEATHER])
    assert again(made, to)["status"] == "requires_action"
    to.clock.advance(600)
    found = again(made, to)
    assert (found["status"], found["required_action"], found["expires_at"]) == ("expired", None, None)
    assert again(made, to, "/steps")["data"][0]["status"] == "expired"


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        ([], "Expected tool outputs for call_ids"),
        ([{"tool_call_id": "call_x", "output": "a"}], "got ['call_x']"),
    ],
)
def test_outputs_that_do_not_fit(outputs: list[Any], message: str) -> None:
    to = at_once()
    made = run(to, SUNNY, tools=[WEATHER])
    path = f"/threads/{made['thread_id']}/runs/{made['id']}/submit_tool_outputs"
    assert message in sent(path, {"tool_outputs": outputs}, to, 400)["error"]["message"]


def test_outputs_that_nobody_waits_for() -> None:
    to = at_once()
    made = run(to, HELLO)
    with pytest.raises(BadRequestError, match='Runs in status "completed" do not accept tool outputs'):
        Client(to).sync.beta.threads.runs.submit_tool_outputs(
            made["id"], thread_id=made["thread_id"], tool_outputs=[]
        )


def test_limits_of_tokens() -> None:
    to = at_once()
    cut = again(run(to, HELLO, max_completion_tokens=256, model="gpt-4o", tools=[]), to)
    assert cut["status"] == "completed"
    long = {"role": "user", "content": "word " * 2_000}
    short = again(run(to, long, max_prompt_tokens=256), to)
    assert (short["status"], short["incomplete_details"]) == ("incomplete", {"reason": "max_prompt_tokens"})
    fits = again(run(to, long, HELLO, max_prompt_tokens=256), to)
    assert fits["status"] == "completed"
    assert fits["usage"]["prompt_tokens"] <= 256


def test_what_it_says_itself_comes_first() -> None:
    to = at_once()
    id = assistant(to, instructions="Be kind.", temperature=0.5, metadata={"a": "b"})
    body = {"assistant_id": id, "additional_instructions": "Be brief.", "additional_messages": [HELLO]}
    made = sent(f"/threads/{sent('/threads', {}, to)['id']}/runs", {**body, "top_p": 0.1}, to)
    assert (made["instructions"], made["temperature"], made["top_p"]) == ("Be kind.\n\nBe brief.", 0.5, 0.1)
    assert made["truncation_strategy"] == {"type": "auto", "last_messages": None}
    assert len(sent(f"/threads/{made['thread_id']}/messages", None, to)["data"]) == 2


def test_a_model_that_does_not_chat() -> None:
    to = at_once()
    with pytest.raises(APIStatusError, match="not a chat model"):
        Client(to).sync.beta.threads.create_and_run(
            assistant_id=assistant(to, model="text-embedding-3-small")
        )


def test_an_agent_with_required_tools_ends() -> None:
    to = at_once()
    made = run(to, SUNNY, tools=[WEATHER], tool_choice="required")
    for _ in range(5):
        found = again(made, to)
        if found["status"] != "requires_action":
            break
        calls = found["required_action"]["submit_tool_outputs"]["tool_calls"]
        outputs = [{"tool_call_id": call["id"], "output": "sunny"} for call in calls]
        path = f"/threads/{made['thread_id']}/runs/{made['id']}/submit_tool_outputs"
        sent(path, {"tool_outputs": outputs}, to)
    assert found["status"] == "completed"


def test_what_serves_it_breaks_down() -> None:
    to = at_once()
    made = run(to, HELLO)
    kept = to.resources.every("thread.run")[0]
    to.resources.change(kept, turns=[{**kept.body["turns"][0], "ends": "failed"}])
    found = again(made, to)
    assert (found["status"], found["last_error"]["code"]) == ("failed", "server_error")
    [message], [step] = written(made, to), again(made, to, "/steps")["data"]
    assert (message["incomplete_details"], message["content"]) == ({"reason": "run_failed"}, [])
    assert (step["status"], step["last_error"]["code"]) == ("failed", "server_error")


def test_the_async_helpers_of_the_sdk() -> None:
    to = at_once()
    api = Client(to).asynchronous.beta

    async def ask() -> list[str]:
        made = await api.assistants.create(model="gpt-4o", tools=[WEATHER])
        thread = await api.threads.create(messages=[SUNNY])
        first = await api.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=made.id)
        calls = first.required_action.submit_tool_outputs.tool_calls
        outputs = [{"tool_call_id": call.id, "output": "sunny"} for call in calls]
        where = {"thread_id": thread.id, "tool_outputs": outputs}
        second = await api.threads.runs.submit_tool_outputs_and_poll(run_id=first.id, **where)
        async with api.threads.runs.stream(thread_id=thread.id, assistant_id=made.id) as stream:
            third = await stream.get_final_run()
        return [first.status, second.status, third.status]

    assert asyncio.run(ask())[:2] == ["requires_action", "completed"]
