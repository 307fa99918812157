"""Coverage as a promise per file."""

from tools.check_coverage import broken_promises, can_be_raised, measured

FOUND = measured(
    {
        "files": {
            "curator/text/offsets.py": {"summary": {"percent_covered": 100.0}},
            "curator/ui/window.py": {"summary": {"percent_covered": 70.0}},
        }
    }
)


def test_a_file_that_covers_what_it_promises_is_not_named() -> None:
    assert broken_promises({"curator/text/offsets.py": 100, "curator/ui/window.py": 70}, FOUND) == []


def test_a_file_that_covers_less_than_promised_is_named_with_both_figures() -> None:
    [said] = broken_promises({"curator/ui/window.py": 80}, FOUND)
    assert "70.0" in said
    assert "80" in said


def test_a_file_that_is_promised_and_gone_is_named() -> None:
    assert broken_promises({"curator/gone.py": 50}, FOUND) == ["curator/gone.py: not measured"]


def test_a_promise_far_below_what_is_covered_can_be_raised() -> None:
    assert len(can_be_raised({"curator/ui/window.py": 60}, FOUND)) == 1
    assert can_be_raised({"curator/ui/window.py": 68}, FOUND) == []
