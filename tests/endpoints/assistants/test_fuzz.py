"""No request raises, whatever its parameters are."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.wire import assistants as wire
from tests.endpoints.test_fuzz import TO, check, text, values

from .asking import BETA, WEATHER, assistant, sent, thread

ASSISTANT, HELLO = assistant(TO), {"role": "user", "content": "Hi"}
RUN = {"assistant_id": ASSISTANT, "tools": [WEATHER]}
ROUTES = (
    ("/assistants", wire.AssistantRequest, {"model": "gpt-4o"}),
    (f"/assistants/{ASSISTANT}", wire.AssistantUpdate, {}),
    ("/threads", wire.ThreadRequest, {"messages": [HELLO]}),
    ("/threads/runs", wire.ThreadRunRequest, {**RUN, "thread": {"messages": [HELLO]}}),
    ("/threads/{}/messages", wire.MessageRequest, HELLO),
    ("/threads/{}/runs", wire.RunRequest, RUN),
)
QUERIES = ("limit", "order", "after", "before", "run_id", "include", "include[]")


def asked(method: str, path: str, body: bytes = b"", query: str = "") -> None:
    check(Request(method, f"/v1{path}", query=query, headers=BETA, body=body))


@given(st.sampled_from(ROUTES), st.data())
@settings(deadline=None, max_examples=25)
def test_any_value_of_any_parameter(route, data):
    path, model, content = route
    field = data.draw(st.sampled_from(sorted(model.model_fields)))
    at = path.format(thread(TO, HELLO))
    asked("POST", at, json.dumps(content | {field: data.draw(values)}).encode())
    asked("GET", at, query=f"{data.draw(st.sampled_from(QUERIES))}={data.draw(text)}")


@given(values, st.sampled_from(["", "/cancel", "/submit_tool_outputs", "/steps", "/steps/step_x"]))
@settings(deadline=None, max_examples=25)
def test_a_run_in_any_state(value, rest):
    made = sent("/threads/runs", {**RUN, "thread": {"messages": [HELLO]}}, TO)
    for method in ("POST", "GET"):
        body = json.dumps({"tool_outputs": value} if "submit" in rest else {"metadata": value}).encode()
        asked(method, f"/threads/{made['thread_id']}/runs/{made['id']}{rest}", body)
