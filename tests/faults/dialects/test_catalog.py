from __future__ import annotations

import json
from string import Template
from typing import get_args

import pytest

from fakeai_proxy.faults.dialects import NAMES, PROVIDERS, Provider, entry_of
from fakeai_proxy.faults.dialects.catalog import Evidence, shaped, type_of, wording_of
from fakeai_proxy.faults.dialects.facts import facts
from tests.faults.hits import hit_of

FILES = (*PROVIDERS, "edge")
KNOWN = {
    *facts(hit_of()),
    *("status", "title", "type", "message", "retry", "seconds"),
    *("limit", "limit_commas", "used", "requested"),
    *(
        f"{name}{end}"
        for name in ("hate", "jailbreak", "self_harm", "sexual", "violence")
        for end in ("", "_severity")
    ),
}


@pytest.mark.parametrize("file", FILES)
def test_templates_ask_for_what_there_is(file: str) -> None:
    for name, entry in wording_of(file).entries.items():
        assert name in NAMES
        assert entry.evidence in get_args(Evidence)
        for text in (entry.body, *entry.headers.values()):
            assert set(Template(text).get_identifiers()) <= KNOWN, (file, name)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_error_has_an_entry(provider: Provider) -> None:
    for name, told in NAMES.items():
        entry = entry_of(provider, name)
        assert 400 <= entry.status < 600
        assert entry.status == told.status or (provider, name) in OTHERS


OTHERS = {
    ("anthropic", "insufficient_quota"),
    ("anthropic", "credit_balance_exhausted"),
    ("anthropic", "overloaded"),
    ("anthropic", "server_is_overloaded"),
    ("nvidia", "invalid_api_key"),
    ("nvidia", "invalid_api_key_unauthorized"),
    ("nvidia", "expired_api_key"),
}
"""Where a provider sends another status than most."""


def test_what_is_not_known_has_the_shape_of_its_provider() -> None:
    assert entry_of("openai", "unprocessable") == shaped("openai", 422)
    assert shaped("openai", 422).evidence == "inferred"
    assert json.loads(shaped("openai", 500).body)["error"]["message"] == "$message"


def test_the_edge_answers_for_all() -> None:
    pages = {entry_of(provider, "service_unavailable_html").body for provider in PROVIDERS}
    assert len(pages) == 1


def test_a_provider_may_send_what_its_edge_has() -> None:
    sent, page = entry_of("openai", "request_too_large"), entry_of("azure", "request_too_large_html")
    assert (sent.body, sent.headers) == (page.body, page.headers)


def test_a_variant_is_what_it_is_like_elsewhere() -> None:
    assert entry_of("azure", "server_is_overloaded") == shaped("azure", 503)
    assert entry_of("openai", "overloaded") == entry_of("openai", "service_unavailable")


@pytest.mark.parametrize(
    ("provider", "status", "kind"),
    [
        ("openai", 404, "invalid_request_error"),
        ("openai", 502, "server_error"),
        ("azure", 401, "401"),
        ("anthropic", 529, "overloaded_error"),
        ("anthropic", 418, "invalid_request_error"),
        ("nim", 400, "BadRequestError"),
        ("nvidia", 400, ""),
    ],
)
def test_types(provider: Provider, status: int, kind: str) -> None:
    assert type_of(provider, status) == kind
