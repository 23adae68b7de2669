"""The rules of redaction as the settings have them, for commands that look for secrets."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.cli.options import Chosen, assigned

if TYPE_CHECKING:
    from fakeai_proxy.cassette.redaction.rules import Rules


def with_rules(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `function` a first argument `rules`, from --set and --config."""

    @wraps(function)
    def call(config: Path | None, set_: tuple[str, ...], **others: Any) -> Any:
        return function(rules_of(Chosen(config, assigned(set_))), **others)

    of_file = click.option(
        "--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings file [fakeai.toml]."
    )
    of_line = click.option(
        "--set",
        "set_",
        multiple=True,
        metavar="KEY=VALUE",
        help="Any setting, of cassette.redact; repeatable.",
    )
    return of_line(of_file(call))


def rules_of(chosen: Chosen) -> Rules:
    """Those of [cassette.redact]. Raises SettingsError."""
    from fakeai_proxy.cassette.redaction import rules

    return rules.rules_of(chosen.settings().cassette.redact)
