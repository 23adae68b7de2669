"""What tells one card from another: UUID, serial number, place on the PCI bus."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fakeai_proxy.core.seeding import rng_for

BUSES = (0x1B, 0x43, 0x52, 0x61, 0x9D, 0xC3, 0xD1, 0xDF)
"""Of the eight cards of a board; more of them go to further PCI domains."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One card."""

    index: int
    uuid: str
    serial: str
    bus_id: str

    @property
    def device(self) -> str:
        """Its device file below /dev."""
        return f"nvidia{self.index}"


def identities(seed: int, hostname: str, model: str, gpus: int) -> tuple[Identity, ...]:
    """The cards of a node, the same for the same seed, name and model."""
    return tuple(_identity(seed, f"{hostname} {model} {index}", index) for index in range(gpus))


def _identity(seed: int, name: str, index: int) -> Identity:
    chance = rng_for(seed, f"gpu identity {name}".encode())
    domain, slot = divmod(index, len(BUSES))
    return Identity(
        index=index,
        uuid=f"GPU-{UUID(bytes=chance.bytes(16), version=5)}",
        serial=str(chance.integers(10**12, 2 * 10**12)),
        bus_id=f"{domain:08X}:{BUSES[slot]:02X}:00.0",
    )
