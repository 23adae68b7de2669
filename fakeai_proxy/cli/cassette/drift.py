"""`fakeai-proxy cassette drift`: is what was recorded still what one would be answered?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from fakeai_proxy.cli.options import Chosen as Given
from fakeai_proxy.cli.options import assigned
from fakeai_proxy.core.errors import SettingsError

from .changes import Weighing, weighing
from .choosing import choosing
from .progress import progress

if TYPE_CHECKING:
    from fakeai_proxy.cassette.chosen import Chosen
    from fakeai_proxy.settings import Settings

    from .rounds import Ask, Round

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("cassette", type=FILE)
@click.option("--upstream", "base_url", metavar="URL", help="Ask there, in place of where it was recorded.")
@click.option("--simulated", is_flag=True, help="Ask a simulator in this process, at no cost.")
@click.option(
    "--sample", type=click.IntRange(min=1), default=20, show_default=True, help="How many are asked."
)
@click.option(
    "--max-cost",
    type=click.FloatRange(min=0),
    default=0.1,
    show_default=True,
    metavar="DOLLARS",
    help="What they may cost, at the prices of the catalog.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same seed, the same sample.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=120.0,
    show_default=True,
    metavar="SECONDS",
    help="How long no byte may come.",
)
@click.option("--key-env", metavar="NAME", help="The variable with the key, if not the provider's usual.")
@click.option("--save", type=FILE, metavar="CASSETTE", help="Keep the answers, in a new cassette.")
@click.option("--set", "set_", multiple=True, metavar="KEY=VALUE", help="Any setting; repeatable.")
@click.option("--config", type=FILE, metavar="FILE", help="Settings file [fakeai.toml].")
@weighing
@choosing
def drift(
    chosen: Chosen,
    weighing: Weighing,
    cassette: Path,
    base_url: str | None,
    simulated: bool,
    sample: int,
    max_cost: float,
    seed: int,
    timeout: float,
    key_env: str | None,
    save: Path | None,
    set_: tuple[str, ...],
    config: Path | None,
) -> int:
    """Ask some recordings of CASSETTE again; exit 1 when an answer differs as severely as --fail-on says.

    Every kind of request is asked once before any is asked twice. Keys come from the environment
    (OPENAI_API_KEY, ANTHROPIC_API_KEY, ...), and go to their own providers only. CASSETTE stays as it is.
    """
    if simulated and base_url:
        raise SettingsError("--simulated and --upstream: give one of them")
    settings = Given(config, assigned(set_)).settings()
    if simulated:
        from .simulated import simulated as in_process

        done = _round(cassette, chosen, settings, in_process(settings), sample, None, seed)
    else:
        from .rounds import live

        ask = live(settings, base_url, key_env, timeout)
        done = _round(cassette, chosen, settings, ask, sample, max_cost, seed)
    if save:
        _keep(done, save, cassette, settings)
    code = weighing.report(done.changes, asked=len(done.changes), left=done.left, dollars=done.spent)
    if not weighing.as_json:
        click.echo(said(done), err=True)
    return code


def _round(
    cassette: Path, chosen: Chosen, settings: Settings, ask: Ask, count: int, budget: float | None, seed: int
) -> Round:
    """Raises SettingsError when nobody answered anything."""
    from fakeai_proxy.cassette.drift.sample import sample, survey
    from fakeai_proxy.cassette.text.opening import opening
    from fakeai_proxy.catalog import Catalog
    from fakeai_proxy.core.seeding import rng_for

    from .rounds import Round

    catalog = Catalog.load(settings.models)
    with opening(cassette) as tape:
        candidates, left = survey(tape, chosen, catalog)
        picked = sample(candidates, count, budget, rng_for(seed, b"drift"))
        done = Round(ask, catalog, budget, left=left + picked.left)
        with progress("asking", len(picked.chosen), many=1) as tick:
            for one in picked.chosen:
                done.play(tape.recording(one.uid))
                tick()
    if done.unheard:
        raise SettingsError(f"nobody answered: {done.unheard}")
    return done


def _keep(done: Round, save: Path, cassette: Path, settings: Settings) -> None:
    from fakeai_proxy.cassette.foreign.imported import imported
    from fakeai_proxy.cassette.redaction.rules import rules_of

    rules = rules_of(settings.cassette.redact)
    captures = (one._replace(order=number) for number, one in enumerate(done.captures))
    imported(captures, save, rules, lambda: None, source=cassette)


def said(done: Round) -> str:
    """`3 asked for $0.0021; 5 were not in the sample`."""
    left = "".join(f"; {number} {reason}" for reason, number in done.left.items())
    return f"{len(done.changes)} asked for ${done.spent:,.4f}{left}"
