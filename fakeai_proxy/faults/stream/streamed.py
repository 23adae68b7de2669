"""An answer as a stream: the fewest events that its API family would stream it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fakeai_proxy.core.sse import DONE, encode
from fakeai_proxy.faults.events import dump

Object = dict[str, Any]


def streamed(answer: Object) -> Iterator[bytes]:
    """The events; of what is no answer the value itself, and `[DONE]`."""
    match answer.get("object") or answer.get("type"):
        case "chat.completion":
            yield event(chunk_of(answer))
            yield DONE
        case "response":
            yield from named(
                {"type": "response.created", "response": answer | {"status": "in_progress", "output": []}},
                {"type": "response.completed", "response": answer},
            )
        case "message":
            yield from named(*message(answer))
        case _:
            yield event(answer)
            yield DONE


def event(value: Object) -> bytes:
    return encode(dump(value))


def named(*values: Object) -> Iterator[bytes]:
    for value in values:
        yield encode(dump(value), str(value["type"]))


def chunk_of(answer: Object) -> Object:
    """The message of each choice as its one delta."""
    choices = [
        {("delta" if name == "message" else name): value for name, value in choice.items()}
        for choice in answer.get("choices") or ()
    ]
    return answer | {"object": "chat.completion.chunk", "choices": choices}


def message(answer: Object) -> Iterator[Object]:
    """Anthropic's, each block by one delta."""
    yield {"type": "message_start", "message": answer | {"content": [], "stop_reason": None}}
    for index, block in enumerate(answer.get("content") or ()):
        empty, delta = opened(block)
        yield {"type": "content_block_start", "index": index, "content_block": empty}
        yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    stop = {name: answer.get(name) for name in ("stop_reason", "stop_sequence")}
    yield {"type": "message_delta", "delta": stop, "usage": answer.get("usage")}
    yield {"type": "message_stop"}


def opened(block: Object) -> tuple[Object, Object]:
    """A block as it begins, and what fills it."""
    if block.get("type") == "text":
        return block | {"text": ""}, {"type": "text_delta", "text": block.get("text")}
    arguments = dump(block.get("input")).decode("utf-8", "surrogatepass")
    return block | {"input": {}}, {"type": "input_json_delta", "partial_json": arguments}
