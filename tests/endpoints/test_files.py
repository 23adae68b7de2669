import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types import FileObject

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head
from fakeai_proxy.endpoints import dispatch
from fakeai_proxy.resources import ResourceSettings, Store
from tests.playbook import body

from .asking import ask, error, services, steps, told
from .forms import form, send
from .sdk import Client
from .typed import typed

CONTENT = bytes(range(256)) * 4
TO = services()
LINE = b'{"a": 1}\n'


def uploaded(to, name="a.bin", content=CONTENT, purpose="user_data", **fields):
    return told(send("/v1/files", to, file=(name, content), purpose=purpose, **fields))


def test_the_sdk_gets_back_what_it_sent():
    client = Client(services())
    made = client(lambda api: api.files.create(file=("über.bin", CONTENT), purpose="user_data"))
    assert (made.filename, made.bytes, made.purpose, made.expires_at) == ("über.bin", 1024, "user_data", None)
    assert client(lambda api: api.files.retrieve(made.id)) == made
    assert client(lambda api: api.files.content(made.id)).content == CONTENT
    names = [file.id for file in client.sync.files.list(limit=1)]
    assert names[0] == made.id
    assert len(names) == 2
    assert client(lambda api: api.files.list(purpose="batch")).data == []
    gone = client.one(lambda api: api.files.delete(made.id))
    assert (gone.id, gone.deleted) == (made.id, True)
    assert [file.id for file in client.sync.files.list()] == names[1:]


def test_all_are_deleted_as_they_are_listed():
    to = services()
    for at in range(5):
        told(send("/v1/files", to, "sk-nobody", file=(f"{at}.txt", CONTENT), purpose="user_data"))
    client = Client(to).sync
    for file in client.files.list(limit=2):
        client.files.delete(file.id)
    assert client.files.list().data == []


def test_a_file_expires():
    to = services(clock=ManualClock())
    batch = uploaded(to, "b.jsonl", LINE, "batch")
    brief = uploaded(to, expires_after__anchor="created_at", expires_after__seconds=3600)
    assert batch["expires_at"] - batch["created_at"] == 30 * 86_400
    assert typed(FileObject, brief).expires_at == brief["created_at"] + 3600
    to.clock.advance(3600)
    refused = error(ask(f"/v1/files/{brief['id']}", to=to), 404)
    assert refused["message"] == f"No such File object: {brief['id']}"
    assert refused["param"] == "id"


@pytest.mark.parametrize("path", ["/v1/files/file-x", "/v1/files/file-x/content"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_is_not_there(path, method):
    if not (method == "DELETE" and path.endswith("content")):
        assert error(ask(path, method=method), 404)["message"] == "No such File object: file-x"


FILE = ("a.jsonl", LINE)


@pytest.mark.parametrize(
    ("fields", "code", "param", "says"),
    [
        ({"purpose": "batch"}, "missing_required_parameter", "file", "Missing required parameter: 'file'."),
        ({"file": FILE}, "missing_required_parameter", "purpose", "Missing required parameter: 'purpose'."),
        ({"file": "text", "purpose": "batch"}, "invalid_type", "file", "expected a file, but got a string"),
        ({"file": FILE, "purpose": "x"}, "invalid_value", "purpose", "Supported values are: 'assistants', "),
        ({"file": FILE, "purpose": FILE}, "invalid_value", "purpose", "Supported values are"),
        ({"file": FILE, "purpose": "batch", "x": "1"}, "unknown_parameter", "x", "Unknown parameter: 'x'."),
        ({"file": ("a.txt", LINE), "purpose": "batch"}, None, None, "Invalid file format for Batch API."),
        ({"file": ("a.txt", LINE), "purpose": "fine-tune"}, None, None, "for Fine-Tuning API."),
        ({"file": ("a.jsonl", b""), "purpose": "batch"}, None, "file", "File is empty."),
        (
            {"file": FILE, "purpose": "vision", "expires_after__seconds": 3600},
            "missing_required_parameter",
            "expires_after.anchor",
            "Missing",
        ),
        (
            {
                "file": FILE,
                "purpose": "vision",
                "expires_after__anchor": "created_at",
                "expires_after__seconds": 1,
            },
            "integer_below_min_value",
            "expires_after.seconds",
            "Expected a value >= 3600, but got 1 instead.",
        ),
    ],
)
def test_wrong_uploads(fields, code, param, says):
    refused = error(send("/v1/files", services(), **fields))
    assert (refused["code"], refused["param"], refused["type"]) == (code, param, "invalid_request_error")
    assert says in refused["message"]


@pytest.mark.parametrize(
    ("query", "param"), [("limit=10001", "limit"), ("order=x", "order"), ("after=file-x", "after")]
)
def test_wrong_lists(query, param):
    assert error(ask("/v1/files", query=query))["param"] == param


def test_no_form():
    assert "Invalid Content-Type header" in error(ask("/v1/files", {"purpose": "batch"}))["message"]


def test_more_than_there_is_room_for_leaves_nothing_behind():
    to = services(resources=Store(ResourceSettings(max_bytes=10), ManualClock()))
    refused = error(send("/v1/files", to, file=("a", b"x" * 11), purpose="user_data"), 413)
    assert refused["code"] == "storage_limit_exceeded"
    assert told(ask("/v1/files", to=to))["data"] == []


def test_keys_and_projects_do_not_see_each_other():
    to = services()
    mine = told(send("/v1/files", to, "k1", file=FILE, purpose="batch"))
    for headers, status in (
        ((("authorization", "Bearer k1"),), 200),
        ((("authorization", "Bearer k2"),), 404),
        ((("authorization", "Bearer k1"), ("openai-project", "p")), 404),
    ):
        reply = steps(ask(f"/v1/files/{mine['id']}", to=to, headers=headers))
        assert next(step for step in reply if isinstance(step, Head)).status == status


def test_the_same_uploads_have_the_same_ids_in_every_run():
    runs = [[uploaded(to)["id"] for _ in range(2)] for to in (services(), services())]
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 2


def test_a_head_has_no_bytes():
    to = services()
    file = uploaded(to)
    reply = list(steps(ask(f"/v1/files/{file['id']}/content", to=to, method="HEAD")))
    assert body(reply) == b""
    assert ("content-length", "1024") in reply[0].headers


@given(
    st.dictionaries(
        st.sampled_from(["file", "purpose", "data", "expires_after__seconds", "x"]),
        st.sampled_from(["batch", "3600", "", ("a.jsonl", b"{}"), ("", b"")]),
    ),
    st.sampled_from(["/v1/files", "/v1/uploads", "/v1/uploads/upload_x/parts"]),
    st.integers(0, 400),
)
@settings(max_examples=40, deadline=None)
def test_any_form_cut_anywhere_is_answered(fields, path, cut):
    headers, content = form(**fields)
    for sent in (content, content[:cut]):
        reply = steps(dispatch(Request("POST", path, headers=headers, body=sent), TO))
        assert next(step for step in reply if isinstance(step, Head)).status in (200, 400, 404)
