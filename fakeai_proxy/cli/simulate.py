"""`fakeai-proxy simulate`: a cluster in virtual time, for planning its capacity."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.core.errors import SettingsError

from .options import Chosen, assigned

if TYPE_CHECKING:
    from .scenarios import Scenario

MODEL = "meta/llama-3.1-8b-instruct"
COUNT = click.IntRange(1, 10_000_000)
TOKENS = click.IntRange(0, 10_000_000)
SECONDS, PERCENT = click.FloatRange(0, 86_400), click.FloatRange(0, 100)


@click.command()
@click.option("--model", default=MODEL, show_default=True, metavar="ID,...", help="Models of the catalog.")
@click.option("--gpu", metavar="NAME,...", help="GPU of every worker, in place of the model's own.")
@click.option("--gpus", metavar="COUNT,...", help="GPUs of one worker.")
@click.option("--precision", metavar="NAME,...", help="Of the weights: bf16, fp8, fp4, mxfp4, int4.")
@click.option("--backend", metavar="NAME,...", help="Engine: vllm, trtllm, sglang.")
@click.option("--workers", metavar="COUNT,...", help="Workers of the model.")
@click.option("--routing", metavar="NAME,...", help="Who takes a request: kv, round-robin, ...")
@click.option("--users", metavar="COUNT,...", help="Users with one request at a time each [16].")
@click.option("--rate", metavar="NUMBER,...", help="Requests a second, in place of users.")
@click.option(
    "--trace", type=click.Path(path_type=Path), metavar="FILE", help="A trace in JSONL, in place of users."
)
@click.option(
    "--trace-block",
    type=COUNT,
    metavar="COUNT",
    default=512,
    show_default=True,
    help="Tokens of a trace's hash id.",
)
@click.option("--requests", type=COUNT, metavar="COUNT", help="Requests in all [1000; of a trace: all].")
@click.option(
    "--input-tokens", type=COUNT, metavar="COUNT", default=1000, show_default=True, help="Tokens of a prompt."
)
@click.option(
    "--output-tokens",
    type=TOKENS,
    metavar="COUNT",
    default=200,
    show_default=True,
    help="Tokens of an answer.",
)
@click.option(
    "--shared-prefixes",
    type=TOKENS,
    metavar="COUNT",
    default=0,
    help="Beginnings that prompts share; 0: none.",
)
@click.option(
    "--prefix-tokens",
    type=TOKENS,
    metavar="COUNT",
    help="Tokens of these beginnings [4/5 of --input-tokens].",
)
@click.option(
    "--length-variation",
    type=PERCENT,
    metavar="PERCENT",
    default=0.0,
    help="Lengths vary by so many percent.",
)
@click.option(
    "--think-seconds",
    type=SECONDS,
    metavar="NUMBER",
    default=0.0,
    help="Mean pause of a user between requests.",
)
@click.option(
    "--ramp-seconds", type=SECONDS, metavar="NUMBER", default=0.0, help="Time within which the users come."
)
@click.option("--seed", metavar="INTEGER", help="The same seed, the same outcome.")
@click.option("--set", "set_", multiple=True, metavar="KEY=VALUE", help="Any setting; repeatable.")
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings file [fakeai.toml]."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def simulate(
    config: Path | None, set_: tuple[str, ...], seed: str | None, as_json: bool, **flags: Any
) -> None:
    """Simulate users of a cluster, without a GPU and without waiting; print latency, throughput and energy.

    Flags with ",..." take several values: every combination is simulated, and all are compared.
    """
    from .scenarios import SWEPT, Asked, scenarios

    chosen = Chosen(config, assigned(set_) | ({"seed": seed} if seed is not None else {}))
    swept = {flag: flags.pop(flag) for flag in SWEPT}
    begun = time.perf_counter()
    results = [figures(scenario) for scenario in scenarios(chosen, Asked(**flags), swept)]
    if as_json:
        click.echo(json.dumps({"scenarios": results}, indent=2))
        return
    from .simulation_tables import show

    show(results, time.perf_counter() - begun)


def figures(scenario: Scenario) -> dict[str, Any]:
    """What came of one scenario. Raises SettingsError if it cannot be."""
    from fakeai_proxy.engine import Oversized
    from fakeai_proxy.engine.simulation import simulate
    from fakeai_proxy.engine.summary import summary

    settings = scenario.settings
    try:
        outcome = simulate(
            scenario.model, scenario.workload, scenario.rng, settings.engine, settings.kv_cache
        )
    except Oversized as why:
        raise SettingsError(f"{scenario.model.id}: {why}") from None
    if not len(outcome.requests) + outcome.refused:
        raise SettingsError("--trace: there is no request in it")
    routing = settings.kv_cache.routing
    return {"model": scenario.model.id, "routing": routing, "varied": scenario.varied, **summary(outcome)}
