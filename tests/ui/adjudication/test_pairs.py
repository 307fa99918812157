"""What is known of pairs: whose each annotation is, what is open, what comes next."""

from curator.domain.painting import Painted
from curator.domain.review import Outcome
from curator.domain.span import Span
from curator.text.span_index import SpanIndex
from curator.ui.adjudication.pairs import Pairs, PairSource
from curator.ui.adjudication.shown import quote_html
from tests.ui.adjudication.matches import TEXT, both, member, pairs


def some_pairs() -> Pairs:
    alone = (member("s-1", "bolat", "surprised"),)
    return pairs(both("ministry"), both("adopt the code by 2045", "adopt the code"), both("Aigerim"), alone)


def test_letters_go_by_name_and_are_the_same_everywhere() -> None:
    found = some_pairs()
    assert [found.names[ident] for ident in found.annotators] == ["Aigerim", "Bolat"]
    assert [found.letter(ident) for ident in ("ministry-1", "ministry-2", "s-1", "unknown")] == [0, 1, 1, None]


def test_only_the_second_of_two_alike_is_a_twin() -> None:
    found = some_pairs()
    assert not found.is_twin("ministry-1")
    assert found.is_twin("ministry-2")
    assert not found.is_twin("2045-2")


def test_what_agrees_undisputed_is_not_marked_as_open() -> None:
    found = some_pairs()
    assert found.open_among(["ministry-1", "2045-1", "s-1", "unknown"]) == {"2045-1", "s-1"}
    found.settled.add(1)
    assert found.open_among(["2045-1", "s-1"]) == {"s-1"}


def test_the_next_open_one_goes_round_once_and_ends() -> None:
    settled = {"ministry-1": Outcome.UNANIMOUS, "code-1": Outcome.UNRESOLVED}
    found = pairs(both("ministry"), both("code"), both("Aigerim"), settled=settled)
    assert found.decided == 1
    assert found.next_open(0, 1) == 1
    assert found.next_open(0, -1) == 2
    found.settled |= {1, 2}
    assert found.next_open(0, 1) is None


def test_the_first_annotators_span_comes_before_the_same_of_the_second() -> None:
    painted = [Painted(4, 12, ident, "actor", "done") for ident in ("ministry-2", "ministry-1")]
    source = PairSource(SpanIndex(painted), some_pairs().letter)
    assert [each.annotation for each in source.in_window(0, 20)] == ["ministry-1", "ministry-2"]


def test_what_only_one_marked_is_bold() -> None:
    start = TEXT.index("adopt")
    long, short = Span(start=start, end=start + 22), Span(start=start, end=start + 14)
    assert quote_html(TEXT, [long], [short]) == "adopt the code<b> by 2045</b>"
    assert quote_html(TEXT, [short], [long]) == "adopt the code"
    assert quote_html(TEXT, [short], []) == "adopt the code"
    assert quote_html("a <b> & c", [Span(start=0, end=9)], []) == "a &lt;b&gt; &amp; c"
