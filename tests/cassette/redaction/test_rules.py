import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.redact import Redactor
from fakeai_proxy.cassette.redaction.rules import POLICY, Rules, default_rules, rules_by, rules_of
from fakeai_proxy.cassette.redaction.settings import RedactionSettings
from tests.cassette.secrets import PLANTED

TEXT = f"mail bob@example.org, acme-0a1b2c, {PLANTED['openai_key']}".encode()


def found(**given: object) -> list[tuple[str, str]]:
    rules = rules_of(RedactionSettings.model_validate(given))
    return [(TEXT[a:b].decode(), kind) for a, b, kind in sorted(rules.spans(TEXT))]


def test_settings_add_and_take_away():
    key = (PLANTED["openai_key"], "openai_key")
    assert found() == [key]
    assert found(personal=["email"]) == [("bob@example.org", "email"), key]
    assert found(patterns=["acme-[0-9a-f]{6}"]) == [("acme-0a1b2c", "custom"), key]
    assert found(patterns=["acme-([0-9a-f]{6})"]) == [("0a1b2c", "custom"), key]
    assert found(ignore=["sk-[A-Za-z]+.*"]) == []
    assert found(enabled=False, personal=["email"]) == []


def test_a_policy_names_what_settings_change_of_texts():
    assert default_rules().policy == POLICY
    assert rules_of(RedactionSettings(keep_headers=("x-a",))).policy == POLICY
    assert rules_of(RedactionSettings(personal=("email",))).policy == POLICY + ' {"personal": ["email"]}'


@given(
    st.builds(
        RedactionSettings,
        enabled=st.booleans(),
        pointers=st.lists(st.sampled_from(["/a", "/b/*/«"]), max_size=2).map(tuple),
        patterns=st.lists(st.sampled_from(["a+", 'x"y']), max_size=2).map(tuple),
        personal=st.lists(st.sampled_from(["email", "phone"]), max_size=2).map(tuple),
    )
)
def test_rules_are_found_again_by_their_policy(settings):
    assert rules_by(rules_of(settings).policy) is rules_of(settings)


def test_policies_of_before_and_of_later():
    assert rules_by("keys@1") is default_rules()
    with pytest.raises(ValueError, match="not known here"):
        rules_by('keys@3 {"telepathy": true}')


@pytest.mark.parametrize("path", ["/chat/completions", "/responses/x_y.z-a"])
def test_plain_paths_are_not_searched_but_keys_in_them_are_found(path):
    assert Rules(RedactionSettings()).spans(path.encode()) == []
    assert Redactor().redact_text(f"{path}/{PLANTED['groq_key']}") == f"{path}/«secret:groq_key:1»"
    assert Redactor().redact_text(f"{path}/sk-abcdefghijklmnopqrstuvw") == f"{path}/«secret:openai_key:1»"
