import pytest
from openai import NotFoundError

from tests.endpoints.asking import ask, error, services
from tests.endpoints.sdk import Client

NAME = "ft:gpt-4o-mini-2024-07-18:fakeai:own:1a2b3c4d:ckpt-step-90"


def test_the_sdk_shares_a_checkpoint() -> None:
    client = Client(services())
    made = client.one(
        lambda api: api.fine_tuning.checkpoints.permissions.create(NAME, project_ids=["proj_a", "proj_b"])
    ).data
    assert [one.project_id for one in made] == ["proj_a", "proj_b"]
    listed = client(lambda api: api.fine_tuning.checkpoints.permissions.list(NAME, order="ascending"))
    assert [one.id for one in listed.data] == [one.id for one in made]
    with pytest.warns(DeprecationWarning, match="paginated list"):
        alone = client(
            lambda api: api.fine_tuning.checkpoints.permissions.retrieve(NAME, project_id="proj_b")
        )
    assert [one.project_id for one in alone.data] == ["proj_b"]
    gone = client.one(
        lambda api: api.fine_tuning.checkpoints.permissions.delete(
            made[0].id, fine_tuned_model_checkpoint=NAME
        )
    )
    assert gone.deleted
    with pytest.raises(NotFoundError):
        client.one(
            lambda api: api.fine_tuning.checkpoints.permissions.delete(
                made[0].id, fine_tuned_model_checkpoint=NAME
            )
        )


def test_what_is_wrong() -> None:
    path = "/v1/fine_tuning/checkpoints/gpt-4o/permissions"
    assert error(ask(path, {"project_ids": ["proj_a"]}), 404)["code"] == "model_not_found"
    refusal = error(ask(path, {"project_ids": []}))
    assert (refusal["code"], refusal["param"]) == ("empty_array", "project_ids")
