from openai.types.chat import ChatCompletion

from fakeai_proxy.endpoints.chat_answer import ChatAnswer
from fakeai_proxy.endpoints.sampling import Called, Choice
from fakeai_proxy.endpoints.stamp import Stamp
from fakeai_proxy.wire.chat import ChatRequest
from fakeai_proxy.wire.usage import usage

from .asking import CHAT, context
from .runs import planned
from .typed import typed

STAMP = Stamp("chatcmpl-1", 1, "gpt-4o", "fp_1")


def answer(choice, **fields):
    return ChatAnswer(ChatRequest(**CHAT, **fields), STAMP, "default", [choice], usage(5, 4))


def test_what_is_said_stands_in_place_of_what_is_not():
    called = Choice(0, (), "tool_calls", calls=(Called("call_1", "custom", "f", ("a", "b"), 7),))
    message = typed(ChatCompletion, answer(called).whole()).choices[0].message
    assert (message.content, message.tool_calls[0].custom.input) == (None, "ab")
    refused = answer(Choice(0, ("No",), "stop", refused=True)).whole()["choices"][0]["message"]
    assert (refused["content"], refused["refusal"]) == (None, "No")


def test_it_is_kept_where_that_is_asked_for():
    here = context()
    for store in (False, True):
        assert (
            answer(Choice(0, ("Hi",), "stop"), store=store).ended(planned(), here).whole()["id"] == STAMP.id
        )
        kept = here.services.resources.get(here.owner, "chat.completion", STAMP.id)
        assert (kept is not None) == store
