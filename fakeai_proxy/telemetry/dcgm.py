"""What dcgm-exporter would answer to Prometheus about the GPUs, and the same as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from fakeai_proxy.engine.gpu.faults import XIDS
from fakeai_proxy.engine.gpu.fields import Field, chosen
from fakeai_proxy.engine.gpu.identity import Identity
from fakeai_proxy.engine.gpu.node import GpuNode
from fakeai_proxy.engine.gpu.settings import GpuSettings
from fakeai_proxy.engine.gpu.snapshot import Snapshot
from fakeai_proxy.engine.gpu.values import reading

from .dcgm_events import EVENTS

XID_FIELD = "DCGM_FI_DEV_XID_ERRORS"
CUDA_13 = 580
"""The first driver whose NVML has that major number; those before have 12."""

Series = tuple[int, Mapping[str, str], str]
"""A card, the labels that it has beside those of every series, the value as text."""


def exposition(node: GpuNode, now: float) -> str:
    """The chosen fields of all GPUs at `now` (simulated seconds), in Prometheus' text format."""
    shot = node.read(now)
    wanted = chosen(node.settings.fields)
    cards = [_Labels(one, shot, wanted, node.settings) for one in shot.identities]
    lines: list[str] = []
    for field in wanted:
        samples = [
            f"{field.name}{{{cards[card].text(labels)}{_error(field, value)}}} {value}\n"
            for card, labels, value in _series(field, shot)
        ]
        if samples:
            lines.append(f"# HELP {field.name} {field.help}\n# TYPE {field.name} {field.type}\n")
            lines += samples
    return "".join(lines)


def as_json(node: GpuNode, now: float) -> dict[str, Any]:
    """The same: what the fields mean, then each card with its values."""
    shot = node.read(now)
    found = {field: list(_series(field, shot)) for field in chosen(node.settings.fields)}
    shown = {field: series for field, series in found.items() if series}
    return {
        "at": now,
        "hostname": node.settings.hostname,
        "driver_version": node.settings.driver_version,
        "fields": {
            field.name: {"type": field.type, "unit": field.unit, "help": field.help} for field in shown
        },
        "gpus": [_card(one, shot, shown) for one in shot.identities if shot.present[one.index]],
    }


def _card(one: Identity, shot: Snapshot, shown: Mapping[Field, list[Series]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field, series in shown.items():
        number = float if field.value == "double" else int
        mine = [(labels, number(value)) for card, labels, value in series if card == one.index]
        if field.name in EVENTS:
            values[field.name] = [{**labels, "value": value} for labels, value in mine]
        elif mine:
            values[field.name] = mine[0][1]
    return {
        "gpu": one.index,
        "uuid": one.uuid,
        "pci_bus_id": one.bus_id,
        "device": one.device,
        "model": shot.card.model_name,
        "values": values,
    }


def _series(field: Field, shot: Snapshot) -> Iterator[Series]:
    """What there is of a field, card by card: nothing where it does not apply or nobody knows."""
    if events := EVENTS.get(field.name):
        for event in events(shot):
            if shot.present[event.card]:
                yield event.card, event.labels, str(event.value)
    elif read := field.type != "label" and reading(field.name, shot.card):
        values = read(shot)
        known = np.flatnonzero(shot.present & ~np.isnan(values))
        texts = _doubles(values[known]) if field.value == "double" else _integers(values[known])
        yield from ((card, {}, text) for card, text in zip(known.tolist(), texts, strict=True))


def _integers(values: Any) -> list[str]:
    return [str(value) for value in np.rint(values).astype(np.int64).tolist()]


def _doubles(values: Any) -> list[str]:
    return [f"{value:f}" for value in values.tolist()]


class _Labels:
    """Those of one card: the ones every series has, then those that fields have become, by their names."""

    def __init__(self, one: Identity, shot: Snapshot, wanted: Sequence[Field], settings: GpuSettings) -> None:
        told = _told(one, shot.card.model_name, settings.driver_version)
        self._first = (
            f'gpu="{one.index}",UUID="{one.uuid}",pci_bus_id="{one.bus_id}",device="{one.device}",'
            f'modelName="{shot.card.model_name}",{settings.hostname_label}="{settings.hostname}"'
        )
        self._fields = {field.name: told[field.name] for field in wanted if field.name in told}
        self._all = self._first + _joined(self._fields)

    def text(self, labels: Mapping[str, str]) -> str:
        """Those of a series that has `labels` of its own, which go among the later ones."""
        return self._first + _joined({**self._fields, **labels}) if labels else self._all


def _told(one: Identity, model: str, driver: str) -> dict[str, str]:
    """Fields whose values are text, as far as they are known."""
    return {
        "DCGM_FI_DRIVER_VERSION": driver,
        "DCGM_FI_NVML_VERSION": f"{13 if int(driver.split('.')[0]) >= CUDA_13 else 12}.{driver}",
        "DCGM_FI_DEV_NAME": model,
        "DCGM_FI_DEV_BRAND": "NVIDIA",
        "DCGM_FI_DEV_SERIAL": one.serial,
        "DCGM_FI_DEV_UUID": one.uuid,
        "DCGM_FI_DEV_PCI_BUSID": one.bus_id,
    }


def _joined(labels: Mapping[str, str]) -> str:
    return "".join(f',{name}="{labels[name]}"' for name in sorted(labels))


def _error(field: Field, value: str) -> str:
    if field.name != XID_FIELD:
        return ""
    return f',err_code="{value}",err_msg="{XIDS[int(value)]}"'
