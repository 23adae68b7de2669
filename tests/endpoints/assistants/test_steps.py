from tests.endpoints.asking import services
from tests.endpoints.sdk import Client

from .asking import DEPRECATED, HELLO, SUNNY, WEATHER, again, at_once, run, sent

pytestmark = DEPRECATED

CONTENT = "step_details.tool_calls[*].file_search.results[*].content"


def test_calls_and_then_a_message() -> None:
    to = at_once()
    made = run(to, SUNNY, tools=[WEATHER])
    [calling] = again(made, to, "/steps")["data"]
    [call] = calling["step_details"]["tool_calls"]
    assert (calling["status"], calling["usage"], call["function"]["output"]) == ("in_progress", None, None)
    path = f"/threads/{made['thread_id']}/runs/{made['id']}/submit_tool_outputs"
    sent(path, {"tool_outputs": [{"tool_call_id": call["id"], "output": "sunny"}]}, to)
    client = Client(to)
    where = {"thread_id": made["thread_id"]}
    steps = client(lambda api: api.beta.threads.runs.steps.list(made["id"], **where, order="asc")).data
    assert [(step.type, step.status) for step in steps] == [
        ("tool_calls", "completed"),
        ("message_creation", "completed"),
    ]
    assert steps[0].step_details.tool_calls[0].function.output == "sunny"
    whole = again(made, to)["usage"]["total_tokens"]
    assert sum(step.usage.total_tokens for step in steps) == whole
    one = client(lambda api: api.beta.threads.runs.steps.retrieve(steps[0].id, run_id=made["id"], **where))
    assert one == steps[0]


def test_none_before_it_begins() -> None:
    to = services()
    made = run(to, HELLO)
    assert again(made, to, "/steps")["data"] == []
    [kept] = to.resources.every("thread.run.step")
    path = f"/threads/{made['thread_id']}/runs/{made['id']}/steps/{kept.id}"
    assert "No run step found" in sent(path, None, to, 404)["error"]["message"]


def test_what_was_found_is_told_where_it_is_asked_for() -> None:
    to = at_once()
    api = Client(to).sync
    file = api.files.create(
        file=("paris.txt", b"The Eiffel Tower was finished in 1889."), purpose="assistants"
    )
    store = api.vector_stores.create(file_ids=[file.id])
    to.clock.advance(60)
    resources = {"file_search": {"vector_store_ids": [store.id]}}
    made = api.beta.assistants.create(
        model="gpt-4o", tools=[{"type": "file_search"}], tool_resources=resources
    )
    question = {"role": "user", "content": "When was the Eiffel Tower finished?"}
    ran = api.beta.threads.create_and_run_poll(assistant_id=made.id, thread={"messages": [question]})
    where = {"thread_id": ran.thread_id, "order": "asc"}
    search, writing = Client(to)(lambda api: api.beta.threads.runs.steps.list(ran.id, **where)).data
    assert search.step_details.tool_calls[0].file_search.results[0].content is None
    assert search.step_details.tool_calls[0].file_search.results[0].file_id == file.id
    [shown, _] = api.beta.threads.runs.steps.list(ran.id, **where, include=[CONTENT])
    assert "1889" in shown.step_details.tool_calls[0].file_search.results[0].content[0].text
    [message] = Client(to)(lambda api: api.beta.threads.messages.list(ran.thread_id, run_id=ran.id)).data
    text = message.content[0].text
    [cited] = text.annotations
    assert "1889" in text.value
    assert text.value[cited.start_index : cited.end_index] == cited.text == "【0:0†paris.txt】"
    assert cited.file_citation.file_id == file.id
    assert writing.step_details.message_creation.message_id == message.id
