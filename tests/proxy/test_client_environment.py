from __future__ import annotations

from pathlib import Path

from fakeai_proxy.proxy.client_environment import by_base_url, by_proxy, key_if_none


def test_every_kind_of_client_is_told() -> None:
    variables = by_proxy("http://127.0.0.1:1", Path("/b.pem"))
    assert {name for name, value in variables.items() if value == "http://127.0.0.1:1"} == {
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
    }
    assert {name for name, value in variables.items() if value == "/b.pem"} == {
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
        "CURL_CA_BUNDLE",
        "NODE_EXTRA_CA_CERTS",
    }
    assert (variables["NO_PROXY"], variables["no_proxy"], variables["NODE_USE_ENV_PROXY"]) == ("", "", "1")


def test_a_base_url_ends_in_v1() -> None:
    assert by_base_url("http://127.0.0.1:1") == {
        "OPENAI_BASE_URL": "http://127.0.0.1:1/v1",
        "ANTHROPIC_BASE_URL": "http://127.0.0.1:1",
    }


def test_a_key_only_where_there_is_none_and_no_provider() -> None:
    assert key_if_none("replay", {}) == {"OPENAI_API_KEY": "fakeai"}
    assert key_if_none("synthesize", {"OPENAI_API_KEY": "theirs"}) == {}
    assert key_if_none("record", {}) == {}
