"""Values that come as text: KEY=VALUE, comma lists, JSON."""

from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.core.errors import SettingsError

from .keys import Setting


def assignment(text: str, shape: str = "KEY=VALUE") -> tuple[str, str]:
    """`ttft_ms=5` -> (`ttft_ms`, `5`). Raises SettingsError where there is no name or no `=`."""
    key, equals, value = text.partition("=")
    if not key.strip() or not equals:
        raise SettingsError(f"'{text}' is not of the form {shape}")
    return key.strip(), value.strip()


def parse(setting: Setting, text: str) -> Any:
    """`text` as the plain value that pydantic then validates.

    Lists are `a,b` or a JSON array, tables `a=1,b=2` or a JSON object; the empty text is None for an
    optional setting and the empty list or table for those.
    """
    text = text.strip()
    if setting.kind == "value":
        return None if setting.optional and not text else text
    if text.startswith(("[", "{")):
        return _json(setting, text)
    items = [item.strip() for item in text.split(",") if item.strip()]
    return items if setting.kind == "list" else dict(assignment(item, "NAME=VALUE") for item in items)


def _json(setting: Setting, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as why:
        raise SettingsError(f"{setting.key}: not valid JSON ({why})") from None
