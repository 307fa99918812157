"""What acts changed, added up."""

from curator.services.changes import Changes, together


def test_several_acts_are_one_and_no_act_is_none() -> None:
    first = Changes("a", "1" * 64, "2026-01-01", documents=frozenset("d"), focus=("d", None))
    second = Changes("b", "2" * 64, "2026-01-02", documents=frozenset("e"), annotations=frozenset("x"))
    both = together([first, Changes(), second])
    assert both == Changes(
        "b", "2" * 64, "2026-01-02", documents=frozenset("de"), annotations=frozenset("x"), focus=None
    )
    assert together([]).empty
    assert together([Changes()]).empty
