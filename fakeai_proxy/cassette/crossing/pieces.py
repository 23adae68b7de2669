"""A text as a model streams it: word by word; and choices put together again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from .family import Object, objects

WORD = re.compile(r"\s*\S+|\s+\Z")


def words(text: str) -> list[str]:
    """Pieces that are `text` when they are put together; none of nothing."""
    return WORD.findall(text)


def gathered(
    events: Sequence[Object],
    apart: Collection[str],
    blank: Callable[[], Object],
    add: Callable[[Object, Object], None],
) -> tuple[Object, Mapping[int, Object]] | None:
    """The body that all `events` share, with their usage, and its choices by index; None: not all have ended.

    apart: fields that the body does not take over. `add` puts a piece of a choice to what began as `blank`.
    """
    choices: dict[int, Object] = {}
    body: Object = {}
    usage: Object = {}
    for event in events:
        body |= {name: value for name, value in event.items() if name not in apart}
        usage = {"usage": event["usage"]} if event.get("usage") else usage
        for choice in objects(event.get("choices")):
            add(choices.setdefault(choice.get("index", 0), blank()), choice)
    if not choices or any(choice.get("finish_reason") is None for choice in choices.values()):
        return None
    return body | usage, dict(sorted(choices.items()))
