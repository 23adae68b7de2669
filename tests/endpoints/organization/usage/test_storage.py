from fakeai_proxy.core.exchange import Request
from fakeai_proxy.resources import owner_of
from tests.endpoints.asking import services
from tests.endpoints.organization.asking import administered
from tests.endpoints.sdk import Client

DAY = 86_400


def test_bytes_are_told_from_when_they_are_kept() -> None:
    to = services()
    client = Client(to)
    id = administered(client).projects.create(name="Apollo").id
    start = int(to.clock.wall())
    to.clock.advance(DAY)
    for owner, size in ((owner_of(Request("GET", "/"), id), 100), (owner_of(Request("GET", "/")), 10)):
        to.resources.put(owner, "vector_store.file", "file-a", {"bytes": size}, f"vs_{size}")
    to.clock.advance(DAY)
    told = client(
        lambda api: api.admin.organization.usage.vector_stores(start_time=start, group_by=["project_id"])
    )
    found = [{one.project_id: one.usage_bytes for one in bucket.results} for bucket in told.data]
    assert found == [{}, {id: 100, "proj_fakeai": 10}, {id: 100, "proj_fakeai": 10}]
    whole = client(lambda api: api.admin.organization.usage.vector_stores(start_time=start, project_ids=[id]))
    assert [one.usage_bytes for one in whole.data[1].results] == [100]
