from fakeai_proxy.core.exchange import Request
from fakeai_proxy.resources import owner_of


def owner(scope="", **headers):
    given = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return owner_of(Request("GET", "/", headers=given, scope=scope))


def test_by_project_else_by_key():
    keys = [owner(authorization="Bearer k"), owner(api_key="k"), owner(x_api_key="k")]
    assert len(set(keys)) == 1
    assert owner(authorization="Bearer j", openai_project="p") == owner(openai_project="p") != keys[0]
    assert owner() != keys[0] != owner(scope="test-1", api_key="k")
