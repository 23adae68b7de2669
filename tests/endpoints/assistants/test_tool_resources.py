import pytest
from openai import NotFoundError

from tests.endpoints.sdk import Client

from .asking import DEPRECATED, at_once

pytestmark = DEPRECATED

TEXT = b"The Eiffel Tower in Paris was finished in 1889 and is 330 metres high."
SEARCH = [{"type": "file_search"}]


def test_stores_that_are_described_are_made_and_attachments_go_into_them() -> None:
    client = Client(at_once())
    api = client.sync
    files = [api.files.create(file=(f"{name}.txt", TEXT), purpose="assistants").id for name in "abc"]
    thread = api.beta.threads.create(
        tool_resources={"file_search": {"vector_stores": [{"file_ids": files[:1]}]}},
        messages=[{"role": "user", "content": "Hi", "attachments": [{"file_id": files[1], "tools": SEARCH}]}],
    )
    [store] = thread.tool_resources.file_search.vector_store_ids
    assert {one.id for one in api.vector_stores.files.list(store)} == {*files[:2]}
    attached = [{"file_id": files[2], "tools": [{"type": "code_interpreter"}]}]
    api.beta.threads.messages.create(thread.id, role="user", content="Hi", attachments=attached)
    after = client(lambda api: api.beta.threads.retrieve(thread.id))
    assert after.tool_resources.code_interpreter.file_ids == [files[2]]
    own = api.beta.threads.create(
        messages=[{"role": "user", "content": "Hi", "attachments": [{"file_id": files[1], "tools": SEARCH}]}]
    )
    assert own.tool_resources.file_search.vector_store_ids not in ([], [store])


@pytest.mark.parametrize(
    "resources",
    [
        {"code_interpreter": {"file_ids": ["file-x"]}},
        {"file_search": {"vector_store_ids": ["vs_x"]}},
        {"file_search": {"vector_stores": [{"file_ids": ["file-x"]}]}},
    ],
)
def test_what_is_not_there(resources: dict[str, object]) -> None:
    with pytest.raises(NotFoundError):
        Client(at_once()).sync.beta.assistants.create(model="gpt-4o", tool_resources=resources)
