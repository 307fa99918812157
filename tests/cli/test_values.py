"""NAME=VALUE: each type of field reads its own words, and refuses what it can't."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import TEXT, Curator

SCHEME = """{"name": "Types",
"entity_kinds": [{"name": "person", "title": "Person"}, {"name": "state", "title": "State"}],
"labels": [
 {"name": "thing", "title": "Thing", "key": "1", "colour": "#0072B2", "fields": [
  {"name": "line", "title": "One line", "type": "text"},
  {"name": "story", "title": "Story", "type": "long_text"},
  {"name": "one", "title": "One", "type": "choice",
   "choices": [{"name": "red", "title": "Dark red"}, {"name": "blue", "title": "Blue"}]},
  {"name": "many", "title": "Many", "type": "choices",
   "choices": [{"name": "red", "title": "Dark red"}, {"name": "blue", "title": "Blue"}]},
  {"name": "sure", "title": "Sure", "type": "yes_no"},
  {"name": "count", "title": "Count", "type": "whole_number"},
  {"name": "sum", "title": "Sum", "type": "quantity"},
  {"name": "day", "title": "Day", "type": "date"},
  {"name": "due", "title": "Due", "type": "date", "labels": ["other"]},
  {"name": "who", "title": "Who", "type": "entity", "entity_kinds": ["person"]},
  {"name": "link", "title": "Link", "type": "annotation", "labels": ["other"]},
  {"name": "links", "title": "Links", "type": "annotations"}]},
 {"name": "other", "title": "Other", "key": "2", "colour": "#009E73", "fields": []}]}"""


@pytest.fixture
def project(tmp_path: Path, done: Curator) -> Path:
    """A project whose scheme has every type of field."""
    (tmp_path / "scheme.json").write_text(SCHEME, encoding="utf-8")
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "p.curator"
    done("new", path, "--scheme", tmp_path / "scheme.json")
    done("import", path, tmp_path / "report.txt")
    done("entities", path, "add", "--name", "Айша Қасымова", "--kind", "person", "--alias", "Minister")
    return path


class Form:
    """Annotating with fields, and reading them back."""

    def __init__(self, project: Path, curator: Curator) -> None:
        self.project, self.curator = project, curator

    def made(self, *options: str, label: str = "thing") -> str:
        ran = self.curator("annotate", self.project, "report.txt", "--label", label, "--span", "0:6", *options)
        assert ran.status == 0, ran.err
        return ran.out.strip()

    def fields(self, *given: str, cite: tuple[str, ...] = ()) -> dict[str, Any]:
        options = [word for item in given for word in ("--field", item)]
        options += [word for item in cite for word in ("--cite", item)]
        made = self.made(*options)
        shown = self.curator("show", self.project, "report.txt", "--json").json["annotations"]
        return next(one["fields"] for one in shown if one["id"] == made)

    def refusal(self, *options: str) -> str:
        ran = self.curator("annotate", self.project, "report.txt", "--label", "thing", "--span", "0:6", *options)
        assert (ran.status, ran.out) == (1, "")
        return ran.err


@pytest.fixture
def form(project: Path, curator: Curator) -> Form:
    return Form(project, curator)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("line= as it is, [b] = \u202e", " as it is, [b] = \u202e"),
        ("line=@@not_stated", "@not_stated"),
        ("One line=by its title", "by its title"),
        ("story=first\nsecond", "first\nsecond"),
        ("one=red", "red"),
        ("one=dark RED", "red"),
        ("many=blue, red", ["blue", "red"]),
        ("many=", []),
        ("sure=Yes", True),
        ("sure=no", False),
        ("count=-12", -12),
        ("sum=300000.50 US dollars", {"amount": "300000.50", "unit": "US dollars"}),
        ("sum=7", {"amount": "7", "unit": ""}),
        ("day=2018-06~", "2018-06~"),
        ("due=../2045", "../2045"),
    ],
)
def test_words_become_the_value_of_the_field(form: Form, given: str, value: object) -> None:
    [(_, field)] = form.fields(given).items()
    assert (field["state"], field["value"]) == ("stated", value)


def test_states_need_no_value(form: Form) -> None:
    fields = form.fields("sure=@not_stated", "who=@not_applicable")
    assert fields["sure"] == {"state": "not_stated", "value": None, "evidence": []}
    assert fields["who"]["state"] == "not_applicable"


@pytest.mark.parametrize(
    "given",
    [
        "one=green",
        "many=red,red",
        "sure=perhaps",
        "count=3.0",
        "count=٣",
        "count=" + "9" * 30,
        "sum=3,000 USD",
        "sum=many",
        "day=tomorrow",
        "day=2024-02-30",
        "due=0000zzz",
        "who=Nobody",
        "link=ffffffff",
        "line=@unknown",
        "nofield=1",
        "=1",
    ],
)
def test_words_that_are_no_value_are_refused_by_the_name_of_the_field(form: Form, given: str) -> None:
    message = form.refusal("--field", given)
    assert given.split("=", maxsplit=1)[0] in message
    assert ".." not in message.replace("../", "")


def test_a_field_is_given_once(form: Form) -> None:
    assert "twice" in form.refusal("--field", "count=1", "--field", "Count=2")


def test_an_entity_goes_by_name_alias_and_id(form: Form, curator: Curator) -> None:
    [row] = curator("entities", form.project, "--json").json
    for words in ("Айша Қасымова", "minister", row["id"], row["id"][:15]):
        assert form.fields(f"who={words}")["who"]["value"] == row["id"]


def test_two_entities_of_one_name_are_told_apart_by_id(form: Form, curator: Curator) -> None:
    made = curator("entities", form.project, "add", "--name", "minister", "--kind", "person").out.strip()
    assert "More than one" in form.refusal("--field", "who=Minister")
    assert form.fields(f"who={made}")["who"]["value"] == made


def test_references_point_at_annotations_and_cite_them(form: Form) -> None:
    one, two = form.made(label="other"), form.made(label="other")
    fields = form.fields(f"link={one}", f"links={one},{two}", f"due={two}")
    assert fields["link"] == {
        "state": "stated",
        "value": [{"annotation": one}],
        "evidence": [{"annotation": one}],
    }
    assert fields["links"]["value"] == [{"annotation": one}, {"annotation": two}]
    assert fields["due"]["value"] == {"annotation": two}


def test_references_to_what_does_not_fit_are_refused(form: Form, tmp_path: Path, curator: Curator) -> None:
    thing, other = form.made(), form.made(label="other")
    assert "other" in form.refusal("--field", f"link={thing}")
    curator("withdraw", form.project, other)
    assert "withdrawn" in form.refusal("--field", f"link={other}")
    (tmp_path / "second.txt").write_text("Second text", encoding="utf-8")
    curator("import", form.project, tmp_path / "second.txt")
    ran = curator("annotate", form.project, "second.txt", "--label", "other", "--span", "0:6")
    assert "another document" in form.refusal("--field", f"link={ran.out.strip()}")


def test_citing_gives_evidence_and_the_words_where_no_value_was_given(form: Form) -> None:
    start = TEXT.index("3 May 2019")
    fields = form.fields("line=mine", cite=("line=0:6", f"day={start}:{start + 10}", "story=0:6", "count=0:6"))
    assert fields["line"]["value"] == "mine"
    assert fields["line"]["evidence"][0]["span"]["exact"] == "Almaty"
    assert fields["day"]["value"] == "2019-05-03"
    assert fields["story"]["value"] == "Almaty"
    assert fields["count"]["value"] is None
    assert "lie in a text" in form.refusal("--cite", "line=0:99999")
