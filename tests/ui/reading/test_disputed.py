"""What people changed differently is marked in the text by more than a colour, in light and in dark."""

import pytest

from curator.domain.painting import DISPUTED
from curator.ui.reading.looks import DARK, LIGHT, Paper
from curator.ui.reading.scene import Scene
from curator.ui.reading.span_popup import describe
from curator.ui.theme import contrast
from tests.ui.reading.desk import LABELS, Desk, OpenDesk

TEXT = "Kazakhstan proposed a code in Astana, and others followed."


def scene(desk: Desk) -> Scene:
    view = desk.view
    shown = list(view.page.shown(0, view.viewport().height()))
    return view.scenes.of(view.page, shown[:1], view.style_now)[0]


def test_a_disputed_span_is_framed_and_its_tag_has_a_sign(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "Kazakhstan", DISPUTED), ("a2", "actor", "Astana", "draft"))
    found = scene(desk)
    assert [shape.painted.annotation for shape in found.disputed] == ["a1"]
    assert [tag.state for tag in found.tags] == [DISPUTED, ""]
    desk.view.grab()


def test_a_disputed_span_without_room_for_a_tag_is_framed_all_the_same(open_desk: OpenDesk) -> None:
    spans = [(f"a{number}", "commitment", "code", DISPUTED) for number in range(6)]
    found = scene(open_desk(TEXT, *spans))
    assert len(found.tags) < len(found.disputed) == 6


def test_where_nothing_is_disputed_there_is_nothing_more_to_paint(open_desk: OpenDesk) -> None:
    assert scene(open_desk(TEXT, ("a1", "actor", "Kazakhstan"))).disputed == ()


def test_tips_and_screen_readers_hear_of_the_conflict(open_desk: OpenDesk) -> None:
    desk = open_desk(TEXT, ("a1", "actor", "Kazakhstan", DISPUTED))
    [painted] = desk.index.at(3)
    assert describe(painted, TEXT, LABELS).endswith("· in conflict")


@pytest.mark.parametrize("paper", [LIGHT, DARK])
def test_the_mark_is_seen_on_every_paper(paper: Paper) -> None:
    assert contrast(paper.dispute, paper.paper) >= 4.5
