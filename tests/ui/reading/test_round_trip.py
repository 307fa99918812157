from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from curator.text.graphemes import grapheme_safe, is_boundary
from curator.text.span_index import SpanIndex
from curator.ui.reading.text_view import TextView

STORED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("\n\r\t\x00\u00a0\u2028\u2029\ufdd0\ufffc\u200d\u0301👩😀🇰🇿אبé "),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def view(qapp: QApplication) -> Iterator[TextView]:
    """One view for all examples, as a person has one for all documents."""
    made = TextView()
    yield made
    made.deleteLater()


@given(STORED, st.data())
def test_any_text_gives_back_every_caret_and_every_selection(view: TextView, text: str, data: st.DataObject) -> None:
    view.show_document(text, SpanIndex(), {})
    boundaries = [at for at in range(len(text) + 1) if is_boundary(text, at)]
    at = data.draw(st.sampled_from(boundaries))
    view.set_caret(at)
    assert view.caret() == at
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        span = grapheme_safe(text, start, end)
        view.select(span)
        assert view.selection() == span
        assert view.createMimeDataFromSelection().text() == text[span.start : span.end]
