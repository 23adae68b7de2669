from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head
from fakeai_proxy.faults.dialects import NAMES, PROVIDERS, Figures, Provider, Written, reply_of, written
from fakeai_proxy.faults.dialects.written import title
from tests.faults.hits import KEY, asking, hit_of

GOLDEN = tomllib.loads(Path(__file__).with_name("golden.toml").read_text("utf-8"))["error"]


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: f"{golden['provider']}-{golden['name']}")
def test_bodies_to_the_byte(golden: dict[str, Any]) -> None:
    error = written(golden["provider"], golden["name"], hit_of())
    assert (error.status, error.body.decode()) == (golden["status"], golden["body"])


def test_the_lengths_that_were_seen() -> None:
    assert len(written("openai", "bad_gateway", hit_of()).body) == 84
    assert len(written("anthropic", "overloaded", hit_of()).body) == 75


HEADERS: list[tuple[Provider, str, list[str]]] = [
    (
        "openai",
        "rate_limit",
        [
            *(
                "content-type",
                "openai-organization",
                "openai-processing-ms",
                "openai-version",
                "x-request-id",
            ),
            *("strict-transport-security", "x-content-type-options", "cf-cache-status", "server", "cf-ray"),
            "retry-after",
        ],
    ),
    (
        "openai",
        "bad_gateway",
        [
            "content-type",
            "x-frame-options",
            "referrer-policy",
            "cache-control",
            "expires",
            "server",
            "cf-ray",
        ],
    ),
    (
        "azure",
        "rate_limit_tpm",
        [
            *("content-type", "apim-request-id", "strict-transport-security", "x-content-type-options"),
            *("x-ms-region", "policy-id", "x-ratelimit-remaining-requests", "x-ratelimit-remaining-tokens"),
            "retry-after",
        ],
    ),
    (
        "anthropic",
        "overloaded",
        [
            *("cache-control", "content-type", "request-id", "server", "cf-ray", "via", "x-robots-tag"),
            "x-should-retry",
        ],
    ),
    ("nvidia", "gateway_timeout", ["nvcf-reqid", "nvcf-status", "access-control-expose-headers", "vary"]),
]


@pytest.mark.parametrize(("provider", "name", "headers"), HEADERS)
def test_headers(provider: Provider, name: str, headers: list[str]) -> None:
    assert [header for header, _ in written(provider, name, hit_of()).headers] == headers


def test_the_edge_knows_no_request_id_of_the_provider() -> None:
    for name in ("bad_gateway_html", "service_unavailable_html", "gateway_timeout_html", "cloudflare"):
        headers = dict(written("openai", name, hit_of()).headers)
        assert headers["server"] == "cloudflare"
        assert "cf-ray" in headers
        assert "x-request-id" not in headers


def test_an_odd_reason() -> None:
    assert written("azure", "invalid_api_key", hit_of()).head.reason == "PermissionDenied"


def test_the_id_in_the_message_is_that_of_the_header() -> None:
    error = written("openai", "internal_error", hit_of())
    assert dict(error.headers)["x-request-id"] in error.body.decode()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_error_is_what_it_says_it_is(provider: Provider) -> None:
    for name in NAMES:
        error = written(provider, name, hit_of())
        head, *rest = reply_of(error)
        assert isinstance(head, Head)
        assert dict(head.headers)["content-length"] == str(len(error.body)), name
        assert rest == ([Data(error.body)] if error.body else []) + [End()], name
        if "json" in dict(head.headers).get("content-type", ""):
            json.loads(error.body)
        assert b"$" not in error.body, name
        assert KEY not in error.body.decode() + str(head.headers), name


TEXTS = st.text(st.characters(exclude_categories=()), max_size=30)


@given(st.sampled_from(PROVIDERS), st.sampled_from(sorted(NAMES)), TEXTS, TEXTS)
def test_whatever_is_asked_the_body_is_json_where_it_says_so(
    provider: Provider, name: str, model: str, message: str
) -> None:
    for figures in (Figures(), Figures(message=message)):
        error = written(provider, name, hit_of(asking(model=model)), figures)
        if "json" in dict(error.headers).get("content-type", ""):
            json.loads(error.body)
        assert b"<script" not in error.body or b"json" in dict(error.headers)["content-type"].encode()


@given(st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=20, max_size=80))
def test_no_key_is_in_any_body(key: str) -> None:
    hit = hit_of(replace(asking(), headers=(("authorization", f"Bearer {key}"),)))
    for name in ("invalid_api_key", "expired_api_key", "rate_limit"):
        error = written("openai", name, hit)
        assert key.encode() not in error.body
        assert key not in str(error.headers)


def test_a_page_quotes_what_it_repeats() -> None:
    hit = hit_of(Request("POST", "/v1/x", host="<script>.com"))
    assert (
        b"<title>&lt;script&gt;.com | 502: Bad gateway</title>"
        in written("openai", "bad_gateway_html", hit).body
    )


def test_figures_are_told() -> None:
    figures = Figures(limit=500, used=500, requested=1, retry=0.12)
    error = written("openai", "rate_limit", hit_of(), figures)
    assert b"Limit 500, Used 500, Requested 1. Please try again in 120ms." in error.body
    assert dict(error.headers)["retry-after"] == "1"


def test_a_day() -> None:
    error = written("azure", "rate_limit_tpm", hit_of(), Figures(retry=86_400))
    assert b"Please retry after 86400 seconds." in error.body
    assert dict(error.headers)["retry-after"] == "86400"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_message_of_ones_own(provider: Provider) -> None:
    value = json.loads(written(provider, "internal_error", hit_of(), Figures(message="No.")).body)
    assert (value["detail"] if provider == "nvidia" else value["error"]["message"]) == "No."


def test_a_message_where_the_provider_has_none() -> None:
    body = written("nvidia", "rate_limit", hit_of(), Figures(message="No.")).body
    assert json.loads(body) == {"status": 429, "title": "Too Many Requests", "detail": "No."}


def test_a_category_of_the_content_filter() -> None:
    error = json.loads(written("azure", "content_filter", hit_of(), Figures(category="hate")).body)["error"]
    found = error["innererror"]["content_filter_result"]
    assert found["hate"] == {"filtered": True, "severity": "medium"}
    assert found["violence"] == {"filtered": False, "severity": "safe"}
    assert found["jailbreak"] == {"filtered": False, "detected": False}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_any_status(provider: Provider) -> None:
    error = written(provider, None, hit_of(), status=418)
    assert error.status == 418
    assert b"418" in error.body or b"Teapot" in error.body


def test_the_status_of_an_error_can_be_another() -> None:
    assert written("openai", "internal_error", hit_of(), status=200) == replace(
        written("openai", "internal_error", hit_of()), status=200
    )
    assert b"524: A timeout occurred" in written("openai", "cloudflare", hit_of(), status=524).body


@pytest.mark.parametrize(
    ("status", "phrase"),
    [
        (400, "Bad Request"),
        (413, "Request Entity Too Large"),
        (499, "Client Closed Request"),
        (529, "Site is overloaded"),
        (498, "Client Error"),
        (599, "Server Error"),
    ],
)
def test_phrases(status: int, phrase: str) -> None:
    assert title(status) == phrase


def test_an_empty_body_is_no_step() -> None:
    assert list(reply_of(Written(504, (), b""))) == [Head(504, (("content-length", "0"),)), End()]
