import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.batches import lines as module
from fakeai_proxy.endpoints.batches.lines import Check, lines
from fakeai_proxy.resources import blobs
from tests.resources.test_store import opened

from .written import line

ENDPOINT = "/v1/chat/completions"


@given(st.binary(max_size=60).map(lambda text: text.replace(b"a", b"\n")), st.integers(1, 9))
@settings(max_examples=50)
def test_lines_do_not_depend_on_pieces(text, piece):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(blobs, "PIECE", piece)
        store = opened().blobs
        store.append("f", text)
        found = [*lines(store, "f")]
        assert [one.text for one in found] == [one for one in text.split(b"\n") if one.strip()]
        for at, one in enumerate(found):
            assert [*lines(store, "f", one.end)] == found[at + 1 :]


def problems(*texts, **fields):
    check = Check(ENDPOINT)
    for text in texts:
        check.look(text)
    check.finish()
    return [(error["code"], error["param"], error["line"]) for error in check.errors]


@pytest.mark.parametrize(
    ("text", "code", "param"),
    [
        (b"{", "invalid_json_line", None),
        (b"[]", "invalid_json_line", None),
        (line(7), "missing_required_parameter", "custom_id"),
        (line(body="x"), "missing_required_parameter", "body"),
        (line(method="GET"), "invalid_method", "method"),
        (line(url="/v1/files"), "url_mismatch", "url"),
        (line(body={"model": "other"}), "model_mismatch", "body.model"),
        (line("first"), "duplicate_custom_id", "custom_id"),
    ],
)
def test_what_is_wrong_with_a_line(text, code, param):
    assert problems(line("first"), text) == [(code, param, 2)]


def test_what_is_wrong_with_a_file(monkeypatch):
    assert problems() == [("empty_file", None, None)]
    monkeypatch.setattr(module, "MOST", 1)
    assert problems(line("a"), line("b"), line("c")) == [("too_many_tasks", None, None)]
