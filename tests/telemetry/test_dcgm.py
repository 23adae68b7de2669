"""What Prometheus reads of the GPUs: the exporter's lines, to the letter."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families

from fakeai_proxy.engine.gpu import GpuNode, GpuSettings, HardwareFault
from fakeai_proxy.engine.gpu.fields import chosen
from fakeai_proxy.engine.hardware import gpus
from fakeai_proxy.engine.pricing import Cost
from fakeai_proxy.telemetry.dcgm import as_json, exposition

GOLDEN = Path(__file__).parent.parent / "golden" / "dcgm.txt"
SERIES_LABELS = {"gpu", "UUID", "pci_bus_id", "device", "modelName", "Hostname", "DCGM_FI_DRIVER_VERSION"}


def node(**settings: object) -> GpuNode:
    return GpuNode(GpuSettings.model_validate({"gpu_count": 2, **settings}))


def loaded(**settings: object) -> GpuNode:
    """Two cards that decode from 1 s to 31 s."""
    gpus = node(**settings)
    ledger = gpus.ledger(0, 2, at=0.0, weights=35e9, precision="fp8")
    for step in np.arange(1, 31, 0.02):
        ledger.append(float(step), 0.02, 32, 0, Cost(seconds=0.02, dram=0.57, tensor=0.08, nvlink=3e9))
    return gpus


def samples(text: str) -> dict[str, dict[str, float]]:
    """Field to card to value."""
    return {
        family.name: {sample.labels["gpu"]: sample.value for sample in family.samples}
        for family in text_string_to_metric_families(text)
    }


def test_a_scrape_is_what_the_exporter_writes() -> None:
    text = exposition(loaded(), 30.0)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text)
    assert text == GOLDEN.read_text()


def test_every_default_field_is_there_under_its_old_name() -> None:
    names = [line.split()[2] for line in exposition(node(), 0.0).splitlines() if line.startswith("# TYPE")]
    assert names == [field.name for field in chosen(["default"]) if field.type != "label"]


def test_help_comes_before_type_and_type_before_values() -> None:
    lines = exposition(loaded(fields=["all"]), 30.0).splitlines()
    for above, line in pairwise(lines):
        if line.startswith("# TYPE"):
            assert above.startswith(f"# HELP {line.split()[2]} ")
        elif not line.startswith("#"):
            name = line.split("{")[0]
            assert above.startswith((f"# TYPE {name} ", f"{name}{{"))


@pytest.mark.parametrize("model", list(gpus()))
def test_a_parser_reads_all_fields_of_every_card(model: str) -> None:
    text = exposition(loaded(gpu_model=model, fields=["all"]), 30.0)
    families = list(text_string_to_metric_families(text))
    assert len(families) > 130
    for family in families:
        for sample in family.samples:
            assert sample.labels.keys() >= SERIES_LABELS
            assert np.isfinite(sample.value)


def test_integers_have_no_point_and_doubles_have_six_decimals() -> None:
    lines = exposition(loaded(), 30.0).splitlines()
    values = {line.split("{")[0]: line.rsplit(" ", 1)[1] for line in lines if not line.startswith("#")}
    assert values["DCGM_FI_DEV_GPU_TEMP"].isdigit()
    assert values["DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"].isdigit()
    assert values["DCGM_FI_PROF_DRAM_ACTIVE"] == "0.570000"


def test_blank_values_are_left_out() -> None:
    assert "DCGM_FI_DEV_MEMORY_TEMP" not in exposition(node(gpu_model="L40S"), 0.0)
    assert "DCGM_FI_DEV_FB_RESERVED" not in exposition(node(gpu_model="B200"), 0.0)
    assert "DCGM_FI_DEV_SM_CLOCK" not in exposition(node(gpu_model="B200"), 0.0)  # at idle: not known
    assert samples(exposition(loaded(gpu_model="B200"), 5.0))["DCGM_FI_DEV_SM_CLOCK"] == {
        "0": 1965,
        "1": 1965,
    }


def test_the_label_of_the_host_can_be_the_new_one() -> None:
    text = exposition(node(hostname="dgx-7", hostname_label="hostname"), 0.0)
    assert ',hostname="dgx-7",DCGM_FI_DRIVER_VERSION="580.95.05"} ' in text
    assert "Hostname" not in text


def test_fields_that_are_texts_become_labels() -> None:
    text = exposition(
        node(
            fields=[
                "DCGM_FI_DEV_PSTATE",
                "DCGM_FI_DEV_SERIAL",
                "DCGM_FI_NVML_VERSION",
                "DCGM_FI_DEV_VBIOS_VERSION",
            ]
        ),
        0.0,
    )
    [family] = text_string_to_metric_families(text)
    labels = family.samples[0].labels
    assert labels["DCGM_FI_NVML_VERSION"] == "13.580.95.05"
    assert len(labels["DCGM_FI_DEV_SERIAL"]) == 13
    assert labels.keys() & {"DCGM_FI_DRIVER_VERSION", "DCGM_FI_DEV_VBIOS_VERSION"} == set()


def test_an_xid_says_what_it_means() -> None:
    gpus = node()
    gpus.inject(HardwareFault("double_bit_error"), 1, at=1.0)
    lines = [
        line for line in exposition(gpus, 2.0).splitlines() if line.startswith("DCGM_FI_DEV_XID_ERRORS{")
    ]
    assert lines[0].endswith('DCGM_FI_DRIVER_VERSION="580.95.05",err_code="0",err_msg="No Error"} 0')
    assert lines[1].endswith('err_code="48",err_msg="Double Bit ECC Error"} 48')


def test_a_card_off_the_bus_has_no_series_at_all() -> None:
    gpus = loaded(fields=["all"])
    gpus.inject(HardwareFault("off_the_bus"), 0, at=20.0)
    text = exposition(gpus, 30.0)
    assert 'gpu="0"' not in text
    assert 'gpu="1"' in text
    assert [card["gpu"] for card in as_json(gpus, 30.0)["gpus"]] == [1]


def test_labels_of_a_family_s_own_go_among_the_others() -> None:
    text = exposition(node(fields=["default", "DCGM_EXP_CLOCK_EVENTS_COUNT"]), 100.0)
    line = next(line for line in text.splitlines() if line.startswith("DCGM_EXP_CLOCK_EVENTS_COUNT{"))
    assert line.endswith(
        'Hostname="fakeai-node-0",DCGM_FI_DRIVER_VERSION="580.95.05",'
        'clock_event="gpu_idle",window_size_in_ms="300000"} 100'
    )


def test_utilization_is_gone_soon_after_the_last_token() -> None:
    gpus = loaded()
    last = samples(exposition(gpus, 31.0))
    after = samples(exposition(gpus, 32.5))
    for name in ("DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_PROF_GR_ENGINE_ACTIVE", "DCGM_FI_PROF_DRAM_ACTIVE"):
        assert last[name]["0"] > 0
        assert after[name] == {"0": 0, "1": 0}


def test_framebuffer_fields_add_up_to_the_same_at_any_time() -> None:
    gpus = loaded(fields=["all"])
    for at in (0.0, 15.0, 60.0):
        found = samples(exposition(gpus, at))
        parts = [found[f"DCGM_FI_DEV_FB_{part}"]["0"] for part in ("USED", "FREE", "RESERVED")]
        assert sum(parts) == found["DCGM_FI_DEV_FB_TOTAL"]["0"] == 81_559


def test_energy_between_two_scrapes_is_the_power_of_each_second() -> None:
    gpus = loaded()
    energy, power = [], []
    for at in range(20, 42):
        found = samples(exposition(gpus, float(at)))
        energy.append(found["DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"]["0"])
        power.append(found["DCGM_FI_DEV_POWER_USAGE"]["0"])
    assert (energy[-1] - energy[0]) / 1e3 == pytest.approx(sum(power[1:]), rel=1e-4)


def test_json_has_the_same_values() -> None:
    gpus = loaded(fields=["default", "DCGM_EXP_GPU_HEALTH_STATUS", "DCGM_FI_DEV_POWER_MGMT_LIMIT"])
    page = as_json(gpus, 30.0)
    text = samples(exposition(gpus, 30.0))
    assert (page["at"], page["driver_version"], len(page["gpus"])) == (30.0, "580.95.05", 2)
    card = page["gpus"][1]
    assert (card["gpu"], card["model"], card["device"]) == (1, "NVIDIA H100 80GB HBM3", "nvidia1")
    assert page["fields"]["DCGM_FI_DEV_POWER_USAGE"] == {
        "type": "gauge",
        "unit": "W",
        "help": "Power draw (in W).",
    }
    for name, value in card["values"].items():
        if not name.startswith("DCGM_EXP"):
            assert value == text[name]["1"], name
    assert card["values"]["DCGM_EXP_GPU_HEALTH_STATUS"][0] == {
        "health_error_code": "DCGM_FR_OK",
        "health_watch": "PCIE",
        "value": 0,
    }
    assert card["values"]["DCGM_FI_DEV_POWER_MGMT_LIMIT"] == 700.0
    assert page["fields"].keys() == card["values"].keys()
