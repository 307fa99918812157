"""Keys from passphrases, slowly: Argon2id (RFC 9106), so that whoever steals a laptop can try few."""

from unicodedata import normalize

_OPERATIONS, _MEMORY = 3, 256 << 20
"""libsodium's MODERATE. They are part of the form of encrypted files: others would give other keys."""


def key_of(passphrase: str, salt: bytes, size: int) -> bytes:
    """So many bytes of key. Passphrases that look alike are alike, however a keyboard composes their characters."""
    from nacl.pwhash import argon2id

    return argon2id.kdf(size, normalize("NFC", passphrase).encode(), salt, _OPERATIONS, _MEMORY)
