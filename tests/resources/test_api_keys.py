from fakeai_proxy.resources.api_keys import find, remember

from .test_store import opened


def test_a_key_is_found_again_and_not_held(tmp_path):
    store = opened(path=tmp_path / "r.db")
    made = remember(store, "sk-svcacct-secret", {"project": "proj_1"})
    assert find(store, "sk-svcacct-secret") == made
    assert find(store, "sk-svcacct-secreT") is None
    store.close()
    again = opened(path=tmp_path / "r.db")
    found = find(again, "sk-svcacct-secret")
    assert found is not None
    assert (found.id, found.body) == (made.id, {"project": "proj_1"})
    again.delete(found)
    assert find(again, "sk-svcacct-secret") is None
    again.close()
    assert b"sk-svcacct" not in (tmp_path / "r.db").read_bytes()


def test_each_store_has_a_salt_of_its_own():
    assert remember(opened(), "sk-a", {}).id != remember(opened(), "sk-a", {}).id
