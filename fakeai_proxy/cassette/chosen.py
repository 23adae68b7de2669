"""Some recordings of a cassette, by what they are."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from .recording import Recording


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is None does not count; texts may have the wildcards `*` and `?`."""

    model: str | None = None
    path: str | None = None
    host: str | None = None
    state: str | None = None
    status: int | None = None

    def __contains__(self, recording: object) -> bool:
        if not isinstance(recording, Recording):
            return False
        asked = recording.asked
        texts = (
            (self.model, asked.model or ""),
            (self.path, asked.path),
            (self.host, asked.host),
            (self.state, recording.state),
        )
        return (self.status is None or self.status == recording.answered.status) and all(
            wanted is None or fnmatchcase(found, wanted) for wanted, found in texts
        )
