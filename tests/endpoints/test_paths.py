import pytest

from fakeai_proxy.endpoints.paths import Place, pattern_of, place_of


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/v1/models", Place("/models")),
        ("/models", Place("/models")),
        ("/openai/v1/models", Place("/models")),
        ("/v1", Place("/v1")),
        ("/v1beta/models", Place("/v1beta/models")),
        ("/openai/deployments/my%20gpt/chat/completions", Place("/chat/completions", "my gpt")),
        ("/openai/deployments/x", Place("/deployments/x")),
        ("/openai/files", Place("/files")),
        ("/anthropic/v1/messages", Place("/messages")),
        ("/v1/\udcff", Place("/?")),
    ],
)
def test_a_place_has_no_version(path, place):
    assert place_of(path) == place


@pytest.mark.parametrize(
    ("template", "path", "names"),
    [
        ("/files/{id}", "/files/file-1", {"id": "file-1"}),
        ("/files/{id}", "/files/a/b", None),
        ("/models/{id:path}", "/models/a/b", {"id": "a/b"}),
        ("/a.b/{id}", "/aXb/1", None),
        ("/x/{a}/y/{b}", "/x/1/y/2", {"a": "1", "b": "2"}),
    ],
)
def test_a_template_is_a_pattern(template, path, names):
    match = pattern_of(template).fullmatch(path)
    assert (match and match.groupdict()) == names
