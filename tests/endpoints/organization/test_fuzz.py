"""No request raises, whatever its parameters are."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.endpoints import ROUTES
from fakeai_proxy.wire import organization as wire
from tests.endpoints.test_fuzz import check, text, values

PROJECT = "/projects/proj_fakeai"
POSTS = (
    ("/users", wire.UserRequest, {"email": "a@b"}),
    ("/users/user-fakeai", wire.UserChange, {}),
    ("/invites", wire.InviteRequest, {"email": "c@d", "role": "owner"}),
    ("/projects", wire.ProjectRequest, {"name": "a"}),
    (PROJECT, wire.ProjectChange, {}),
    (f"{PROJECT}/users", wire.ProjectUserRequest, {"user_id": "user-fakeai", "role": "owner"}),
    (f"{PROJECT}/service_accounts", wire.ServiceAccountRequest, {"name": "a"}),
    (f"{PROJECT}/rate_limits/rl-gpt-4o", wire.RateLimitChange, {}),
    ("/admin_api_keys", wire.AdminKeyRequest, {"name": "a"}),
)
GETS = sorted(
    route.path.replace("{project_id}", "proj_fakeai").removeprefix("/organization")
    for route in ROUTES
    if route.method == "GET" and route.path.startswith("/organization") and not route.path.endswith("}")
)
NAMES = (
    *("limit", "after", "before", "order", "start_time", "end_time", "bucket_width", "page", "group_by[]"),
    *("models", "batch", "project_ids[]", "emails", "event_types[]", "effective_at[gt]", "line_items[]"),
)


@given(st.sampled_from(POSTS), st.data())
@settings(deadline=None, max_examples=25)
def test_any_value_of_any_parameter(route, data):
    path, model, content = route
    field = data.draw(st.sampled_from(sorted(model.model_fields)))
    body = json.dumps(content | {field: data.draw(values)}).encode()
    check(Request("POST", f"/v1/organization{path}", body=body))


@given(st.sampled_from(GETS), st.lists(st.tuples(st.sampled_from(NAMES), text | st.just("1")), max_size=3))
@settings(deadline=None, max_examples=50)
def test_any_query(path, pairs):
    given = "&".join(f"{name}={value}" for name, value in pairs)
    check(Request("GET", f"/v1/organization{path}", query=f"start_time=1&{given}"))
