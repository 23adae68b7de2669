"""`fakeai-proxy models`: what the catalog holds, models of the user included."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from fakeai_proxy.core.errors import nearest

from .shown import console

if TYPE_CHECKING:
    from rich.table import Table

    from fakeai_proxy.catalog import Catalog, Model
    from fakeai_proxy.engine import EngineSettings
    from fakeai_proxy.wire.models import ModelCapabilities

LARGE = 100_000_000
"""From which on a number is told in millions or billions."""
UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"))


def of_the_catalog(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `function` the arguments `catalog` and `engine`, of the settings, and `as_json`."""

    @click.option("--json", "as_json", is_flag=True, help="Print JSON.")
    @click.option(
        "--config", type=click.Path(path_type=Path), metavar="FILE", help="Settings file [fakeai.toml]."
    )
    @wraps(function)
    def call(config: Path | None, **others: Any) -> Any:
        from fakeai_proxy.catalog import Catalog
        from fakeai_proxy.settings import Settings

        settings = Settings.load(config, {}, os.environ)
        return function(Catalog.load(settings.models), settings.engine, **others)

    return call


@click.group()
def models() -> None:
    """List the models of the catalog, show one, or find the one that is meant."""


@models.command("list")
@of_the_catalog
@click.option("--provider", metavar="NAME", help="Only those of one provider: openai, meta, custom, ...")
@click.option("--kind", metavar="NAME", help="Only those of one kind: chat, embedding, ...")
def list_models(
    catalog: Catalog, engine: EngineSettings, provider: str | None, kind: str | None, as_json: bool
) -> None:
    """List models with their limits, sizes, prices and GPUs."""
    known = catalog.known()
    refuse_unknown("provider", provider, (model.provider for model in known))
    refuse_unknown("kind", kind, (model.kind for model in known))
    chosen = [model for model in known if provider in (None, model.provider) and kind in (None, model.kind)]
    if as_json:
        click.echo(json.dumps([told(model, engine) for model in chosen], indent=2))
    else:
        console().print(listing(chosen))


def refuse_unknown(what: str, name: str | None, names: Iterable[str]) -> None:
    """Raises UsageError where no model has it."""
    there_are = dict.fromkeys(names)
    if name is not None and name not in there_are:
        valid = ", ".join(there_are)
        raise click.UsageError(f"no {what} '{name}'{nearest(name, there_are)}; there are {valid}.")


@models.command()
@of_the_catalog
@click.argument("id")
def show(catalog: Catalog, engine: EngineSettings, id: str, as_json: bool) -> None:
    """Show all that is known of one model; exit 1 where there is none of that name."""
    if not (model := catalog.find(id)):
        near = catalog.suggest(id)
        raise click.ClickException(
            f"there is no model '{id}'" + f" (did you mean {', '.join(near)}?)" * bool(near)
        )
    if as_json:
        click.echo(json.dumps(told(model, engine), indent=2))
    else:
        console().print(sheet(told(model, engine)))


@models.command()
@of_the_catalog
@click.argument("name")
@click.option(
    "-n", "--number", type=click.IntRange(1, 50), default=5, show_default=True, help="Most names to print."
)
def suggest(catalog: Catalog, engine: EngineSettings, name: str, number: int, as_json: bool) -> int:
    """Print the ids that are nearest to NAME; exit 1 where none is near."""
    near = catalog.suggest(name, number)
    if as_json:
        click.echo(json.dumps(near))
    else:
        for id in near:
            click.echo(id)
    return 0 if near else 1


def told(model: Model, engine: EngineSettings) -> ModelCapabilities:
    """What `GET /models/{model}/capabilities` says."""
    from fakeai_proxy.endpoints.described import described
    from fakeai_proxy.engine.price_of import pricing_of

    return described(model, lambda model: pricing_of(model, engine))


def listing(chosen: Iterable[Model]) -> Table:
    """One line a model."""
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name in ("model", "provider", "kind"):
        table.add_column(name)
    for name in ("context", "output", "size", "$/M in", "$/M out"):
        table.add_column(name, justify="right")
    table.add_column("served on")
    for model in chosen:
        cells = (
            model.id,
            model.provider,
            model.kind,
            *limits(model),
            size(model),
            *prices(model),
            gpus(model),
        )
        table.add_row(*map(Text, cells))
    return table


def limits(model: Model) -> tuple[str, str]:
    return f"{model.context_window:,}", f"{model.max_output_tokens:,}"


def size(model: Model) -> str:
    """70.6B; of a mixture 46.7B/12.9B, all of its weights and those that a token passes."""
    return "/".join(short(each) for each in (model.parameters, model.active_parameters) if each)


def short(number: float) -> str:
    unit, letter = next(((unit, letter) for unit, letter in UNITS if number >= unit), (1.0, ""))
    return f"{number / unit:.4g}{letter}"


def prices(model: Model) -> tuple[str, str]:
    return (f"{model.price.input:g}", f"{model.price.output:g}") if model.price else ("", "")


def gpus(model: Model) -> str:
    served = model.deployment
    return f"{served.count} x {served.gpu} {served.precision}" if served else ""


def sheet(told: Mapping[str, Any]) -> Table:
    """One line a fact; what is unknown, or does not apply, is left out."""
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    for name, value in lines(told):
        table.add_row(name, Text(value))
    return table


def lines(told: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Dotted names, and values as text; flags as the names of those that are set."""
    for name, value in told.items():
        if name == "capabilities":
            yield name, ", ".join(flag for flag, has in value.items() if has)
        elif isinstance(value, Mapping):
            yield from lines(value, f"{prefix}{name}.")
        elif name != "object" and (value or (prefix == "price." and value is not None)):
            yield prefix + name, text(name, value)


def text(name: str, value: Any) -> str:
    match value:
        case int() if name == "created":
            return datetime.fromtimestamp(value, UTC).date().isoformat()
        case bool():
            return "yes"
        case list():
            return ", ".join(map(str, value))
        case int() | float():
            return f"{value:,}" if isinstance(value, int) and value < LARGE else short(value)
        case _:
            return str(value)
