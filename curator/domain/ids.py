"""Ids: time-ordered UUIDv7 for what people make, UUIDv8 derived from content for what must meet again.

Leaves to `history` what the ids of changesets are (hashes of their content).
"""

import os
import re
import threading
import time
from hashlib import sha256

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")

_FRONT = 19
"""How many characters of an id are the time and the counter, with their hyphens."""


class _Clock:
    """Milliseconds that never run backwards in this process, with a counter for ids made in the same one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0
        self._count = 0

    def tick(self) -> tuple[int, int]:
        now = time.time_ns() // 1_000_000
        with self._lock:
            if now > self._last:
                self._last, self._count = now, 0
            else:
                self._count += 1
                if self._count > 0xFFF:
                    self._last, self._count = self._last + 1, 0
            return self._last, self._count


_clock = _Clock()


def new_id() -> str:
    """A new UUIDv7 (RFC 9562, method 1: a 12-bit counter): ids sort in the order in which they were made."""
    return _with_tail(_front(), os.urandom(8))


def bound_id(owner: str) -> str:
    """A new UUIDv7 whose last 62 bits are no chance but a hash, so that `is_bound` tells that it is this owner's."""
    return _bound(_front(), owner)


def is_bound(ident: str, owner: str) -> bool:
    """Whether an id was made by `bound_id` for this owner; nobody else can have made it for themselves."""
    return ident == _bound(ident[:_FRONT], owner)


def _bound(front: str, owner: str) -> str:
    return _with_tail(front, sha256(f"curator:{front}:{owner}".encode()).digest()[:8])


def _front() -> str:
    """The beginning of a new UUIDv7: its time and its counter, with the hyphens behind each part."""
    millis, count = _clock.tick()
    digits = f"{millis:012x}"
    return f"{digits[:8]}-{digits[8:]}-7{count:03x}-"


def _with_tail(front: str, tail: bytes) -> str:
    digits = f"{int.from_bytes(tail, 'big') & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000:016x}"
    return f"{front}{digits[:4]}-{digits[4:]}"


def derived_id(kind: str, key: str) -> str:
    """The UUIDv8 (RFC 9562) that everyone derives from the same `key` for a subject of `kind`."""
    raw = bytearray(sha256(f"curator:{kind}:{key}".encode()).digest()[:16])
    raw[6] = raw[6] & 0x0F | 0x80
    raw[8] = raw[8] & 0x3F | 0x80
    digits = raw.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID in its lower-case canonical form."""
    return _UUID.fullmatch(text) is not None


def is_sha256(text: str) -> bool:
    """Whether `text` is a SHA-256 in lower-case hexadecimal digits."""
    return _SHA256.fullmatch(text) is not None
