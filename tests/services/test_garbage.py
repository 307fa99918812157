"""Acts without a search for garbage leave the search as they found it."""

import gc

import pytest

from curator.services.garbage import uncollected


def _fail() -> None:
    assert not gc.isenabled()
    raise ValueError("stop")


def test_the_search_is_off_within_and_on_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="stop"), uncollected():
        _fail()
    assert gc.isenabled()


def test_a_search_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
