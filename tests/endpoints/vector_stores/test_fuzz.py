"""No request to a vector store raises; every answer is one that a client can read."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.endpoints.test_fuzz import TO, post, values

from .stored import stored, uploaded

FILE = uploaded(TO, "Hi there.")
STORE = stored(TO, FILE)
PATHS = ("", *(f"/{STORE}{rest}" for rest in ("", "/search", "/files", f"/files/{FILE}", "/file_batches")))
plausible: dict[str, Any] = {
    "query": st.sampled_from(["Hi", "", "é\0", ["a", "b"]]),
    "file_id": st.sampled_from([FILE, "file-x"]),
    "file_ids": st.lists(st.sampled_from([FILE, "x"]), max_size=2),
    "files": st.lists(st.fixed_dictionaries({"file_id": st.just(FILE)}), max_size=2),
    "attributes": st.dictionaries(st.text(max_size=3), values, max_size=2),
    "filters": st.fixed_dictionaries(
        {"type": st.sampled_from(["eq", "in", "and"]), "key": values, "value": values}
    ),
    "max_num_results": st.integers(0, 60),
    "chunking_strategy": st.sampled_from([{"type": "auto"}, {"type": "static", "static": {}}]),
}


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(PATHS),
    st.fixed_dictionaries({}, optional={name: one | values for name, one in plausible.items()}),
)
def test_any_body(path: str, body: Any) -> None:
    post(f"/v1/vector_stores{path}", body)
