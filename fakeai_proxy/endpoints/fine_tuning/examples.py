"""The examples of a training file: what is wrong with them, and how many tokens they have."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from fakeai_proxy.tokens import Tokenizer, chat_prompt
from fakeai_proxy.wire.base import Filled
from fakeai_proxy.wire.messages import Message
from fakeai_proxy.wire.tools import Function, Tool
from fakeai_proxy.wire.validation import refusal

Form = Literal["chat", "completion", "preference", "task"]
"""Messages that end as they should; a prompt and its completion; two answers of which one is better;
messages that are yet to be answered."""
LEAST, MOST = 10, 50_000_000
"""Examples of a training file, and tokens of it."""


class Malformed(Exception):
    """An example that is none."""


class Examples:
    """Looks at line after line of one file."""

    def __init__(self, form: Form, words: Tokenizer) -> None:
        self.form, self.words = form, words
        self.count = self.tokens = 0
        """Examples so far, and tokens of all."""
        self.problem = ""
        """What is wrong with the first that is."""

    def look(self, line: bytes) -> None:
        """The next line."""
        self.count += 1
        if self.problem:
            return
        try:
            self.tokens += self._read(line)
        except Malformed as why:
            self.problem = f"Invalid file format. Line {self.count}{why}"
        if self.tokens > MOST:
            self.problem = f"The file has more than {MOST} tokens."

    def _read(self, line: bytes) -> int:
        """Its tokens. Raises Malformed."""
        try:
            example = from_json(line)
        except ValueError:
            raise Malformed(": it is not parseable as valid JSON.") from None
        if not isinstance(example, dict):
            raise Malformed(": expected a JSON object.")
        if self.form == "completion":
            return self._completion(example)
        if self.form == "preference":
            return self._preference(example)
        messages = _messages(example, "messages")
        if self.form == "chat" and not any(message["role"] == "assistant" for message in messages):
            raise Malformed(', key "messages": At least one message must be from the assistant.')
        if self.form == "task" and messages[-1]["role"] != "user":
            raise Malformed(', key "messages": The last message must be from the user.')
        return self._prompt(messages, example)

    def _completion(self, example: Mapping[str, Any]) -> int:
        texts = [example.get(name) for name in ("prompt", "completion")]
        if not all(isinstance(text, str) for text in texts):
            raise Malformed(': expected a string under the keys "prompt" and "completion".')
        return sum(self.words.count(str(text)) for text in texts)

    def _preference(self, example: Mapping[str, Any]) -> int:
        asked = example.get("input")
        if not isinstance(asked, dict):
            raise Malformed(', key "input": expected an object.')
        messages, tokens = _messages(asked, "messages"), 0
        for name in ("preferred_output", "non_preferred_output"):
            tokens += self._prompt([*messages, *_messages(example, name)], asked)
        return tokens

    def _prompt(self, messages: list[Any], example: Mapping[str, Any]) -> int:
        return chat_prompt(messages, _tools(example), self.words).tokens


@cache
def _adapters() -> tuple[TypeAdapter[Any], TypeAdapter[Any], TypeAdapter[Any]]:
    return TypeAdapter(Filled[Message]), TypeAdapter(list[Tool]), TypeAdapter(list[Function])


def _messages(example: Mapping[str, Any], key: str) -> list[Any]:
    return _valid(_adapters()[0], example.get(key), key)


def _tools(example: Mapping[str, Any]) -> list[Any]:
    _, tools, functions = _adapters()
    return [
        *_valid(tools, example.get("tools") or [], "tools"),
        *_valid(functions, example.get("functions") or [], "functions"),
    ]


def _valid(adapter: TypeAdapter[Any], value: Any, key: str) -> list[Any]:
    """`value` of `key` as messages or tools. Raises Malformed."""
    if not isinstance(value, list):
        raise Malformed(f', key "{key}": expected an array.')
    try:
        found: list[Any] = adapter.validate_python(value)
    except ValidationError as error:
        told = refusal(error.errors(include_url=False), value)
        raise Malformed(f', key "{key}{told.param or ""}": {told.message}') from None
    return found
