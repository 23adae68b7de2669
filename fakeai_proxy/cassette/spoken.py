"""The messages of a WebSocket without secrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .bodies import cleaned, without_secrets
from .interaction import Said, Sender
from .redact import Redactor


def redacted(messages: Sequence[Said], redactor: Redactor) -> tuple[Said, ...]:
    """Texts of one side are searched together, as the events of a stream: deltas may spell a secret."""
    texts = {who: _texts(messages, who, redactor) for who in ("client", "server")}
    return tuple(
        one._replace(body=without_secrets(one.body, redactor) if one.binary else next(texts[one.sender]))
        for one in messages
    )


def _texts(messages: Sequence[Said], sender: str, redactor: Redactor) -> Iterator[bytes]:
    lines = [one.body + b"\n" for one in messages if one.sender == sender and not one.binary]
    return (line.removesuffix(b"\n") for line in cleaned(lines, "ndjson", redactor))


def said_by(sender: Sender, messages: Sequence[Said]) -> bytes:
    """All that it said, end to end."""
    return b"".join(one.body for one in messages if one.sender == sender)


def lines_of(sender: Sender, messages: Sequence[Said]) -> bytes:
    """The same, a message a line."""
    return b"\n".join(one.body for one in messages if one.sender == sender)
