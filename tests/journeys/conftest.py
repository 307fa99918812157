"""A person with hands, a text, and a scheme with every type of field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.journeys.hands import Hands

TEXT = (
    "On 28 September 2018 Kazakhstan promised the United Nations three times to give 300000 USD for training.\n"
    "\n"
    "The money 😀 shall be there by the end of 2019, said the Minister; nobody was surprised.\n"
)


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    """The program is started; the window is closed in the end."""
    person = Hands(qtbot)
    yield person
    person.window.close()
    person.window.deleteLater()


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    """A text with an emoji before words that are cited."""
    path = tmp_path / "promise.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def scheme_file() -> Path:
    """A scheme with every type of field."""
    return Path(__file__).parent / "scheme.json"
