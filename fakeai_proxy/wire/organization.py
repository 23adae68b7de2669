"""`/organization`: who may do what, in which project. Requests and answers."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict

from .base import STRICT, Listed, RequestModel, Text

Role = Literal["owner", "reader"]
ProjectRole = Literal["owner", "member"]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=320)]
Name = Annotated[str, Field(min_length=1, max_length=256)]
Seconds = Annotated[int, Field(ge=1)]
Amount = Annotated[int, Field(ge=1)]


class UserRequest(RequestModel, defer_build=False):
    """A user who is there at once. OpenAI only invites; this is for setting a scene."""

    email: Email
    name: Name | None = None
    role: Role = "reader"


class UserChange(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/users/modify"""

    accepted: ClassVar[frozenset[str]] = frozenset({"role_id", "developer_persona", "technical_level"})

    role: Role | None = None


@with_config(STRICT)
class Membership(TypedDict):
    id: str
    role: ProjectRole


class InviteRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/invite/create"""

    email: Email
    role: Role
    projects: Listed[Membership] | None = None


class ProjectRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/projects/create"""

    accepted: ClassVar[frozenset[str]] = frozenset({"external_key_id", "geography", "residency"})

    name: Name


class ProjectChange(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/projects/modify"""

    accepted: ClassVar[frozenset[str]] = frozenset({"external_key_id", "geography"})

    name: Name | None = None


class ProjectUserRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/project-users/create"""

    role: ProjectRole
    user_id: Text | None = None
    email: Email | None = None


class ProjectUserChange(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/project-users/modify"""

    role: ProjectRole | None = None


class ServiceAccountRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/project-service-accounts/create"""

    name: Name
    create_service_account_only: bool | None = None
    expires_in_seconds: Seconds | None = None


class ServiceAccountChange(RequestModel, defer_build=False):
    """What may be changed of a service account."""

    name: Name | None = None
    role: ProjectRole | None = None


class ServiceKeyRequest(RequestModel, defer_build=False):
    """One more key of a service account."""

    blank: ClassVar[bool] = True
    accepted: ClassVar[frozenset[str]] = frozenset({"scopes"})

    name: Name | None = None
    expires_in_seconds: Seconds | None = None


class AdminKeyRequest(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/admin-api-keys/create"""

    name: Name
    expires_in_seconds: Seconds | None = None


class RateLimitChange(RequestModel, defer_build=False):
    """https://platform.openai.com/docs/api-reference/project-rate-limits/update"""

    max_requests_per_1_minute: Amount | None = None
    max_tokens_per_1_minute: Amount | None = None
    max_images_per_1_minute: Amount | None = None
    max_audio_megabytes_per_1_minute: Amount | None = None
    max_requests_per_1_day: Amount | None = None
    batch_1_day_max_input_tokens: Amount | None = None


class User(TypedDict):
    object: Literal["organization.user"]
    id: str
    name: str
    email: str
    role: str
    added_at: int


class Invite(TypedDict):
    object: Literal["organization.invite"]
    id: str
    email: str
    role: str
    status: str
    projects: list[Membership]
    created_at: int
    expires_at: int
    accepted_at: int | None


class Project(TypedDict):
    object: Literal["organization.project"]
    id: str
    name: str
    created_at: int
    archived_at: int | None
    status: str


class ProjectUser(TypedDict):
    object: Literal["organization.project.user"]
    id: str
    name: str
    email: str
    role: str
    added_at: int


class ServiceAccount(TypedDict):
    object: Literal["organization.project.service_account"]
    id: str
    name: str
    role: str
    created_at: int


class Deleted(TypedDict):
    object: str
    id: str
    deleted: bool
