import pytest

from fakeai_proxy.cassette.redaction.named import Named, parameter

HEX = "9f86d081884c7d659a2feaa0c55ad015"


def found(text: str, *own: str) -> list[tuple[str, str]]:
    given = text.encode()
    return [(given[a:b].decode(), kind) for a, b, kind in Named(own).hits(given, given.lower())]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"api_key": "hunter2"}', "hunter2"),
        ('{"X-API-Key" : "hunter 2"}', "hunter 2"),
        ('{"accessToken":"a\\"bcdefg"}', 'a\\"bcdefg'),
        ('"{\\"password\\": \\"hunter2\\", \\"a\\": 1}"', "hunter2"),
        ('"{\\\\\\"db_passwd\\\\\\": \\\\\\"hunter2\\\\\\"}"', "hunter2"),
        ('{"OPENAI_API_KEY": "hunter2"}', "hunter2"),
        ('{"aws_secret_access_key": "hunter2"}', "hunter2"),
    ],
)
def test_members_are_known_by_their_names(text, value):
    assert found(text) == [(value, "member")]


@pytest.mark.parametrize(
    "text",
    [
        f"api_key={HEX}",
        f"export COHERE_API_KEY='{HEX}'",
        f'"client.api_key = \\"{HEX}\\""',
        f"x-api-key: {HEX}",
        f"'my_service_token': '{HEX}'",
        f"AWS_SECRET_ACCESS_KEY: {HEX}",
        f"secret := `{HEX}`",
        f"{{'authorization': '{HEX}'}}",
        f"Ocp-Apim-Subscription-Key%3A{HEX}",
    ],
)
def test_drawn_values_are_known_after_such_names_anywhere(text):
    assert found(text) == [(HEX, "assigned")]


@pytest.mark.parametrize(
    "text",
    [
        '{"max_tokens": 5, "token": "hello", "secret": {"type": "string"}, "required": ["api_key"]}',
        '{"api_key": "", "password": "string", "secret": "<your secret>"}',
        f'{{"prompt_cache_key": "{HEX}", "next_page_token": "{HEX}", "key": "{HEX}", "public_key": "{HEX}"}}',
        "api_key=os.environ['OPENAI_API_KEY_OF_TEAM_1'], token = tokens[index_of_token_12345]",
        "password = get_password_from_the_vault_2(1)",
        "The key: gpt-4o-mini-2024-07-18 is a token; secret=settings.SECRET_KEY_2024_01",
        '{"session_token_id": 12, "idempotency_key": "550e8400-e29b-41d4-a716-446655440000"}',
    ],
)
def test_ordinary_text_is_left(text):
    assert found(text) == []


def test_names_of_ones_own():
    assert found('{"employee_id": "e7", "id": "e7"}', "employee_id") == [("e7", "member")]
    assert found('{"Badge_Key": "e7"}', "badge_key") == [("e7", "member")]


def test_parameters():
    assert parameter(("badge",)).findall(b"a=1&key=k&badge=b&x-api-key=x&sig=s&monkey=m") == [
        b"k",
        b"b",
        b"x",
        b"s",
    ]
