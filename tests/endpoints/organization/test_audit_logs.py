import pytest

from tests.endpoints.asking import ask, error, services
from tests.endpoints.sdk import Client

from .asking import PATH, administered


@pytest.fixture(scope="module")
def client() -> Client:
    to = services()
    made = Client(to)
    projects = administered(made).projects
    id = projects.create(name="Apollo").id
    to.clock.advance(10)
    key = projects.service_accounts.create(id, name="bot").api_key.value
    to.clock.advance(10)
    administered(Client(to, key=key)).projects.update(id, name="Gemini")
    return made


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ({}, ["project.updated", "api_key.created", "service_account.created", "project.created"]),
        ({"event_types": ["api_key.created", "project.created"]}, ["api_key.created", "project.created"]),
        (
            {"effective_at": {"gt": 1_700_000_000, "lte": 1_700_000_010}},
            ["api_key.created", "service_account.created"],
        ),
        ({"effective_at": {"gte": 1_700_000_020}}, ["project.updated"]),
        ({"effective_at": {"lt": 1_700_000_010}}, ["project.created"]),
        (
            {"actor_emails": ["owner@fakeai.local"]},
            ["api_key.created", "service_account.created", "project.created"],
        ),
        ({"project_ids": ["proj_fakeai"]}, []),
        ({"limit": 1}, ["project.updated"]),
    ],
)
def test_what_is_asked_for(client: Client, asked: dict[str, object], types: list[str]) -> None:
    page = client(lambda api: api.admin.organization.audit_logs.list(**asked))
    assert [entry.type for entry in page.data] == types


def test_who_did_it_and_to_what(client: Client) -> None:
    logs = administered(client).audit_logs
    entries = [*logs.list(limit=1)]
    assert len(entries) == 4
    by = entries[0].actor.api_key
    assert (by.type, by.id) == ("service_account", entries[1].api_key_created.id)
    assert [one.id for one in logs.list(actor_ids=[by.service_account.id])] == [entries[0].id]
    assert [one.id for one in logs.list(resource_ids=[by.id])] == [entries[1].id]
    assert entries[0].project_updated.changes_requested.title == entries[0].project.name == "Gemini"


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("effective_at[gte]=soon", "invalid_type", "effective_at[gte]"),
        ("effective_at[near]=1", "unknown_parameter", "effective_at[near]"),
        ("limit=101", "integer_above_max_value", "limit"),
        ("after=audit_log-x", "invalid_value", "after"),
    ],
)
def test_what_is_wrong(query: str, code: str, param: str) -> None:
    refusal = error(ask(f"{PATH}/audit_logs", query=query))
    assert (refusal["code"], refusal["param"]) == (code, param)
