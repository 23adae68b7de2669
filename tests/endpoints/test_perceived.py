from fakeai_proxy.endpoints.perceived import is_text, perceived
from fakeai_proxy.wire.chat import ChatRequest

from .asking import context


def test_text_is_left_as_it_is():
    parts = [{"type": "text", "text": "a"}]
    said = ({"role": "user", "content": parts}, {"role": "assistant", "content": None, "audio": None})
    body = ChatRequest(model="mine", messages=list(said))
    assert perceived(body, None, context()) == (body, body, 0, 0)
    assert perceived(body, None, context()).chat is body


def test_what_is_no_text():
    assert not is_text({"role": "user", "content": [{"type": "file", "file": {}}]})
    assert not is_text({"role": "assistant", "audio": {"id": "a"}})
