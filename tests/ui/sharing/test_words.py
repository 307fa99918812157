"""What went out and came in, in words."""

from dataclasses import replace
from pathlib import Path

from curator.domain.document import DocumentState
from curator.services.receiving_report import Reopened, Report, Stranger
from curator.services.sharing import Exchanged
from curator.store.sharing import Disputed, Refused
from curator.ui.sharing import words

REPORT = Report(
    project="p",
    project_name="P",
    sender="Mia",
    fingerprint="ab cd",
    sender_known=True,
    made_at="2026-11-26T10:42:00.000Z",
    changesets=3,
    new=3,
    made={"document": 1, "annotation": 2},
    changed={"annotation": 1, "unheard of": 4},
)


def test_kinds_are_counted_in_the_order_in_which_people_ask_for_them() -> None:
    assert words.kinds({"person": 2, "annotation": 1, "document": 3}) == "3 documents, 1 annotation, 2 people"
    assert words.kinds({}) == ""


def test_an_exchange_is_a_line_with_who_and_what() -> None:
    done = Exchanged(Path("x.parcel"), (REPORT,), ())
    assert words.exchanged(done, "10:42") == (
        "Exchanged 10:42: 1 document, 3 annotations from Mia; your work put out",
        "",
    )
    assert words.exchanged(Exchanged(None, (), ()), "10:42") == ("", "")


def test_many_parcels_are_one_sum_with_each_of_them_for_who_asks() -> None:
    many = [replace(REPORT, sender=name) for name in ("Ann", "Ben", "Ann", "Cid", "Dan", "Eve")]
    line, more = words.exchanged(Exchanged(None, tuple(many), ()), "10:42")
    assert line == "Exchanged 10:42: 6 documents, 18 annotations from Ann, Ben, Cid and 2 more"
    assert more.split("\n")[:2] == ["1 document, 3 annotations from Ann", "1 document, 3 annotations from Ben"]


def test_what_waits_or_does_not_count_is_named_with_its_reason() -> None:
    report = replace(
        REPORT,
        conflicts=(Disputed("annotation", "a", "d"),),
        refused=(Refused("decision", "x", "this needs a supervisor", "Mia"),),
        strangers=(Stranger("k", "12 34", "Zoe", 1),),
        missing=("f" * 64,),
        withheld=2,
        titles={"a": "Actor “Astana”", "d": "document “Report”"},
    )
    found = [(what, which) for what, which, _ in words.rows(report)]
    assert found == [
        ("Conflict", "Actor “Astana” · document “Report”"),
        ("Does not count", "decision by Mia"),
        ("Kept aside", "1 changeset by “Zoe”, key 12 34"),
        ("Missing", "the changeset ffffffffffff…"),
    ]
    assert len(words.notes(report)) == 5
    assert words.notes(report)[-1] == "Left out: 2 texts and originals: work on them is here, their words are not"


def test_a_revoked_key_is_named_as_that_with_who_and_when() -> None:
    said = words.revoked("Sara", "2026-11-26T10:42:00.000Z")
    assert "revoked by Sara on 2026-11-26" in said


def test_what_was_left_out_is_a_figure_and_nothing_to_be_looked_at() -> None:
    report = replace(REPORT, withheld=1)
    assert words.rows(report) == []
    assert words.left_out(report) == "1 text or original: work on them is here, their words are not"
    assert words.left_out(REPORT) == ""


def test_a_name_can_not_pass_for_what_the_program_says() -> None:
    sly = replace(REPORT, sender="Sara · 12 34\n✓ one of the project's people", sender_known=False)
    assert "\n" not in words.name(sly.sender)
    assert "\n" not in words.exchanged(Exchanged(None, (sly,), ()), "10:42")[0]
    assert words.name("\u202eabc") == "\\u202eabc"


def test_a_time_that_is_none_stays_as_it_is() -> None:
    assert words.moment("yesterday") == "yesterday"


def test_work_whose_approval_counts_no_more_is_named_in_the_line_and_below() -> None:
    gone = Reopened("d", "Report", "p", "Ann", DocumentState.IN_PROGRESS)
    report = replace(REPORT, reopened=(gone,))
    assert [row[:2] for row in words.rows(report)] == [("No longer approved", "Ann · Report")]
    assert "taken back" in words.rows(report)[0][2]
    changed = replace(report, reopened=(replace(gone, state=DocumentState.SUBMITTED),))
    assert "waits for review again" in words.rows(changed)[0][2]
    said = words.exchanged(Exchanged(None, (report,), ()), "10:42")[0]
    assert said == "Exchanged 10:42: 1 document, 3 annotations from Mia (no longer approved: Ann, Report)"
