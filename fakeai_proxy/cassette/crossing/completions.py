"""`text_completion`, whole and in pieces that look like it.

https://platform.openai.com/docs/api-reference/completions
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .family import Named, Object, objects, text_of
from .pieces import gathered, words

OF_AN_EVENT = ("choices", "usage")


class Completions:
    """Choices by index."""

    DONE = True

    def whole(self, events: Sequence[Object]) -> Object | None:
        found = gathered(events, OF_AN_EVENT, lambda: {"text": "", "logprobs": None}, _add)
        if found is None:
            return None
        body, choices = found
        return {**body, "choices": [{**choice, "index": index} for index, choice in choices.items()]}

    def events(self, body: Object, usage: bool) -> Iterator[Named]:
        shared = {name: value for name, value in body.items() if name not in OF_AN_EVENT}
        none = {"usage": None} if usage else {}
        for choice in objects(body.get("choices")):
            for part in _parts(choice):
                yield Named("", {**shared, "choices": [{"index": choice.get("index", 0), **part}], **none})
        if usage and body.get("usage") is not None:
            yield Named("", {**shared, "choices": [], "usage": body["usage"]})


FAMILY = Completions()


def _add(known: Object, choice: Object) -> None:
    known["text"] += text_of(choice.get("text"))
    known["finish_reason"] = choice.get("finish_reason") or known.get("finish_reason")
    if choice.get("logprobs"):
        held = known["logprobs"] = known["logprobs"] or {}
        for name, values in choice["logprobs"].items():
            held[name] = [*held.get(name, ()), *(values or ())]


def _parts(choice: Object) -> Iterator[Object]:
    told = choice.get("logprobs") or {}
    tokens = told.get("tokens") or []
    if tokens and "".join(tokens) == choice.get("text"):
        for at, token in enumerate(tokens):
            logprobs = {name: values[at : at + 1] for name, values in told.items() if values is not None}
            yield {"text": token, "logprobs": logprobs, "finish_reason": None}
    else:
        for piece in words(text_of(choice.get("text"))):
            yield {"text": piece, "logprobs": None, "finish_reason": None}
    yield {"text": "", "logprobs": None, "finish_reason": choice.get("finish_reason")}
