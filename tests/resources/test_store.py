import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.resources import PageQuery, ResourceSettings, Store

NAME = "0" * 31


def opened(**fields):
    return Store(ResourceSettings(**fields), ManualClock())


def filled(store, count=5, owner="me"):
    return [store.create(owner, "file", f"{NAME}{at}", {"at": at}).id for at in range(count)]


def ids(store, **query):
    page = store.page("me", "file", PageQuery(**query))
    return [int(item.id[-1]) for item in page.items], page.has_more


def test_what_is_made_is_found_changed_and_deleted():
    store = opened()
    made = store.create("me", "file", NAME, {"a": 1, "b": None})
    assert made.id == f"file-{NAME}"
    assert store.get("me", "file", made.id) == made
    changed = store.change(made, a=2)
    assert changed.body == {"a": 2, "b": None}
    assert store.need("me", "file", made.id) == changed
    store.delete(made)
    assert store.get("me", "file", made.id) is None
    with pytest.raises(ApiError, match=f"No such File object: {made.id}") as caught:
        store.change(made, a=3)
    assert (caught.value.status, caught.value.param, caught.value.code) == (404, "id", None)


def test_a_name_that_was_given_away_makes_another_id(tmp_path):
    first = opened(path=tmp_path / "r.db")
    made = first.create("me", "file", NAME, {})
    first.blobs.append(made.id, b"kept")
    first.close()
    again = opened(path=tmp_path / "r.db")
    unused = again.unused("file", NAME)
    other = again.create("you", "file", NAME, {})
    assert unused == other.id
    assert other.id != made.id
    assert len(other.id) == len("file-") + 32
    assert again.need("me", "file", made.id) == made
    assert (again.blobs.read(made.id), again.blobs.total) == (b"kept", 4)
    again.close()


def test_owners_and_kinds_do_not_see_each_other():
    store = opened()
    made = store.create("me", "file", NAME, {})
    assert store.get("you", "file", made.id) is None
    assert store.get("me", "batch", made.id) is None
    assert store.page("you", "file", PageQuery()).items == []


def test_pages():
    store = opened()
    filled(store)
    prefix = f"file-{NAME}"
    assert ids(store) == ([4, 3, 2, 1, 0], False)
    assert ids(store, order="asc", limit=2) == ([0, 1], True)
    assert ids(store, order="asc", limit=2, after=f"{prefix}1") == ([2, 3], True)
    assert ids(store, limit=2, after=f"{prefix}2") == ([1, 0], False)
    assert ids(store, limit=2, before=f"{prefix}0") == ([2, 1], True)
    assert ids(store, order="asc", limit=3, before=f"{prefix}2") == ([0, 1], False)
    assert ids(store, order="asc", after=f"{prefix}0", before=f"{prefix}3") == ([1, 2], False)
    assert ids(store, limit=0) == ([], True)
    odd = store.page("me", "file", PageQuery(limit=1), keep=lambda item: item.body["at"] % 2)
    assert ([item.body["at"] for item in odd.items], odd.has_more) == ([3], True)


def test_a_list_is_read_on_from_what_was_deleted():
    store = opened()
    filled(store)
    store.delete(store.need("me", "file", f"file-{NAME}2"))
    assert ids(store, after=f"file-{NAME}2") == ([1, 0], False)
    for cursor in ("after", "before"):
        with pytest.raises(ApiError, match="no file with id 'x'") as caught:
            ids(store, **{cursor: "x"})
        assert (caught.value.status, caught.value.param) == (400, cursor)


@given(
    st.permutations(range(6)), st.sets(st.integers(0, 5)), st.integers(1, 4), st.sampled_from(["asc", "desc"])
)
@settings(max_examples=25)
def test_all_pages_together_are_the_list(order, deleted, limit, direction):
    store = opened()
    made = [store.create("me", "thread.message", f"{at:032x}", {}, parent="thread_1") for at in order]
    for at in deleted:
        store.delete(made[at])
    left = [one.id for at, one in enumerate(made) if at not in deleted]
    seen, after = [], ""
    while True:
        page = store.page("me", "thread.message", PageQuery(limit, direction, after), "thread_1")
        seen += [item.id for item in page.items]
        if not page.has_more:
            break
        after = seen[-1]
    assert seen == (left if direction == "asc" else left[::-1])


def test_what_belongs_to_something_goes_with_it():
    store = opened()
    thread = store.create("me", "thread", NAME, {})
    run = store.create("me", "thread.run", NAME, {}, parent=thread.id)
    step = store.create("me", "thread.run.step", NAME, {}, parent=run.id)
    file = store.create("me", "file", NAME, {})
    shelf = store.create("me", "vector_store", NAME, {})
    store.blobs.append(file.id, b"bytes")
    store.put("me", "vector_store.file", file.id, {}, parent=shelf.id)
    store.delete(thread)
    store.delete(shelf)
    assert store.get("me", "thread.run.step", step.id, run.id) is None
    assert store.get("me", "vector_store.file", file.id, shelf.id) is None
    assert store.blobs.read(file.id) == b"bytes"  # it only had the id of the file
    store.delete(file)
    assert store.blobs.total == 0


def test_the_oldest_is_forgotten_and_what_is_over():
    store = opened(max_objects=3)
    filled(store)
    assert ids(store) == ([4, 3, 2], False)
    soon = store.create("me", "upload", NAME, {}, expires=store.clock.wall() + 10)
    store.blobs.append(soon.id, b"gone")
    store.clock.advance(10)
    assert store.get("me", "upload", soon.id) is None
    store.create("me", "batch", NAME, {})
    assert store.blobs.total == 0


def test_memory_is_opened_when_it_is_used_and_a_file_at_once(tmp_path):
    opened().close()
    path = tmp_path / "r.db"
    opened(path=path).close()
    assert path.exists()


def test_every_one_of_a_kind_whosever_it_is() -> None:
    clock = ManualClock()
    store = Store(ResourceSettings(), clock)
    for owner, expires in (("a", None), ("b", None), ("c", clock.wall() + 1)):
        store.create(owner, "file", "0" * 32, {}, expires=expires)
    clock.advance(2)
    assert [one.owner for one in store.every("file")] == ["a", "b"]
    assert store.every("batch") == []
