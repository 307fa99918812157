from hypothesis import given
from hypothesis import strategies as st

from curator.ui.reading import looks
from curator.ui.reading.looks import DARK, LIGHT, OKABE_ITO, Paper
from curator.ui.theme import contrast

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
PAPERS = st.sampled_from([LIGHT, DARK])


@given(COLOURS, PAPERS)
def test_any_colour_makes_legible_tags_and_visible_lines(colour: str, paper: Paper) -> None:
    assert contrast(looks.ink(colour, paper).name(), paper.paper) >= 4.5
    assert contrast(looks.line(colour, paper).name(), paper.paper) >= 3


@given(COLOURS, PAPERS)
def test_words_stay_legible_where_many_spans_overlap(colour: str, paper: Paper) -> None:
    ground = paper.paper
    fills = [looks.fill(colour, paper, depth) for depth in range(looks.DEPTHS)]
    for shade in [*fills, looks.fill(colour, paper, 0, True)]:
        ground = looks.mix(shade.name(), ground, shade.alphaF())
    assert contrast(ground, paper.ink) >= 4.4  # 4.5 but for rounding


@given(COLOURS, PAPERS)
def test_the_chosen_span_is_filled_more_strongly(colour: str, paper: Paper) -> None:
    assert looks.fill(colour, paper, 0, True).alphaF() > 1.3 * looks.fill(colour, paper).alphaF()


def test_a_colour_that_is_legible_already_stays_as_the_person_chose_it() -> None:
    assert looks.line("#0072B2", LIGHT).name() == "#0072b2"


def test_labels_without_a_colour_get_different_ones() -> None:
    assert len({looks.default_colour(index) for index in range(len(OKABE_ITO))}) == len(OKABE_ITO)


def test_dark_paper_is_known_from_light() -> None:
    assert DARK.is_dark
    assert not LIGHT.is_dark
