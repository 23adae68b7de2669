"""Kinds of things that are kept, and what is said of one that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from fakeai_proxy.core.errors import ApiError


class Kind(NamedTuple):
    """One kind. Its name is the key in KINDS."""

    prefix: str
    """What its ids begin with; "": it has the id of something else."""
    absent: str
    """The message of its 404; `{id}` is what was asked for."""
    param: str | None = None
    code: str | None = None

    def missing(self, id: str) -> ApiError:
        """There is none called `id`."""
        return ApiError(404, self.absent.format(id=id[:SHOWN]), param=self.param, code=self.code)


SHOWN = 200
"""Characters of an id that is not known, in the message about it."""


def found(noun: str) -> str:
    return f"No {noun} found with id '{{id}}'."


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "file": Kind("file-", "No such File object: {id}", "id"),
        "upload": Kind("upload_", found("upload")),
        "upload.part": Kind("part_", found("part")),
        "batch": Kind("batch_", found("batch")),
        "fine_tuning.job": Kind(
            "ftjob-", "Could not find fine tune: {id}", "fine_tune_id", "fine_tune_not_found"
        ),
        "fine_tuning.event": Kind("ftevent-", found("fine-tuning event")),
        "fine_tuning.checkpoint": Kind("ftckpt_", found("fine-tuning checkpoint")),
        "checkpoint.permission": Kind("cp_", found("permission")),
        "model": Kind("", "The model '{id}' does not exist", "model", "model_not_found"),
        "vector_store": Kind("vs_", found("vector store")),
        "vector_store.file": Kind("", found("file")),
        "vector_store.index": Kind("vsi_", found("index")),
        "vector_store.file_batch": Kind("vsfb_", found("file batch")),
        "chat.audio": Kind("audio_", found("audio")),
        "chat.completion": Kind("chatcmpl-", "Chat completion with id '{id}' not found."),
        "response": Kind("resp_", "Response with id '{id}' not found."),
        "conversation": Kind("conv_", "Conversation with id '{id}' not found."),
        "conversation.item": Kind("msg_", "Item with id '{id}' not found."),
        "assistant": Kind("asst_", found("assistant")),
        "thread": Kind("thread_", found("thread")),
        "thread.message": Kind("msg_", found("message")),
        "thread.run": Kind("run_", found("run")),
        "thread.run.step": Kind("step_", found("run step")),
        "api_key": Kind("key_", found("API key")),
        "key_holder": Kind("", found("holder")),
        "organization.user": Kind("user-", found("user")),
        "organization.invite": Kind("invite-", found("invite")),
        "project": Kind("proj_", found("project")),
        "project.user": Kind("", found("project user")),
        "project.service_account": Kind("svc_acct_", found("service account")),
        "project.rate_limit": Kind("", found("rate limit")),
        "audit_log": Kind("audit_log-", found("audit log")),
        "message_batch": Kind("msgbatch_", "message_batch: {id} was not found"),
        "message_batch.results": Kind("", found("results")),
        "salt": Kind("", found("salt")),
        "image": Kind("img_", found("image")),
    }
)
