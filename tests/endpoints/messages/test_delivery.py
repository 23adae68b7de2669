import json

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data
from fakeai_proxy.endpoints.messages.blocks import Written, stopped
from fakeai_proxy.endpoints.messages.delivery import Answer, streamed
from fakeai_proxy.endpoints.messages.read import Read
from fakeai_proxy.endpoints.sampling import Choice
from fakeai_proxy.engine import WorkerLost
from fakeai_proxy.tokens import tokenizer
from fakeai_proxy.wire.chat import ChatRequest
from tests.endpoints.asking import context, paced, services, steps
from tests.endpoints.runs import Planned
from tests.playbook import play

from .claude import HELLO, post

WORDS = tokenizer("o200k_base")


def answer(*pieces: str) -> Answer:
    ended = stopped(Choice(0, pieces, "stop"), [], WORDS)
    block = Written({"type": "text", "text": "".join(pieces)}, pieces)
    return Answer("msg_01", "m", Read(ChatRequest.model_construct(), 10, WORDS), ended, [block])


class Losing(Planned):
    """Breaks down at its second token."""

    def token(self):
        if len(self._gaps) == 1:
            raise WorkerLost(0)
        return super().token()


def test_a_stream_whose_worker_is_lost_ends_with_an_error() -> None:
    run = Losing(0.1, 0.1)
    played = [*streamed(answer("a", "b"), run, context())]
    last = [step for step in played if isinstance(step, Data)][-1]
    assert last.body.startswith(b"event: error\n")
    assert json.loads(last.body.partition(b"data: ")[2])["error"]["type"] == "api_error"
    assert run.closed


def test_tokens_come_when_they_are_due() -> None:
    clock = ManualClock()
    to = services(generation=paced(20, 5), clock=clock)
    played = play(steps(post(HELLO | {"stream": True, "max_tokens": 4}, to)), clock)
    due = [at for at, step in played if isinstance(step, Data) and b"text_delta" in step.body]
    assert due == [round(due[0] + 0.005 * k, 9) for k in range(4)]
    assert due[0] == played[0][0] >= 0.02
