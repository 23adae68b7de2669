import json

from hypothesis import given
from hypothesis import strategies as st

from fakeai_proxy.cassette.redaction.pointers import pointers

JSON = st.recursive(
    st.text() | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def at(value: object, pointer: str) -> object:
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]  # type: ignore[index]
    return value


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_every_string_is_found_where_its_pointer_says(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    for start, end, pointer in pointers(text):
        string = json.loads(text[start:end].decode("utf-8", "surrogatepass"))
        name = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        assert string in (at(value, pointer), name)


@given(st.binary(max_size=100))
def test_any_bytes_are_taken(text):
    assert all(start < end for start, end, _ in pointers(text))
