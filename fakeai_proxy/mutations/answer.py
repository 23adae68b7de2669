"""Mutations of what an answer says."""

from __future__ import annotations

from fakeai_proxy.faults.payload.fault import PayloadFault

from .base import Mutation


class AnswerMutation(Mutation, PayloadFault):
    """Gives an edit of the answer, by `edit`: whole or streamed, of whatever API family it turns out to be.

    The account is settled by it: the usage counts what is said after the edit.
    """
