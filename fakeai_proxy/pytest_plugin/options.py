"""Command line options. Those of pytest-recording keep their names where nobody else has them."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import pytest

MODES = ("none", "once", "new_episodes", "all", "rewrite", "spy", "diff", "off", "synthesize")
"""What a test may ask for; `none` unless it does."""
UNUSED = ("fail", "warn", "ignore")
FORMS = ("term", "json", "md")
OTHERS = {"recording": "pytest_recording", "vcr": "pytest_vcr", "cassetter": "cassetter"}
"""Plugins that read the mark `vcr` themselves: their names in pytest, and the modules they come from."""
PREFIX = "fakeai-"

Option = tuple[str, dict[str, Any]]
SHARED: tuple[Option, ...] = (
    ("record-mode", {"choices": MODES, "help": "Mode of every test, whatever its marks say."}),
    ("block-network", {"action": "store_true", "help": "Let tests connect to nothing but the proxy."}),
    (
        "allowed-hosts",
        {"metavar": "REGEX,...", "help": "Hosts that may be connected to where the network is blocked."},
    ),
    (
        "disable-recording",
        {"action": "store_true", "help": "Ask upstream, and read and write no cassette."},
    ),
)
"""Those that pytest-recording has too."""


def others_read_vcr(plugins: pytest.PytestPluginManager) -> bool:
    """Another plugin is there for the mark `vcr` and what belongs to it."""
    return any(find_spec(module) and not plugins.is_blocked(name) for name, module in OTHERS.items())


def add_options(parser: pytest.Parser, *, shared: bool) -> None:
    """`shared`: the names of pytest-recording are free."""
    group = parser.getgroup("fakeai", "fakeai_proxy: LLM traffic on cassettes")
    for name, how in SHARED:
        names = [f"--{PREFIX}{name}", *([f"--{name}"] if shared else [])]
        group.addoption(*names, dest=dest(name), **how)
    group.addoption(
        "--cassette-unused",
        choices=UNUSED,
        default="ignore",
        help="What becomes of a test that leaves recordings of its cassette unplayed.",
    )
    group.addoption(
        "--cassette-report",
        action="append",
        default=[],
        type=report,
        metavar="term|json|md[:FILE]",
        help="Tell of hits, misses, live calls, tokens and money; json and md go to a file.",
    )


def dest(name: str) -> str:
    """Where pytest keeps an option of SHARED."""
    return f"fakeai_{name.replace('-', '_')}"


def report(text: str) -> tuple[str, str]:
    """`md:out.md` -> (`md`, `out.md`). Raises ValueError."""
    form, _, file = text.partition(":")
    if form not in FORMS or (file and form == "term"):
        raise ValueError(f"{text!r} is none of {', '.join(FORMS)}")
    return form, file or ("" if form == "term" else f"cassette-report.{form}")
