"""Scopes and their cassettes while the proxy runs: `/_fakeai/cassettes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field

from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.steps import Reply
from fakeai_proxy.modes.scope import COUNTED, Outcome, Scope

from .asked import Asked, json_page
from .body import Body, body_of

if TYPE_CHECKING:
    from fakeai_proxy.modes.differences import Differing
    from fakeai_proxy.modes.scopes import Scopes
    from fakeai_proxy.modes.shelf import Open

SHOWN = 100
"""Names of recordings that answered nobody."""
RECENT, MOST = 100, 1000
"""Replies that differ."""
OUTCOMES: Mapping[str, Outcome | None] = {"": None, "passed": "passed", "failed": "failed"}


class Begin(Body):
    """What a scope may have of its own; the rest it shares. `modes.scopes.OWN` tells what else there is."""

    model_config = ConfigDict(extra="allow", frozen=True)

    scope: str = Field(min_length=1)


class Change(Body):
    """What can be said of one that is under way."""

    outcome: Outcome | None = None
    rewind: bool = False


def show(asked: Asked) -> Reply:
    """The cassettes that are open, and the scopes; or one scope."""
    scopes, name = asked.simulator.scopes, asked.query.text("scope")
    if name:
        return json_page(of_scope(found(scopes, name), scopes))
    cassettes = [of_cassette(held) for held in scopes.tapes.shelf.all()]
    return json_page({"cassettes": cassettes, "scopes": [of_scope(one, scopes) for one in scopes.all()]})


def begin(asked: Asked) -> Reply:
    """Begin a scope, with choices of its own where the body makes some."""
    told, scopes = body_of(asked, Begin), asked.simulator.scopes
    try:
        scope = scopes.begin(told.scope, **(told.model_extra or {}))
    except SettingsError as why:
        raise ApiError(400, f"{why}.", code="invalid_scope") from None
    except KeyError as why:
        raise ApiError(409, f"{why.args[0]}.", code="scope_exists") from None
    return json_page(of_scope(scope, scopes), 201)


def change(asked: Asked) -> Reply:
    """Judge a scope, or let it begin at the first repeats again."""
    told, scopes, name = body_of(asked, Change), asked.simulator.scopes, asked.query.required("scope")
    scope = found(scopes, name)
    if told.outcome:
        scopes.judge(name, told.outcome)
    if told.rewind:
        scopes.rewind(name)
    return json_page(of_scope(scope, scopes))


def end(asked: Asked) -> Reply:
    """End a scope; its cassette is whole on disk when this is answered, unless others use it."""
    scopes, name = asked.simulator.scopes, asked.query.required("scope")
    outcome = OUTCOMES[asked.query.choice("outcome", OUTCOMES, "")]
    found(scopes, name)
    return json_page(of_scope(scopes.end(name, outcome), scopes))


def differences(asked: Asked) -> Reply:
    """The last live replies that were other than their recordings, oldest first."""
    known, scope = asked.simulator.differences, asked.query.text("scope")
    last = known.last(scope or None, int(asked.query.number("limit", RECENT, 1, MOST)))
    counts = {"compared": known.compared, "differing": known.differing}
    return json_page({**counts, "differences": [of_reply(one) for one in last]})


def found(scopes: Scopes, name: str) -> Scope:
    """Raises ApiError 404."""
    try:
        return scopes.find(name)
    except KeyError as why:
        raise ApiError(404, f"{why.args[0]}.", code="not_found") from None


def of_cassette(held: Open) -> Mapping[str, Any]:
    cassette = held.cassette
    return {
        "path": str(held.path),
        "writable": held.use.writes,
        "sealed": cassette.sealed,
        "failed": cassette.failed,
        "in_use": held.users,
        "scopes": sorted(held.scopes),
    }


def of_scope(scope: Scope, scopes: Scopes) -> Mapping[str, Any]:
    unused = scopes.tapes.unplayed(scope) if scope.unused is None else scope.unused
    return {
        "scope": scope.name,
        "mode": scope.mode,
        "path": scope.path and str(scope.path),
        "begun": scope.begun,
        "outcome": scope.outcome,
        "counts": {name: scope.counts[name] for name in COUNTED},
        "unused": unused and unused[:SHOWN],
        "misses": [one._asdict() for one in [*scope.misses]],
    }


def of_reply(one: Differing) -> Mapping[str, Any]:
    told = [
        {
            "severity": each.severity,
            "kind": each.kind,
            "pointer": each.pointer,
            "expected": each.expected,
            "actual": each.actual,
        }
        for each in one.differences
    ]
    return {"scope": one.scope, "uid": one.uid, "asked": one.asked, "differences": told}
