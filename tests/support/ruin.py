"""Ways in which disks and people ruin a file."""

import random
from collections.abc import Callable
from pathlib import Path

Ruin = Callable[[bytes, random.Random], bytes]


def flipped(bits: int) -> Ruin:
    """Some bits are others."""

    def ruin(data: bytes, chance: random.Random) -> bytes:
        changed = bytearray(data)
        for _ in range(bits):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        return bytes(changed)

    return ruin


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def zeroed_page(data: bytes, chance: random.Random) -> bytes:
    at = 4096 * chance.randrange(len(data) // 4096)
    return data[:at] + bytes(4096) + data[at + 4096 :]


def noisy_page(data: bytes, chance: random.Random) -> bytes:
    at = 4096 * chance.randrange(len(data) // 4096)
    return data[:at] + chance.randbytes(4096) + data[at + 4096 :]


def swapped_pages(data: bytes, chance: random.Random) -> bytes:
    one, two = (4096 * chance.randrange(len(data) // 4096) for _ in range(2))
    changed = bytearray(data)
    changed[one : one + 4096], changed[two : two + 4096] = data[two : two + 4096], data[one : one + 4096]
    return bytes(changed)


def edited_header(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    changed[chance.randrange(100)] = chance.randrange(256)
    return bytes(changed)


RUINS: tuple[Ruin, ...] = (
    flipped(1), flipped(4), flipped(64), truncated, zeroed_page, noisy_page, swapped_pages, edited_header,
)  # fmt: skip


def ruined(path: Path, target: Path, seed: int) -> Path:
    """A copy of a file that is ruined in one of the ways, the same for the same seed."""
    chance = random.Random(seed)
    target.write_bytes(RUINS[seed % len(RUINS)](path.read_bytes(), chance))
    return target
