"""One error: a cassette that cannot be used."""

from __future__ import annotations

from pathlib import Path

from fakeai_proxy.core.errors import SettingsError


class CassetteError(SettingsError):
    """A cassette file that is missing, foreign, newer, corrupt or locked. It is left as it was."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"cassette {path}: {reason}")
        self.path, self.reason = path, reason
