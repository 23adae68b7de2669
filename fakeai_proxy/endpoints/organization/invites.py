"""`/organization/invites`: they wait, are accepted if the settings say after how long, and expire."""

from __future__ import annotations

from functools import partial

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.listing import list_reply, page_query
from fakeai_proxy.endpoints.replies import json_reply
from fakeai_proxy.resources import Resource
from fakeai_proxy.wire import organization as wire

from .audit import record
from .home import everything, home
from .users import added, member, refuse_member

KIND = "organization.invite"
WEEK = 7 * 86_400
"""Seconds that an invite is valid."""


def list_invites(body: None, context: Context) -> Reply:
    """All invites, whatever became of them."""
    page = context.services.resources.page(home(context), KIND, page_query(context, order="asc"))
    return list_reply(page, partial(shown, context=context), context)


def create(body: wire.InviteRequest, context: Context) -> Reply:
    """Invite somebody by mail; none is sent."""
    owner, store = home(context), context.services.resources
    with store.lock:
        refuse_member(body.email, owner, context)
        projects = body.projects or []
        for membership in projects:
            store.need(owner, "project", membership["id"])
        facts = {"email": body.email, "role": body.role, "projects": projects}
        invite = store.create(owner, KIND, context.identity.suffix, facts)
        told = {"email": body.email, "role": body.role}
        record("invite.sent", invite.id, owner, context, data=told)
    return json_reply(shown(invite, context), context)


def retrieve(body: None, context: Context) -> Reply:
    """One invite."""
    return json_reply(shown(wanted(home(context), context), context), context)


def delete(body: None, context: Context) -> Reply:
    """Take an invite back that nobody has accepted yet."""
    owner, store = home(context), context.services.resources
    with store.lock:
        invite = wanted(owner, context)
        if "accepted_at" in invite.body:
            raise ApiError(400, "This invite has already been accepted, and cannot be deleted.")
        store.delete(invite)
        record("invite.deleted", invite.id, owner, context)
    answer: wire.Deleted = {"object": "organization.invite.deleted", "id": invite.id, "deleted": True}
    return json_reply(answer, context)


def welcome(owner: str, context: Context) -> None:
    """Let those in whose time has come."""
    store, now = context.services.resources, context.services.clock.wall()
    seconds = (store.settings.invite_seconds or 0.0) * context.services.cluster.time.scale

    def is_due(invite: Resource) -> bool:
        return "accepted_at" not in invite.body and seconds < WEEK and invite.created + seconds <= now

    with store.lock:
        for invite in everything(owner, KIND, context, is_due):
            store.change(invite, accepted_at=int(invite.created + seconds))
            record("invite.accepted", invite.id, owner, context)
            email, role = invite.body["email"], invite.body["role"]
            user = member(email, owner, context) or added(email, role, owner, context)
            for one in invite.body["projects"]:
                store.put(owner, "project.user", user.id, {"role": one["role"]}, one["id"])


def wanted(owner: str, context: Context) -> Resource:
    """The invite of the path. Raises ApiError 404."""
    return context.services.resources.need(owner, KIND, context.parameters["invite_id"])


def shown(invite: Resource, context: Context) -> wire.Invite:
    accepted, expires = invite.body.get("accepted_at"), invite.created_at + WEEK
    status = "expired" if expires <= context.created else "pending"
    return {
        "object": "organization.invite",
        "id": invite.id,
        "email": invite.body["email"],
        "role": invite.body["role"],
        "status": "accepted" if accepted is not None else status,
        "projects": invite.body["projects"],
        "created_at": invite.created_at,
        "expires_at": expires,
        "accepted_at": accepted,
    }
