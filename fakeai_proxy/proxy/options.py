"""mitmproxy options, few: each stands for a setting, `fakeai_set` for any of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mitmproxy import exceptions, optmanager
from mitmproxy.addonmanager import Loader

from fakeai_proxy.core.errors import SettingsError, nearest

logger = logging.getLogger(__name__)

PREFIX = "fakeai_"
MAYBE: Any = str | None

# mitmproxy refuses `--set` on float options, so numbers that are not whole go through fakeai_set.
OPTIONS: tuple[tuple[str, str, Any, str], ...] = (
    (
        "fakeai_mode",
        "mode",
        MAYBE,
        "Where replies come from: synthesize, record, replay, spy, diff, passthrough.",
    ),
    ("fakeai_cassette", "cassette.path", MAYBE, "The cassette file to record to or replay from."),
    (
        "fakeai_record_mode",
        "cassette.record_mode",
        MAYBE,
        "What is recorded: all, new_episodes, once, none, ...",
    ),
    ("fakeai_seed", "seed", int | None, "The seed of everything that is drawn by chance."),
    (
        "fakeai_chaos_experiment",
        "chaos.experiment",
        MAYBE,
        "The experiment to run: a file, or the name of a preset.",
    ),
    (
        "fakeai_mutations",
        "mutations",
        MAYBE,
        "Changes to answers: a JSON list of mutations, each with its type and parameters.",
    ),
    ("fakeai_hosts", "hosts", Sequence[str], "Hosts (host or host:port, * is a wildcard) that are ours."),
)
"""Name, the setting it stands for, type, help."""


def add_options(loader: Loader) -> None:
    """Declare the options with mitmproxy, and take those that were given before it knew of them."""
    for name, setting, kind, text in OPTIONS:
        default: object = [] if kind == Sequence[str] else None
        loader.add_option(name, kind, default, f"{text} Stands for the setting {setting}.")
    loader.add_option("fakeai_config", MAYBE, None, "The settings file (default: fakeai.toml, if there).")
    loader.add_option("fakeai_set", Sequence[str], [], "Any setting, as key=value (may be repeated).")
    loader.add_option("fakeai_fast_hooks", bool, True, "Look hooks up in a table; same order, half the cost.")
    refuse_wrong(loader.master.options)


def refuse_wrong(options: optmanager.OptManager) -> None:
    """Say what `--set` got wrong: then mitmproxy stops at start.

    Otherwise it would overlook a wrong name, and at a wrong value leave the addon out without a word and send
    everything upstream.
    """
    given = [name for name in options.deferred if name.startswith(PREFIX)]
    known = sorted(name for name in options.keys() if name.startswith(PREFIX))  # noqa: SIM118
    for name in given:
        if name not in known:
            logger.error("There is no option %s%s; ours are %s", name, nearest(name, known), ", ".join(known))
    try:
        options.process_deferred()
    except exceptions.OptionsError as error:
        logger.error("%s: %s", ", ".join(given), error)


def overrides(options: optmanager.OptManager) -> dict[str, object]:
    """Setting -> value for every option that was given. Raises SettingsError on `key` without `=`."""
    given: dict[str, object] = {}
    for pair in options.fakeai_set:
        key, equals, value = pair.partition("=")
        if not equals:
            raise SettingsError(f"fakeai_set: '{pair}' is not key=value")
        given[key.strip()] = value
    for name, setting, _, _ in OPTIONS:
        value = getattr(options, name)
        if value not in (None, []):
            given[setting] = value
    return given


def config_path(options: optmanager.OptManager) -> Path | None:
    """The settings file that was named; without one, Settings looks for it."""
    return Path(options.fakeai_config) if options.fakeai_config else None
