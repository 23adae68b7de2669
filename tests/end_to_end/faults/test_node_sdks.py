"""What was measured of the SDKs for Node.js, and with what. That itself is done by command: it needs npm."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.markdown import ROOT

from .asks import ASKS, WORDS
from .node_sdks import NODE, PACKAGES, Pinned, job, pinned, words
from .provider import Provider
from .reactions import CASES, Case, measured

PACKAGE = json.loads((NODE / "package.json").read_text("utf-8"))
LOCK = (NODE / "package-lock.json").read_text("utf-8")
SDKS = {sdk.alias: sdk for sdk in pinned()}
READ = {"events": 13, "text": "".join(WORDS), "finished": True, "odd": ""}
FOUR_WORDS = {"events": 5, "text": "".join(WORDS[:4]), "finished": False, "odd": ""}


@pytest.mark.parametrize("sdk", SDKS.values(), ids=SDKS)
def test_the_pinned_version_was_measured_with_all_cases(sdk: Pinned) -> None:
    assert measured()[sdk.column].keys() == sdk.cases.keys()


def test_what_was_measured_are_cases() -> None:
    """None is left of a case that is gone, or was told in other words."""
    sdk_of = {"openai": "openai", "anthropic": "anthropic", **{name: sdk for sdk, name in PACKAGES.values()}}
    for column, outcomes in measured().items():
        assert outcomes.keys() <= {what for sdk, what in CASES if sdk == sdk_of[column.split()[0]]}


def test_each_package_is_pinned_and_locked_to_that_version() -> None:
    packages = json.loads(LOCK)["packages"]
    assert {sdk.package for sdk in SDKS.values()} == set(PACKAGES)
    for sdk in SDKS.values():
        assert packages[f"node_modules/{sdk.alias}"]["version"] == sdk.version
    assert packages[""]["dependencies"] == PACKAGE["dependencies"]


def test_the_lock_names_no_registry() -> None:
    """It is that of whoever runs npm: `npm install --omit-lockfile-registry-resolved`."""
    assert "://" not in LOCK


def test_the_page_names_the_fetch_that_was_used() -> None:
    page = (ROOT / "docs" / "sdk-reactions.md").read_text("utf-8")
    assert f"undici {PACKAGE['dependencies']['undici']}" in " ".join(page.split())


def test_the_columns() -> None:
    assert Pinned("openai-6", "openai", "6.49.0").column == "openai-node 6.49"
    assert Pinned("@anthropic-ai/sdk", "@anthropic-ai/sdk", "1.12.0").column == "@anthropic-ai/sdk 1.12"


def test_a_case_as_the_driver_takes_it() -> None:
    sdk, case = SDKS["openai-6"], Case("a cut", "stream.cut", streamed=True, timeout=1.0, patience=3.0)
    assert job(sdk, case, "chat", Provider(1), 7) == {
        "sdk": "openai-6",
        "ask": "chat",
        "body": {**ASKS["chat"].body, "stream": True},
        "headers": {"x-case": "7", "x-source": "live", "x-fakeai-fault": '{"fault": "stream.cut"}'},
        "timeout": 1000,
        "patience": 3000,
    }


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        ({"raises": "TypeError: terminated"}, "raises TypeError: terminated"),
        ({"waits": True}, "waits"),
        ({"whole": "an object"}, "an object"),
        (READ, "all of the text"),
        (FOUR_WORDS, "a part of the text, 5 of 13 events, no end"),
        ({**READ, "text": "\ufffd" + READ["text"]}, "all of the text, U+FFFD within"),
        ({**READ, "events": 0}, "nothing"),
    ],
)
def test_an_ending_in_words(ended: Mapping[str, Any], told: str) -> None:
    assert words(ended, Case("", "stream.cut"), "chat") == told


def test_an_ending_of_which_the_events_do_not_count() -> None:
    assert words(FOUR_WORDS, Case("", "stream.cut", counted=False), "chat") == "a part of what was sent"
