"""What of a reply is known so far, whichever API it is of."""

from __future__ import annotations

from collections.abc import Hashable
from hashlib import blake2b
from typing import Any

from .arguments import NAME_CHARACTERS, Tools, problem
from .attempt import ToolCall
from .turns import DIGEST_BYTES, ID_CHARACTERS

CALLS, ARGUMENT_CHARACTERS = 64, 2**20
"""Tool calls of one reply that are looked at, and characters of arguments that are kept until its end."""


class Calling:
    """One tool call as it comes."""

    def __init__(self) -> None:
        self.id = self.name = ""
        self.pieces: list[str] = []
        self.value: Any = None
        """Arguments that are no text."""
        self.size = 0

    def more(self, piece: Any) -> None:
        """`piece` of the arguments: text, or their whole value."""
        if isinstance(piece, str):
            self.size += len(piece)
            if self.size <= ARGUMENT_CHARACTERS:
                self.pieces.append(piece)
        elif piece:
            self.value = piece

    def call(self, tools: Tools, cut: bool) -> ToolCall:
        """What came of it; `cut`: the reply did not get to its end."""
        arguments = self.value if self.value is not None and not self.pieces else "".join(self.pieces)
        why = problem(self.name, arguments, tools) if self.size <= ARGUMENT_CHARACTERS else ""
        why = why or ("" if self.id else "no id") or ("a reply that breaks off" if cut else "")
        return ToolCall(self.id[:ID_CHARACTERS], self.name[:NAME_CHARACTERS], why)


class Draft:
    """Filled by the readers of `families`."""

    def __init__(self) -> None:
        self._text = blake2b(digest_size=DIGEST_BYTES)
        self._spoke = False
        self.pieces = 0
        """Of text and arguments: about one a token."""
        self.choices: dict[int, bool] = {}
        """Whether each choice has finished."""
        self.calls: dict[Hashable, Calling] = {}
        self.prompt_tokens = self.completion_tokens = 0
        self.error = self.flaw = ""

    def say(self, text: Any) -> None:
        """More of what the model says."""
        if isinstance(text, str) and text:
            self.pieces += 1
            if bare := "".join(text.split()):
                self._spoke = True
                self._text.update(bare.encode("utf-8", "surrogatepass"))

    def calling(self, key: Hashable) -> Calling:
        """The call that pieces with `key` belong to; past the bound, the last one."""
        if key not in self.calls and len(self.calls) >= CALLS:
            return next(reversed(self.calls.values()))
        return self.calls.setdefault(key, Calling())

    def call(self, key: Hashable, id: Any, name: Any, arguments: Any) -> None:
        """More of a tool call; what is not a text is not told."""
        calling = self.calling(key)
        calling.id = calling.id or (id if isinstance(id, str) else "")
        calling.name = calling.name or (name if isinstance(name, str) else "")
        calling.more(arguments)
        self.pieces += 1

    def finish(self, choice: Any, reason: Any) -> None:
        """`choice` exists, and has finished where there is a reason."""
        index = choice if isinstance(choice, int) else 0
        self.choices[index] = self.choices.get(index, False) or bool(reason)

    def usage(self, prompt: Any, completion: Any) -> None:
        """The counts of `usage`; the last ones count."""
        self.prompt_tokens = prompt if isinstance(prompt, int) else self.prompt_tokens
        self.completion_tokens = completion if isinstance(completion, int) else self.completion_tokens

    @property
    def finished(self) -> bool:
        return bool(self.choices) and all(self.choices.values())

    @property
    def text(self) -> bytes:
        return self._text.digest() if self._spoke else b""
