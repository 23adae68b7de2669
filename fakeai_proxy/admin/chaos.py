"""Experiments while they run: `/_fakeai/chaos`. Whoever changes one shows the token of `chaos.token`."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json

from fakeai_proxy.chaos import Chaos
from fakeai_proxy.core.errors import ApiError, SettingsError
from fakeai_proxy.core.steps import Reply

from .asked import Asked, json_page

TOKEN = "x-fakeai-token"
RECENT, MOST = 100, 100_000
"""Decisions that are told of."""


def show(asked: Asked) -> Reply:
    """What runs, what it did, and how near it is to its limits."""
    from fakeai_proxy.chaos.reading import presets
    from fakeai_proxy.chaos.status import status

    chaos = asked.simulator.chaos
    told = {"armed": False, "experiments": []} if chaos is None else status(chaos)
    return json_page({**told, "presets": presets()})


def add(asked: Asked) -> Reply:
    """Start an experiment: one that is written out, or `{"preset": NAME}`."""
    from fakeai_proxy.chaos.reading import preset, told
    from fakeai_proxy.chaos.status import of_experiment

    check(asked)
    given = table(asked)
    try:
        name = given.get("preset")
        experiment = preset(str(name)) if set(given) == {"preset"} else told(given)
        chaos = asked.simulator.make_chaos()
        return json_page(of_experiment(chaos.experiments.add(experiment), chaos), 201)
    except SettingsError as why:
        raise ApiError(400, str(why), code="invalid_experiment") from None


def change(asked: Asked) -> Reply:
    """Change one under way by a JSON merge patch (RFC 7396) of its fields."""
    from fakeai_proxy.chaos.reading import told
    from fakeai_proxy.chaos.status import of_experiment

    check(asked)
    chaos, name = running(asked), asked.query.required("experiment")
    try:
        former = chaos.experiments.find(name).written
        changed = chaos.experiments.change(name, told(merged(former, table(asked))))
    except SettingsError as why:
        raise refused(why) from None
    return json_page(of_experiment(changed, chaos))


def remove(asked: Asked) -> Reply:
    """End an experiment and forget it."""
    check(asked)
    name = asked.query.required("experiment")
    try:
        running(asked).experiments.remove(name)
    except SettingsError as why:
        raise refused(why) from None
    return json_page({"removed": name})


def stop(asked: Asked) -> Reply:
    """The kill switch: nothing is touched any more, by experiments or by header."""
    check(asked, needed=False)
    if asked.simulator.chaos is not None:
        asked.simulator.chaos.stop("kill switch: a call")
    return show(asked)


def journal(asked: Asked) -> Reply:
    """The last decisions, oldest first."""
    from fakeai_proxy.chaos.status import decisions

    limit, chaos = int(asked.query.number("limit", RECENT, 1, MOST)), asked.simulator.chaos
    return json_page({"decisions": [] if chaos is None else decisions(chaos, limit)})


def report(asked: Asked) -> Reply:
    """How experiments went, and what clients made of them; `over`: they will ask nothing more."""
    from fakeai_proxy.chaos.report import POLICIES, report

    policy = asked.query.choice("policy", POLICIES, "strict")
    over = asked.query.choice("over", ("true", "false"), "false") == "true"
    return json_page(report(running(asked), POLICIES[policy], over=over))


def check(asked: Asked, *, needed: bool = True) -> None:
    """Raises ApiError 403 where the call lacks the token, or (needed) where none is set."""
    wanted = asked.simulator.settings.chaos.token
    if wanted is None:
        if needed:
            raise ApiError(403, "Experiments can be changed where chaos.token is set, by who knows it.")
        return
    given = asked.request.header(TOKEN) or asked.request.header("authorization").removeprefix("Bearer ")
    expected = wanted.get_secret_value().encode()
    if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), expected):
        raise ApiError(403, f"The header {TOKEN} does not hold the token of chaos.token.")


def running(asked: Asked) -> Chaos:
    """Raises ApiError 404 where there are no experiments."""
    if asked.simulator.chaos is None:
        raise ApiError(404, "No experiment runs here.", code="not_found")
    return asked.simulator.chaos


def refused(why: SettingsError) -> ApiError:
    missing = "there is no" in str(why)
    return ApiError(404 if missing else 400, str(why), code="not_found" if missing else "invalid_experiment")


def table(asked: Asked) -> Mapping[str, Any]:
    """The body. Raises ApiError 400 where it is no JSON object."""
    try:
        given = from_json(asked.request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise ApiError(400, 'body: a JSON object is needed, an experiment or {"preset": "flaky"}.')
    return given


def merged(former: Any, patch: Any) -> Any:
    """RFC 7396: null takes a member away, lists replace lists."""
    if not isinstance(patch, dict):
        return patch
    known = dict(former) if isinstance(former, dict) else {}
    for key, value in patch.items():
        if value is None:
            known.pop(key, None)
        else:
            known[key] = merged(known.get(key), value)
    return known
