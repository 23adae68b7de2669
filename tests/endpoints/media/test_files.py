import pytest

from tests.endpoints.asking import error, services, told
from tests.endpoints.forms import send

from .chats import chat, cost
from .samples import pdf, picture, url

DATA = "messages[0].content[1].file.file_data"


def file(**fields):
    return {"type": "file", "file": fields}


@pytest.mark.parametrize(
    ("data", "model", "tokens"),
    [
        (url("text/plain", b"one two three"), "gpt-4o", 3),
        (url("application/json", b"{}"), "gpt-4o", 1),
        (url("application/pdf", pdf("one two")), "gpt-4o", 2 + 765),
        (url("application/pdf", pdf("one two")), "o3-mini", 2),
    ],
)
def test_what_they_cost(data, model, tokens):
    assert cost(file(file_data=data, filename="a"), model=model) == tokens


def test_one_that_was_uploaded_is_read():
    to = services()
    sent = ("a.pdf", pdf("The total is 4217 dollars."))
    made = told(send("/v1/files", to, purpose="user_data", file=sent))
    total = {"type": "object", "properties": {"total": {"type": "integer"}}, "required": ["total"]}
    form = {"type": "json_schema", "json_schema": {"name": "a", "schema": total}}
    answer = told(chat(file(file_id=made["id"]), to, response_format=form))
    assert answer["choices"][0]["message"]["content"] == '{"total":4217}'
    assert error(chat(file(file_id="file-x"), to), 404)["param"] == "id"


def test_an_image_that_was_uploaded_is_seen():
    to = services()
    made = told(send("/v1/files", to, purpose="vision", file=("a.png", picture(512, 512))))
    assert cost(file(file_id=made["id"]), to) == 255


@pytest.mark.parametrize(
    ("fields", "code", "param"),
    [
        ({}, "missing_required_parameter", DATA.replace("_data", "_id")),
        ({"file_data": "JVBE"}, "invalid_value", DATA),
        ({"file_data": url("application/zip", b"PK")}, "invalid_value", DATA),
        ({"file_data": url("application/pdf", b"%PDF-1.4 broken")}, "invalid_value", DATA),
        ({"file_data": url("text/plain", b"\xff\xfe")}, "invalid_value", DATA),
    ],
)
def test_what_is_refused(fields, code, param):
    refusal = error(chat(file(**fields)))
    assert (refusal["code"], refusal["param"]) == (code, param)
