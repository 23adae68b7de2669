"""How experiments go, as plain values: for calls, for reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fakeai_proxy.telemetry.chaos_counts import ChaosCounts

from .running import Running

if TYPE_CHECKING:
    from .injector import Chaos

Values = Mapping[str, Any]


def status(chaos: Chaos) -> Values:
    """What may be touched now, and what was."""
    optin = chaos.optin
    header = None if optin is None else optin.limits.told()
    return {
        "armed": chaos.armed,
        "observe": chaos.settings.observe,
        "header": header,
        "experiments": [of_experiment(one, chaos) for one in chaos.experiments.running],
    }


def of_experiment(running: Running, chaos: Chaos) -> Values:
    """State is `waiting` (for the baseline), `running` or `ended`."""
    running.under_way()  # its time may be over without a request that asks
    running.look_after()
    journal, name = chaos.journal, running.name
    return {
        "experiment": name,
        "description": running.experiment.description,
        "state": "ended" if running.ended else "running" if running.elapsed >= 0 else "waiting",
        "ended": running.ended or None,
        "mode": "observe" if running.observes else "run",
        "seed": running.seed,
        "elapsed_seconds": running.elapsed,
        **running.limits.told(),
        "results": of_one(journal.results, name),
        "skipped": of_one(journal.skipped, name),
        "rules": rules(running, journal.injected),
        "steady_state": running.hypothesis.told(),
        "steady_state_held": running.hypothesis.held,
        "signals": list(running.experiment.safety.signals),
    }


def rules(running: Running, injected: Counter[tuple[str, ...]]) -> list[Values]:
    """Each rule: how often it matched and hit; and what was injected, by fault."""
    told: list[Values] = []
    for armed in running.armed:
        faults: Counter[str] = Counter()
        for (experiment, hits, fault), count in [*injected.items()]:
            if experiment == running.name and armed.rule.id in hits.split("+"):
                faults[fault] += count
        told.append(
            {
                "id": armed.rule.id,
                "matched": armed.matched,
                "hits": armed.shots.hits,
                "injected": dict(faults),
            }
        )
    return told


def of_one(counts: Counter[tuple[str, ...]], name: str) -> dict[str, int]:
    return {key[1]: count for key, count in [*counts.items()] if key[0] == name}


def idle(chaos: Chaos) -> list[str]:
    """Experiments and rules that nothing has matched: they tell nothing about anybody."""
    found = []
    for running in chaos.experiments.running:
        unmet = [armed.rule.id for armed in running.armed if not armed.matched]
        if len(unmet) == len(running.armed):
            found.append(running.name)
        else:
            found += [f"{running.name}/{rule}" for rule in unmet]
    return found


def decisions(chaos: Chaos, limit: int | None = None) -> list[Values]:
    """The last decisions, oldest first."""
    return [asdict(one) for one in chaos.journal.last(limit)]


def counts(chaos: Chaos) -> ChaosCounts:
    """For metrics."""
    sources = [(one.name, one.limits) for one in chaos.experiments.running]
    if chaos.optin is not None:
        sources.append((chaos.optin.name, chaos.optin.limits))
    return ChaosCounts(
        injected=dict(chaos.journal.injected),
        skipped=dict(chaos.journal.skipped),
        decisions=dict(chaos.journal.results),
        active={(name,): limits.active for name, limits in sources},
        overflow={(name,): limits.overflow for name, limits in sources},
        under_way={(one.name,): float(not one.ended) for one in chaos.experiments.running},
    )
