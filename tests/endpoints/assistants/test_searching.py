from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.endpoints.assistants.searching import Ahead, cited, stores_of
from fakeai_proxy.resources import Resource
from tests.endpoints.asking import told
from tests.endpoints.forms import send

from .asking import again, assistant, at_once, sent, streamed, written

SEARCH = [{"type": "file_search"}]


def attached(to):
    """A message that brings a file, which is read only now."""
    content = ("paris.txt", b"The Eiffel Tower was finished in 1889.")
    file = told(send("/v1/files", to, key="sk-nobody", file=content, purpose="assistants"))["id"]
    attachments = [{"file_id": file, "tools": SEARCH}]
    return {"role": "user", "content": "When was the Eiffel Tower finished?", "attachments": attachments}


def test_files_that_are_still_read_are_waited_for():
    to = at_once()
    body = {"assistant_id": assistant(to, tools=SEARCH), "thread": {"messages": [attached(to)]}}
    made = sent("/threads/runs", body, to)
    to.clock.advance(0.4)
    assert again(made, to)["status"] == "queued"
    to.clock.advance(0.2)
    assert again(made, to)["status"] == "completed"
    assert "1889" in written(made, to)[0]["content"][0]["text"]["value"]


def test_a_stream_waits_too():
    to = at_once()
    body = {"assistant_id": assistant(to, tools=SEARCH), "thread": {"messages": [attached(to)]}}
    began = to.clock.now()
    found = streamed("/threads/runs", body, to)
    assert to.clock.now() - began == 0.5
    names = [name for name, _ in found]
    assert names[1:6] == [
        *("thread.run.created", "thread.run.queued", "thread.run.in_progress"),
        *("thread.run.step.created", "thread.run.step.in_progress"),
    ]
    marks = [data for name, data in found if name == "thread.message.delta"][-1]
    assert marks["delta"]["content"][0]["text"]["annotations"][0]["index"] == 0
    assert again(found[-1][1], to)["status"] == "completed"


def test_stores_of_both_are_searched():
    def of(id):
        return {"file_search": {"vector_store_ids": [id]}}

    thread = Resource(1, "", "thread", "thread_a", "", 0.0, None, {"tool_resources": of("vs_b")})
    assert stores_of({"tool_resources": of("vs_a")}, thread) == ["vs_a", "vs_b"]
    assert stores_of({"tool_resources": of("vs_b")}, thread) == ["vs_b"]
    assert cited(None) == []


def test_a_clock_that_is_ahead():
    clock = ManualClock()
    ahead = Ahead(clock, 5.0)
    clock.advance(1)
    assert (ahead.now(), ahead.wall()) == (clock.now() + 5, clock.wall() + 5)
