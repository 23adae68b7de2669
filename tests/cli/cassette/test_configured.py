from __future__ import annotations

from fakeai_proxy.cassette.redaction.rules import default_rules
from fakeai_proxy.cli.cassette.configured import rules_of
from fakeai_proxy.cli.options import Chosen


def test_rules_of_the_command_line() -> None:
    assert rules_of(Chosen(None, {})) is default_rules()
    assert rules_of(Chosen(None, {"cassette.redact.personal": "email,phone"})).settings.personal == (
        "email",
        "phone",
    )
