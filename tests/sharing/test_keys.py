"""Signatures: what is checked is the text that stands in the file, not only the bytes that it is read as."""

import pytest

from curator.sharing.keys import is_signed, new_pair

PAIR = new_pair()
MESSAGE = b"what is signed"
SIGNATURE = PAIR.sign(MESSAGE).hex()


def test_a_signature_is_by_its_key_over_its_message() -> None:
    assert is_signed(PAIR.public, MESSAGE, SIGNATURE)
    assert not is_signed(PAIR.public, MESSAGE + b"!", SIGNATURE)
    assert not is_signed(new_pair().public, MESSAGE, SIGNATURE)


@pytest.mark.parametrize("changed", [SIGNATURE.upper(), f" {SIGNATURE}", f"{SIGNATURE[:2]} {SIGNATURE[2:]}", "", "x"])
def test_a_signature_that_is_written_otherwise_is_none(changed: str) -> None:
    assert not is_signed(PAIR.public, MESSAGE, changed)
