"""The notation of the sample's annotations: what it understands, and what it refuses aloud."""

from pathlib import Path

import pytest

from tools.sample_source import Quote, SourceError, locate, read_entries, scope_of

TEXT = "Mali will pay.\nThe UN and UNOCT met; the UN left. \U0001f468\u200d\U0001f467 e\u0301\n"
EVERYWHERE = [(0, len(TEXT))]


def written(folder: Path, *lines: str) -> Path:
    path = folder / "some.annotations"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_an_annotation_is_read_with_its_spans_fields_and_evidence(tmp_path: Path) -> None:
    source = written(tmp_path, 'in "Mali"', "[a] commitment draft", '"Mali" .. "pay"', 'due ? << "pay" << @b << .')
    (entry,) = read_entries(source)
    assert (entry.key, entry.label, entry.state, entry.scope) == ("a", "commitment", "draft", "Mali")
    assert entry.quotes == [Quote("Mali", "pay")]
    assert entry.fields["due"].state == "not_stated"
    assert entry.fields["due"].evidence == [Quote("pay"), "@b", "."]


@pytest.mark.parametrize("line", ["nonsense", "due =", '"open', "due ? << nothing"])
def test_a_line_that_means_nothing_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(SourceError, match=r"some\.annotations:2"):
        read_entries(written(tmp_path, "[a] actor", line))


def test_a_detail_before_any_annotation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"some\.annotations:1"):
        read_entries(written(tmp_path, '"Mali"'))


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="twice"):
        read_entries(written(tmp_path, "[a] actor", "[a] actor"))


def test_a_quote_over_lines_reaches_from_its_first_to_its_last_words() -> None:
    start, end = locate(TEXT, Quote("pay", "UNOCT"), EVERYWHERE)
    assert TEXT[start:end] == "pay.\nThe UN and UNOCT"


def test_only_whole_words_are_found() -> None:
    start, _ = locate(TEXT, Quote("UN", nth=2), EVERYWHERE)
    assert TEXT[start - 4 : start] == "the "


@pytest.mark.parametrize("words", ["UNO", "\U0001f468", "e"])
def test_a_part_of_a_word_or_of_a_character_is_not_found(words: str) -> None:
    with pytest.raises(SourceError, match="not there"):
        locate(TEXT, Quote(words), EVERYWHERE)


def test_a_quote_that_is_there_twice_must_say_which_is_meant() -> None:
    with pytest.raises(SourceError, match="2 times"):
        locate(TEXT, Quote("UN"), EVERYWHERE)


def test_a_number_beyond_the_last_occurrence_is_refused() -> None:
    with pytest.raises(SourceError, match="only 2 times"):
        locate(TEXT, Quote("UN", nth=3), EVERYWHERE)


def test_the_first_area_that_has_the_words_is_taken() -> None:
    areas = [(0, 14), scope_of(TEXT, "The UN"), (0, len(TEXT))]
    assert locate(TEXT, Quote("met"), areas)[0] == TEXT.index("met")


def test_a_scope_is_one_line_without_its_end() -> None:
    start, end = scope_of(TEXT, "Mali")
    assert TEXT[start:end] == "Mali will pay."


def test_a_scope_that_no_line_begins_with_is_refused() -> None:
    with pytest.raises(SourceError, match="0 lines"):
        scope_of(TEXT, "Nowhere")
