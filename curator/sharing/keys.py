"""Ed25519 key pairs: making them, keeping the private one under a passphrase, signing and checking.

Leaves to the services where a key is kept, and to `domain.history` what is signed.
"""

import base64
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from curator.domain.errors import CuratorError

if TYPE_CHECKING:  # the library is loaded where a key is first needed
    from nacl.signing import VerifyKey


class WrongPassphraseError(CuratorError):
    """The passphrase does not open the private key."""


class DamagedKeyError(CuratorError):
    """The file with the private key is not what it was."""


class NotForYouError(CuratorError):
    """What was sealed is for the eyes of somebody else."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key (the 32 bytes of its seed) and the public one in hexadecimal digits."""

    seed: bytes
    public: str

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature (RFC 8032)."""
        from nacl.signing import SigningKey

        return bytes(SigningKey(self.seed).sign(message).signature)

    def unseal(self, box: bytes) -> bytes:
        """What was sealed to the public key (an X25519 sealed box).

        Raises:
            NotForYouError: it was sealed to another's.
        """
        from nacl.exceptions import CryptoError
        from nacl.public import SealedBox
        from nacl.signing import SigningKey

        try:
            return SealedBox(SigningKey(self.seed).to_curve25519_private_key()).decrypt(box)
        except (CryptoError, ValueError, TypeError) as error:
            raise NotForYouError("It is sealed to another person's key, or was changed on its way.") from error


def new_pair() -> KeyPair:
    """A key pair from the operating system's randomness."""
    from nacl.signing import SigningKey

    key = SigningKey.generate()
    return KeyPair(bytes(key), bytes(key.verify_key).hex())


def is_signed(public: str, message: bytes, signature: str) -> bool:
    """Whether `signature` over `message` is by the private key that belongs to `public`.

    A signature is written in lower-case hexadecimal digits and in no other way, so that no changed letter goes unseen.
    """
    from nacl.exceptions import CryptoError

    try:
        raw = bytes.fromhex(signature)
        _verify_key(public).verify(message, raw)
    except (CryptoError, ValueError, TypeError):
        return False
    return raw.hex() == signature


@lru_cache(maxsize=256)
def _verify_key(public: str) -> "VerifyKey":
    """A key ready to check with: a history has few, and many signatures by each."""
    from nacl.signing import VerifyKey

    return VerifyKey(bytes.fromhex(public))


def is_public_key(text: str) -> bool:
    """Whether these are the 64 hexadecimal digits of an Ed25519 public key (a point of the curve, RFC 8032)."""
    from nacl.bindings import crypto_core_ed25519_is_valid_point

    try:
        raw = bytes.fromhex(text)
    except ValueError:
        return False
    return len(raw) == 32 and len(text) == 64 and text == text.lower() and crypto_core_ed25519_is_valid_point(raw)


def fingerprint(public: str) -> str:
    """Eight groups of four hexadecimal digits of the key's SHA-256, for two people to read to each other."""
    digest = sha256(bytes.fromhex(public)).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, 32, 4))


def sealed(pair: KeyPair, passphrase: str) -> dict[str, Any]:
    """The private key as JSON values for a file: under a passphrase (Argon2id, XSalsa20-Poly1305), or open for ""."""
    if not passphrase:
        return {"public": pair.public, "seed": pair.seed.hex()}
    from nacl.pwhash import argon2id
    from nacl.secret import SecretBox
    from nacl.utils import random

    salt = random(argon2id.SALTBYTES)
    cost = {"ops": argon2id.OPSLIMIT_MODERATE, "memory": argon2id.MEMLIMIT_MODERATE}
    key = argon2id.kdf(SecretBox.KEY_SIZE, passphrase.encode(), salt, cost["ops"], cost["memory"])
    box = SecretBox(key).encrypt(pair.seed)
    return {"public": pair.public, "sealed": _ascii(bytes(box)), "salt": _ascii(salt), "argon2id": cost}


def opened(kept: dict[str, Any], passphrase: str) -> KeyPair:
    """The key pair that `sealed` gave.

    Raises:
        WrongPassphraseError: the passphrase is another one.
        DamagedKeyError: the private key does not belong to the public one.
    """
    from nacl.signing import SigningKey

    try:
        seed = bytes.fromhex(kept["seed"]) if "seed" in kept else _unsealed(kept, passphrase)
        # What such a key signed would count nowhere, and nobody would see it before the work is handed in.
        if bytes(SigningKey(seed).verify_key).hex() != kept["public"]:
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedKeyError("Your key was damaged: put a copy of its file back, or nothing you do counts.") from error
    return KeyPair(seed, kept["public"])


def _unsealed(kept: dict[str, Any], passphrase: str) -> bytes:
    from nacl.exceptions import CryptoError
    from nacl.pwhash import argon2id
    from nacl.secret import SecretBox

    cost = kept["argon2id"]
    salt = base64.b64decode(kept["salt"])
    key = argon2id.kdf(SecretBox.KEY_SIZE, passphrase.encode(), salt, cost["ops"], cost["memory"])
    try:
        return SecretBox(key).decrypt(base64.b64decode(kept["sealed"]))
    except CryptoError as error:
        raise WrongPassphraseError("The passphrase does not open your key. Try again.") from error


def _ascii(data: bytes) -> str:
    return base64.b64encode(data).decode()
